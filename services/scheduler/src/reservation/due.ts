import type { CalendarCommand } from '../calendar/calendar.commands.js';
import type { Agenda } from '../calendar/agenda.js';

export interface Due {
  /** What the time has come for: ends first, which make room. */
  readonly commands: readonly CalendarCommand[];
  /** When it comes for something next; undefined where nothing is ahead. */
  readonly next: string | undefined;
}

/** What of a pool's bookings and maintenance begins or ends by itself at an instant. */
export function dueAt(poolId: string, { bookings, maintenance }: Agenda, now: string): Due {
  const ends: CalendarCommand[] = [];
  const starts: CalendarCommand[] = [];
  let next: string | undefined;
  const ahead = (at: string): void => {
    if (next === undefined || at < next) next = at;
  };
  for (const { reservationId, from, until, started } of bookings.values()) {
    const of = { poolId, reservationId, now } as const;
    if (until <= now) ends.push({ kind: 'endBooking', ...of, cause: 'completed' });
    else if (started) ahead(until);
    else if (from <= now) starts.push({ kind: 'startBooking', ...of });
    else ahead(from);
  }
  for (const { windowId, until } of maintenance.values()) {
    if (until <= now) ends.push({ kind: 'endMaintenance', poolId, windowId, cause: 'completed', now });
    else ahead(until);
  }
  return { commands: [...ends, ...starts], next };
}
