import type { Agenda, Booking } from '../calendar/agenda.js';
import type { EndBookingCommand } from '../calendar/calendar.commands.js';
import { isStaff } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';

/** A grant that is made anew is revoked first: so long, its bookings wait for the new one. */
const GRACE_MS = 15_000;
const LOOK_AGAIN_MS = 30_000;

/** Ends bookings whose holders may no longer have them: who is suspended or deleted, left the project, or lost the grant. */
export class HolderWatch {
  /** Since when, on the monotonic clock, a booking's holder has been gone. */
  readonly #since = new Map<string, number>();
  readonly #lookAt = new Map<string, number>();

  constructor(
    private readonly facts: Facts,
    private readonly monotonicMs: () => number,
    private readonly graceMs = GRACE_MS,
  ) {
    facts.onChange(() => this.#lookAt.clear());
  }

  gone(poolId: string, agenda: Agenda, now: string): readonly EndBookingCommand[] {
    const at = this.monotonicMs();
    if (at < (this.#lookAt.get(poolId) ?? 0)) return [];
    const commands: EndBookingCommand[] = [];
    let lookAgain = at + LOOK_AGAIN_MS;
    for (const booking of agenda.bookings.values()) {
      const { reservationId } = booking;
      const reason = this.whyGone(poolId, booking, now);
      if (reason === undefined) {
        this.#since.delete(reservationId);
        continue;
      }
      const since = this.#since.get(reservationId) ?? at;
      this.#since.set(reservationId, since);
      if (at - since >= this.graceMs) {
        commands.push({ kind: 'endBooking', poolId, reservationId, cause: 'holderGone', reason, now });
      } else lookAgain = Math.min(lookAgain, since + this.graceMs);
    }
    for (const id of this.#since.keys())
      if (commands.some((each) => each.reservationId === id)) this.#since.delete(id);
    this.#lookAt.set(poolId, lookAgain);
    return commands;
  }

  private whyGone(
    poolId: string,
    { userId, projectId, devices, from }: Booking,
    now: string,
  ): string | undefined {
    const user = this.facts.users.get(userId);
    // Facts of others may arrive late: who is not known yet is not gone.
    if (!user) return undefined;
    if (user.status !== 'active') return `its holder's account is ${user.status}`;
    const project = this.facts.projects.get(projectId);
    // What is under way in a project that is archived goes on to its end, as jobs do.
    if (project?.archived && now < from) return 'its project is archived';
    if (project && !isStaff(user) && !Object.hasOwn(project.members, userId))
      return 'its holder has left the project';
    // A grant that is not there may be in an event that could not be handled yet.
    if (!this.facts.isComplete) return undefined;
    const entitlement = this.facts.entitlements.of({ userId, projectId, staff: isStaff(user) }, poolId);
    if (!entitlement) return 'its holder has no grant for the pool any more';
    const lost = devices.some(({ uuid }) => entitlement.devices?.has(uuid) === false);
    return lost ? 'its holder has no grant for its devices any more' : undefined;
  }
}
