import type { Agenda, Reservation } from '../../calendar/agenda.js';
import type { EndReservationCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import { isRemoved, type HostFact } from '../../facts/host.facts.js';
import {
  describeDenial,
  isCertain,
  isMissingGrant,
  eligibilityOn,
  type Denial,
} from '../../facts/eligibility.js';

/** Replacing a grant or a membership removes the old one first: for so long, reservations wait for the new one. */
const GRACE_MS = 5_000;
const RECHECK_INTERVAL_MS = 30_000;

interface Looked {
  readonly reservations: Agenda['reservations'];
  readonly again: number;
}

/**
 * Detects reservations whose holder may not hold their devices any more: suspended or deleted, an auditor, removed
 * from the project, or without the grant. Such a reservation does not begin, and ends. So does one with devices of a
 * host that was removed.
 */
export class HolderEligibility {
  /** By pool and reservation: since when, on the monotonic clock, its holder has been ineligible. */
  readonly #since = new Map<string, ReadonlyMap<string, number>>();
  readonly #looked = new Map<string, Looked>();

  constructor(
    private readonly facts: Facts,
    private readonly monotonicMs: () => number,
    private readonly graceMs = GRACE_MS,
  ) {
    facts.onChange(() => this.#looked.clear());
  }

  mayBegin(poolId: string, reservation: Reservation): boolean {
    return this.#removedOf(reservation) === undefined && this.#goneFrom(poolId, reservation) === undefined;
  }

  gone(poolId: string, { reservations }: Agenda, now: string): readonly EndReservationCommand[] {
    const at = this.monotonicMs();
    const looked = this.#looked.get(poolId);
    if (looked?.reservations === reservations && at < looked.again) return [];
    const commands: EndReservationCommand[] = [];
    const before = this.#since.get(poolId);
    const waiting = new Map<string, number>();
    let again = at + RECHECK_INTERVAL_MS;
    for (const reservation of reservations.values()) {
      const { reservationId } = reservation;
      const host = this.#removedOf(reservation);
      if (host) {
        const cause = reservation.started || reservation.from <= now ? 'released' : 'cancelled';
        const reason = `host ${host.name}, which holds its devices, was removed`;
        commands.push({ type: 'endReservation', poolId, reservationId, cause, reason, now });
        continue;
      }
      const gone = this.#goneFrom(poolId, reservation);
      if (!gone || !isCertain(gone, this.facts)) continue;
      const since = before?.get(reservationId) ?? at;
      const due = since + (mayReturn(gone) ? this.graceMs : 0);
      if (at >= due) {
        const reason = describeDenial(gone, 'holder');
        commands.push({
          type: 'endReservation',
          poolId,
          reservationId,
          cause: 'holderIneligible',
          reason,
          now,
        });
      } else {
        waiting.set(reservationId, since);
        again = Math.min(again, due);
      }
    }
    this.#since.set(poolId, waiting);
    this.#looked.set(poolId, { reservations, again });
    return commands;
  }

  #removedOf({ devices }: Reservation): HostFact | undefined {
    return devices
      .map(({ hostId }) => this.facts.hosts.get(hostId))
      .find((host) => host !== undefined && isRemoved(host));
  }

  #goneFrom(poolId: string, reservation: Reservation): Denial | undefined {
    const eligibility = eligibilityOn(this.facts, reservation, poolId, reservation.devices);
    if (eligibility.ok) return undefined;
    // What is under way in a project that is archived goes on to its end, as jobs do.
    return eligibility.error.kind === 'archived' && reservation.started ? undefined : eligibility.error;
  }
}

const mayReturn = (denial: Denial): boolean => denial.kind === 'notMember' || isMissingGrant(denial);
