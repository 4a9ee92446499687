import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { addMs } from '@berth/kernel/clock';
import type { Agenda, Booking } from '../../calendar/agenda.js';

export interface Due {
  /** What the time has come for: ends first, which make room. */
  readonly commands: readonly CalendarCommand[];
  /** When it comes for something next; undefined where nothing is ahead. */
  readonly next: string | undefined;
}

/** Whether who may not begin now still may not is looked at again after so long. */
const ASK_AGAIN_MS = 1000;

/** What of a pool's bookings and maintenance begins or ends by itself at an instant. */
export function dueAt(
  poolId: string,
  { bookings, maintenance }: Agenda,
  now: string,
  mayBegin: (booking: Booking) => boolean,
): Due {
  const ends: CalendarCommand[] = [];
  const starts: CalendarCommand[] = [];
  let next: string | undefined;
  const ahead = (at: string): void => {
    if (next === undefined || at < next) next = at;
  };
  for (const booking of bookings.values()) {
    const { reservationId, from, until, started } = booking;
    const of = { poolId, reservationId, now } as const;
    if (until <= now) ends.push({ kind: 'endBooking', ...of, cause: 'completed' });
    else if (started) ahead(until);
    else if (from > now) ahead(from);
    else if (mayBegin(booking)) starts.push({ kind: 'startBooking', ...of });
    else ahead(addMs(now, ASK_AGAIN_MS));
  }
  for (const { windowId, until } of maintenance.values()) {
    if (until <= now) ends.push({ kind: 'endMaintenance', poolId, windowId, cause: 'completed', now });
    else ahead(until);
  }
  return { commands: [...ends, ...starts], next };
}
