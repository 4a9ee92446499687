import type { RecordedEvent } from '@berth/event-store';
import type { ChargeEvent } from '@berth/contracts/billing/events';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError } from '@berth/kernel/rejection';
import type { Collection } from '@berth/read-models';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import type { LeaseMeter } from '../lease/lease-meter.js';
import { isReleased, type LeaseDocument } from '../lease/leases.view.js';
import type { PriceSource } from '../price/price-source.js';
import type { ChargeLease } from './charge.commands.js';
import { chargeStream, type ChargeState } from './charge.js';

export interface ChargingOptions {
  readonly leases: Collection<LeaseDocument>;
  readonly meter: LeaseMeter;
  readonly prices: PriceSource;
  readonly charges: Aggregates<ChargeState, ChargeLease, ChargeEvent>;
  readonly clock: Clock;
  readonly currency: string;
}

/** Charges each lease when the scheduler's log says that it has ended. Told again, it finds the charge and is content. */
export class Charging {
  constructor(private readonly options: ChargingOptions) {}

  /** @param event of the scheduler, once it is in the copies of leases */
  async handle(event: RecordedEvent): Promise<void> {
    if (!isReleased(event)) return;
    const { leases, meter, prices, charges, clock, currency } = this.options;
    const { leaseId } = event.data;
    const lease = (await leases.get(leaseId))?.document;
    if (!lease?.end) throw new Error(`lease ${leaseId} has ended, but its copy does not say so`);
    const now = clock.now();
    const rated = await meter.rate(lease, await prices.current(), now);
    const { jobId, run, projectId, userId, poolId, hostId, from, end } = lease;
    const facts = {
      chargeId: leaseId,
      leaseId,
      jobId,
      run,
      projectId,
      userId,
      poolId,
      hostId,
      from,
      to: end.to,
    };
    const done = await charges.execute(
      chargeStream(leaseId),
      { type: 'chargeLease', charge: { ...facts, ...rated, currency } },
      causedBy('charging', event, 'billing.charge.chargeLease.v1', now),
      { expectNew: true },
    );
    if (!done.ok) throw new RejectedError(done.error);
  }
}
