import type { InputOf } from '@berth/contracts/define';
import type { cancelReservation, WantedDevices } from '@berth/contracts/scheduler/reservations';
import { may } from '@berth/contracts/permissions';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import type { ChangeReservationCommand } from '../../calendar/calendar.commands.js';
import { mustControl } from '../../facts/control.js';
import type { Entitlement } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import { describeDenial, eligibilityOf } from '../../facts/eligibility.js';
import type { Policies } from '../../queue/policy/policies.js';
import { reservableDevices, limitsOf } from './reservable-devices.js';
import type { ReservationDirectory, FoundReservation } from './reservation-directory.js';
import { startingAt } from './reservation-intent.js';

export interface WantedChange {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly extendMinutes?: number | undefined;
  readonly gpus?: WantedDevices | undefined;
  readonly title?: string | null | undefined;
}

/** Who may change which reservation, and to what: limited to what its holder may have, whoever the caller is. */
export class ReservationChanges {
  constructor(
    private readonly directory: ReservationDirectory,
    private readonly facts: Facts,
    private readonly policies: Policies,
  ) {}

  /** @throws RejectedError where the caller may not change it, or not like that */
  async change(
    identity: Identity,
    reservationId: string,
    wanted: WantedChange,
    now: string,
  ): Promise<ChangeReservationCommand> {
    const found = await this.mustControl(identity, reservationId);
    const { poolId } = found;
    this.#mustNotNeedApproval(identity, found, wanted);
    const entitlement = this.#entitlementOf(found);
    const limits = limitsOf(this.policies.of(poolId), entitlement, now);
    const { from, until, extendMinutes, gpus, title } = wanted;
    const choice = gpus && orReject(reservableDevices(this.facts.hostsOf(poolId), entitlement, gpus));
    return {
      type: 'changeReservation',
      poolId,
      reservationId,
      ...(from === undefined ? {} : { from: startingAt(from, now) }),
      ...defined({ until, extendMinutes, choice, title }),
      limits,
      now,
    };
  }

  /** A reservation, and with it those of its series that begin later where that is asked for. */
  async cancelled(
    identity: Identity,
    { reservationId, restOfSeries }: InputOf<typeof cancelReservation>,
  ): Promise<{ readonly poolId: string; readonly ids: readonly string[] }> {
    const { poolId, reservation } = await this.mustControl(identity, reservationId);
    if (!restOfSeries || !reservation?.seriesId) return { poolId, ids: [reservationId] };
    const rest = await this.directory.restOfSeries(poolId, reservation.seriesId, reservation.from);
    const later = rest.map((each) => each.reservationId).filter((id) => id !== reservationId);
    return { poolId, ids: [reservationId, ...later] };
  }

  /**
   * Its holder, a lead of its project, or staff. Those who may only see it are refused as such; others get not
   * found.
   */
  async mustControl(identity: Identity, reservationId: string): Promise<FoundReservation> {
    const found = await this.directory.find(reservationId);
    mustControl(this.facts, identity, found, 'reservation', 'holder');
    return found;
  }

  /** Where reservations need approval, an approved one may be reduced by its holder, but not extended or replaced. */
  #mustNotNeedApproval(
    identity: Identity,
    { poolId, reservation }: FoundReservation,
    wanted: WantedChange,
  ): void {
    if (!this.facts.pools.get(poolId)?.approval || may(identity, 'useAllPools') || !reservation) return;
    const isLess =
      (wanted.until ?? reservation.until) <= reservation.until && wanted.extendMinutes === undefined;
    if (isLess && wanted.from === undefined && wanted.gpus === undefined) return;
    const ask = 'reservationId: extending a reservation in this pool requires approval; use requestGpus';
    orReject(err(reject('FORBIDDEN', ask, 'reservationId')));
  }

  #entitlementOf(found: FoundReservation): Entitlement {
    const eligibility = eligibilityOf(this.facts, found, found.poolId);
    if (eligibility.ok) return eligibility.value;
    const why = `reservationId: ${describeDenial(eligibility.error, 'holder')}`;
    return orReject(err(reject('FORBIDDEN', why, 'reservationId')));
  }
}
