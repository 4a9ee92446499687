import type { Agenda, Booking } from '../../calendar/agenda.js';
import type { EndBookingCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import { isRemoved, type HostFact } from '../../facts/host.facts.js';
import { denialInWords, isCertain, isOfGrant, standingOn, type Denial } from '../../facts/standing.js';

/** A grant or a membership that is made anew is taken away first: so long, bookings wait for the new one. */
const GRACE_MS = 5_000;
const LOOK_AGAIN_MS = 30_000;

interface Looked {
  readonly bookings: Agenda['bookings'];
  readonly again: number;
}

/**
 * Who has a booking may not hold its devices any more: suspended or deleted, an auditor, out of the project, without the
 * grant. Such a booking does not begin, and ends. So does one with devices of a host that was removed.
 */
export class HolderWatch {
  /** By pool, of the bookings that there are: since when, on the monotonic clock, their holders have been gone. */
  readonly #since = new Map<string, ReadonlyMap<string, number>>();
  readonly #looked = new Map<string, Looked>();

  constructor(
    private readonly facts: Facts,
    private readonly monotonicMs: () => number,
    private readonly graceMs = GRACE_MS,
  ) {
    facts.onChange(() => this.#looked.clear());
  }

  mayBegin(poolId: string, booking: Booking): boolean {
    return this.removedOf(booking) === undefined && this.goneFrom(poolId, booking) === undefined;
  }

  gone(poolId: string, { bookings }: Agenda, now: string): readonly EndBookingCommand[] {
    const at = this.monotonicMs();
    const looked = this.#looked.get(poolId);
    if (looked?.bookings === bookings && at < looked.again) return [];
    const commands: EndBookingCommand[] = [];
    const before = this.#since.get(poolId);
    const waiting = new Map<string, number>();
    let again = at + LOOK_AGAIN_MS;
    for (const booking of bookings.values()) {
      const { reservationId } = booking;
      const host = this.removedOf(booking);
      if (host) {
        const cause = booking.started || booking.from <= now ? 'released' : 'cancelled';
        const reason = `host ${host.name}, which has devices of it, was removed`;
        commands.push({ kind: 'endBooking', poolId, reservationId, cause, reason, now });
        continue;
      }
      const gone = this.goneFrom(poolId, booking);
      if (!gone || !isCertain(gone, this.facts)) continue;
      const since = before?.get(reservationId) ?? at;
      const due = since + (mayReturn(gone) ? this.graceMs : 0);
      if (at >= due) {
        const reason = denialInWords(gone, 'holder');
        commands.push({ kind: 'endBooking', poolId, reservationId, cause: 'holderGone', reason, now });
      } else {
        waiting.set(reservationId, since);
        again = Math.min(again, due);
      }
    }
    this.#since.set(poolId, waiting);
    this.#looked.set(poolId, { bookings, again });
    return commands;
  }

  private removedOf({ devices }: Booking): HostFact | undefined {
    return devices
      .map(({ hostId }) => this.facts.hosts.get(hostId))
      .find((host) => host !== undefined && isRemoved(host));
  }

  private goneFrom(poolId: string, booking: Booking): Denial | undefined {
    const standing = standingOn(this.facts, booking, poolId, booking.devices);
    if (standing.ok) return undefined;
    // What is under way in a project that is archived goes on to its end, as jobs do.
    return standing.error.kind === 'archived' && booking.started ? undefined : standing.error;
  }
}

const mayReturn = (denial: Denial): boolean => denial.kind === 'notMember' || isOfGrant(denial);
