import type { BookingWarning } from '@berth/contracts/scheduler/booking.events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs, elapsedMs } from '@berth/kernel/clock';
import type { Booking } from '../../calendar/agenda.js';

/** What the time has come for: telling the holder something, or looking whether anybody uses the devices. */
export type DueOfBooking =
  | { readonly kind: 'tell'; readonly warning: BookingWarning; readonly message: string }
  | { readonly kind: 'look'; readonly for: 'notUsed' | 'noShow' | 'overstay' };

type Times = Pick<PoolPolicy['reservations'], 'noShowMinutes' | 'warnMinutes'>;

const MINUTE_MS = 60_000;
/** Whoever is still at it so shortly before the end stays beyond it. The booking is gone from the calendar afterwards. */
const LAST_MOMENT_MS = 60_000;
/** What is told before the end is told in the last quarter of the window at the earliest, however short that is. */
const LAST_PART = 1 / 4;

/** In its window and before it. Each warning is told once for a window, which the calendar remembers. */
export function dueOf(booking: Booking, { noShowMinutes, warnMinutes }: Times, now: string): DueOfBooking[] {
  const { from, until, started, used, warned } = booking;
  const due: DueOfBooking[] = [];
  const untold = (warning: BookingWarning) => !warned.includes(warning);
  const since = (instant: string, minutes: number) => now >= addMs(instant, minutes * MINUTE_MS);
  if (now < from && since(from, -warnMinutes) && warnMinutes > 0 && untold('startsSoon'))
    due.push({ kind: 'tell', warning: 'startsSoon', message: `your booking begins at ${from}` });
  if (!started || now >= until) return due;
  const lastPartMs = elapsedMs(from, until) * LAST_PART;
  const inLast = (ms: number) => now >= addMs(until, -Math.min(ms, lastPartMs));
  if (inLast(warnMinutes * MINUTE_MS) && warnMinutes > 0 && untold('endsSoon'))
    due.push({ kind: 'tell', warning: 'endsSoon', message: `your booking ends at ${until}` });
  if (!used && noShowMinutes > 0) {
    if (since(from, noShowMinutes)) due.push({ kind: 'look', for: 'noShow' });
    else if (since(from, noShowMinutes / 2) && untold('notUsed')) due.push({ kind: 'look', for: 'notUsed' });
  }
  if (inLast(LAST_MOMENT_MS) && untold('overstay')) due.push({ kind: 'look', for: 'overstay' });
  return due;
}
