import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import { addMs } from '@berth/kernel/clock';
import type { Agenda, Reservation } from '../../calendar/agenda.js';

export interface Due {
  /** What is due: ends first, which free devices. */
  readonly commands: readonly CalendarCommand[];
  /** When it comes for something next; undefined where nothing is ahead. */
  readonly next: string | undefined;
}

/** Interval of rechecks of holders who may not begin now. */
const REQUERY_INTERVAL_MS = 1000;

/** What of a pool's reservations and maintenance begins or ends by itself at an instant. */
export function dueAt(
  poolId: string,
  { reservations, maintenance }: Agenda,
  now: string,
  mayBegin: (reservation: Reservation) => boolean,
): Due {
  const ends: CalendarCommand[] = [];
  const starts: CalendarCommand[] = [];
  let next: string | undefined;
  const ahead = (at: string): void => {
    if (next === undefined || at < next) next = at;
  };
  for (const reservation of reservations.values()) {
    const { reservationId, from, until, started } = reservation;
    const of = { poolId, reservationId, now } as const;
    if (until <= now) ends.push({ type: 'endReservation', ...of, cause: 'completed' });
    else if (started) ahead(until);
    else if (from > now) ahead(from);
    else if (mayBegin(reservation)) starts.push({ type: 'startReservation', ...of });
    else ahead(addMs(now, REQUERY_INTERVAL_MS));
  }
  for (const { windowId, until } of maintenance.values()) {
    if (until <= now) ends.push({ type: 'endMaintenance', poolId, windowId, cause: 'completed', now });
    else ahead(until);
  }
  return { commands: [...ends, ...starts], next };
}
