import type { InputOf } from '@berth/contracts/define';
import type { cancelReservation, WantedDevices } from '@berth/contracts/scheduler/reservations';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import type { ChangeBookingCommand } from '../../calendar/calendar.commands.js';
import { mustControl } from '../../facts/control.js';
import { isStaff, type Entitlement } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import { denialInWords, standingOf } from '../../facts/standing.js';
import type { Policies } from '../../queue/policy/policies.js';
import { bookableDevices, limitsOf } from './bookable.js';
import type { BookingDirectory, FoundBooking } from './booking-directory.js';
import { startingAt } from './wanted-window.js';

export interface WantedChange {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly extendMinutes?: number | undefined;
  readonly gpus?: WantedDevices | undefined;
  readonly title?: string | null | undefined;
}

/** Who may change which booking, and to what: what its holder may have, whoever asks. */
export class BookingChanges {
  constructor(
    private readonly directory: BookingDirectory,
    private readonly facts: Facts,
    private readonly policies: Policies,
  ) {}

  /** @throws RejectedError where the caller may not change it, or not like that */
  async change(
    identity: Identity,
    reservationId: string,
    wanted: WantedChange,
    now: string,
  ): Promise<ChangeBookingCommand> {
    const found = await this.mustControl(identity, reservationId);
    const { poolId } = found;
    this.mustNotNeedApproval(identity, found, wanted);
    const entitlement = this.entitlementOf(found);
    const limits = limitsOf(this.policies.of(poolId), entitlement, now);
    const { from, until, extendMinutes, gpus, title } = wanted;
    const choice = gpus && orReject(bookableDevices(this.facts.hostsOf(poolId), entitlement, gpus));
    return {
      kind: 'changeBooking',
      poolId,
      reservationId,
      ...(from === undefined ? {} : { from: startingAt(from, now) }),
      ...(until === undefined ? {} : { until }),
      ...(extendMinutes === undefined ? {} : { extendMinutes }),
      ...(choice === undefined ? {} : { choice }),
      ...(title === undefined ? {} : { title }),
      limits,
      now,
    };
  }

  /** A booking, and with it those of its series that begin later where that is asked for. */
  async cancelled(
    identity: Identity,
    { reservationId, restOfSeries }: InputOf<typeof cancelReservation>,
  ): Promise<{ readonly poolId: string; readonly ids: readonly string[] }> {
    const { poolId, booking } = await this.mustControl(identity, reservationId);
    if (!restOfSeries || !booking?.seriesId) return { poolId, ids: [reservationId] };
    const rest = await this.directory.restOfSeries(poolId, booking.seriesId, booking.from);
    const later = rest.map((each) => each.reservationId).filter((id) => id !== reservationId);
    return { poolId, ids: [reservationId, ...later] };
  }

  /** Its holder, a lead of its project, or who runs the place. Who may only see it is told so; others find nothing. */
  async mustControl(identity: Identity, reservationId: string): Promise<FoundBooking> {
    const found = await this.directory.find(reservationId);
    mustControl(this.facts, identity, found, 'reservation', 'holder');
    return found;
  }

  /** Where bookings need approval, what was approved can be made less by oneself, but not more or another. */
  private mustNotNeedApproval(
    identity: Identity,
    { poolId, booking }: FoundBooking,
    wanted: WantedChange,
  ): void {
    if (!this.facts.pools.get(poolId)?.approval || isStaff(identity) || !booking) return;
    const isLess = (wanted.until ?? booking.until) <= booking.until && wanted.extendMinutes === undefined;
    if (isLess && wanted.from === undefined && wanted.gpus === undefined) return;
    const ask =
      'reservationId: bookings in this pool need approval, and so does having more; ask with requestGpus';
    orReject(err(reject('FORBIDDEN', ask, 'reservationId')));
  }

  private entitlementOf(found: FoundBooking): Entitlement {
    const standing = standingOf(this.facts, found, found.poolId);
    if (standing.ok) return standing.value;
    const why = `reservationId: ${denialInWords(standing.error, 'holder')}`;
    return orReject(err(reject('FORBIDDEN', why, 'reservationId')));
  }
}
