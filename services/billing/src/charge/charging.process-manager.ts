import type { RecordedEvent } from '@berth/event-store';
import type { ChargeEvent } from '@berth/contracts/billing/events';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError } from '@berth/kernel/rejection';
import type { Collection } from '@berth/read-models';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import type { LeaseMeter } from '../lease/lease-meter.js';
import { leasesEndedBy, type LeaseDocument, type LeaseEnd } from '../lease/leases.view.js';
import type { PriceSource } from '../price/price-source.js';
import type { RatedLease } from '../rating/rate.js';
import { type ChargeLease, chargeStream, type ChargeState } from './charge.decider.js';

export interface ChargingProcessManagerOptions {
  readonly leases: Collection<LeaseDocument>;
  readonly meter: LeaseMeter;
  readonly prices: PriceSource;
  readonly charges: Aggregates<ChargeState, ChargeLease, ChargeEvent>;
  readonly clock: Clock;
  readonly currency: string;
}

/** Charges each lease when the scheduler has recorded its end. A repeated event changes nothing. */
export class ChargingProcessManager {
  constructor(private readonly options: ChargingProcessManagerOptions) {}

  /** @param event of the scheduler, once it is in the copies of leases */
  async handle(event: RecordedEvent): Promise<void> {
    for (const leaseId of leasesEndedBy(event)) await this.#charge(leaseId, event);
  }

  async #charge(leaseId: string, event: RecordedEvent): Promise<void> {
    const { leases, meter, prices, charges, clock, currency } = this.options;
    const lease = (await leases.get(leaseId))?.document;
    if (!lease?.end) throw new Error(`lease ${leaseId} has ended, but the local copy of it has not`);
    const now = clock.now();
    const rated = await meter.rate(lease, await prices.current(), now);
    const done = await charges.execute(
      chargeStream(leaseId),
      { type: 'chargeLease', charge: chargeOf({ ...lease, end: lease.end }, rated, currency) },
      causedBy('charging', event, 'billing.charge.chargeLease.v1', now, leaseId),
      { expectNew: true },
    );
    if (!done.ok) throw new RejectedError(done.error);
  }
}

function chargeOf(
  lease: LeaseDocument & { readonly end: LeaseEnd },
  rated: RatedLease,
  currency: string,
): ChargeEvent {
  const { leaseId, projectId, userId, poolId, hostId, from, end } = lease;
  const facts = { chargeId: leaseId, leaseId, projectId, userId, poolId, hostId, from, to: end.to };
  const charge = { ...facts, ...rated, currency };
  if (lease.reservationId !== undefined) {
    const { reservationId } = lease;
    return { type: 'billing.charge.reservationCharged.v1', data: { ...charge, reservationId } };
  }
  const { jobId, run } = lease;
  return { type: 'billing.charge.charged.v1', data: { ...charge, jobId, run } };
}
