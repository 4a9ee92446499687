import type { Agenda, Reservation } from '../calendar/agenda.js';
import { closingMs, type Window } from './placement-request.js';
import type { Candidate } from './planned.js';

/** Whose reservations there are in a pool, as one pass needs it. */
export class Windows {
  readonly #underWay = new Map<string, Window[]>();
  readonly #byId = new Map<string, { readonly from: string; readonly until: string }>();
  readonly #holders = new Set<string>();

  /** @param graceSeconds that preempted runs have to end */
  constructor(agenda: Agenda, now: string, graceSeconds: number) {
    for (const reservation of agenda.reservations.values()) {
      const { reservationId, from, until, userId, projectId, sharedWithProject } = reservation;
      const holders = sharedWithProject ? [userOf(userId), projectOf(projectId)] : [userOf(userId)];
      this.#byId.set(reservationId, { from, until });
      for (const holder of holders) this.#holders.add(holder);
      if (from > now || until <= now) continue;
      const window = windowOf(reservation, graceSeconds);
      for (const holder of holders)
        this.#underWay.set(holder, [...(this.#underWay.get(holder) ?? []), window]);
    }
  }

  /** Whether some claims bind this requester less than others. */
  isHolder({ userId, projectId }: Candidate): boolean {
    if (this.#holders.size === 0) return false;
    return this.#holders.has(userOf(userId)) || this.#holders.has(projectOf(projectId));
  }

  /** Under way, and the candidate's to use; those of the user first. */
  of({ userId, projectId, demand, reservationId }: Candidate): readonly Window[] {
    if (this.#underWay.size === 0 || (demand.count === 0 && reservationId === undefined)) return NONE;
    const own = this.#underWay.get(userOf(userId)) ?? NONE;
    const ofProject = this.#underWay.get(projectOf(projectId)) ?? NONE;
    const all = ofProject.length === 0 ? own : [...new Set([...own, ...ofProject])];
    return reservationId === undefined ? all : all.filter((window) => window.reservationId === reservationId);
  }

  reservation(reservationId: string): { readonly from: string; readonly until: string } | undefined {
    return this.#byId.get(reservationId);
  }
}

export const windowOf = (
  { reservationId, devices, ...times }: Pick<Reservation, 'reservationId' | 'devices' | 'from' | 'until'>,
  graceSeconds: number,
): Window => ({
  reservationId,
  uuids: new Set(devices.map(({ uuid }) => uuid)),
  ...windowTimes(times, graceSeconds),
});

export function windowTimes(
  { from, until }: { readonly from: string; readonly until: string },
  graceSeconds: number,
): Pick<Window, 'untilMs' | 'closesMs'> {
  const untilMs = Date.parse(until);
  return { untilMs, closesMs: untilMs - closingMs(graceSeconds, untilMs - Date.parse(from)) };
}

const NONE: readonly Window[] = [];
const userOf = (userId: string): string => `u:${userId}`;
const projectOf = (projectId: string): string => `p:${projectId}`;
