import { fromAbsolute } from '@internationalized/date';

/** How far the clock of a zone is ahead of UTC at an instant, in ms. */
export const wallClockOffset = (at: number, zone: string): number => fromAbsolute(at, zone).offset;

/** Midnight, or where a clock change leaves no midnight, the first instant of the day. */
export function startOfDay(at: number, zone: string): number {
  const start = fromAbsolute(at, zone).set({ hour: 0, minute: 0, second: 0, millisecond: 0 });
  return start.toDate().getTime();
}

/** The first instants of days: that of `from`, of those after it, and of the first one that is not before `until`. */
export function dayStarts(from: number, until: number, zone: string): number[] {
  const starts = [];
  let day = fromAbsolute(startOfDay(from, zone), zone);
  for (;;) {
    const start = startOfDay(day.toDate().getTime(), zone);
    starts.push(start);
    if (start >= until) return starts;
    // at noon no zone changes its clock, so that the next day is the next one
    day = fromAbsolute(start, zone).set({ hour: 12 }).add({ days: 1 });
  }
}

export const addDays = (at: number, days: number, zone: string): number =>
  startOfDay(
    fromAbsolute(startOfDay(at, zone), zone).set({ hour: 12 }).add({ days }).toDate().getTime(),
    zone,
  );
