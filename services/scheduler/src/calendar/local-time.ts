import { Temporal } from 'temporal-polyfill';

/** What a wall clock shows, in milliseconds as if it were UTC. */
export type LocalMs = number;
/** Milliseconds since 1970. */
export type InstantMs = number;

/** A change of a zone's offset, as when summer time begins. */
interface Change {
  readonly at: InstantMs;
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

/**
 * When a wall clock shows a time, by the one rule that schedules and recurring reservations share: a time that comes twice
 * is the first one, and one that is skipped comes at the first instant after the gap. Later times never come earlier.
 */
export function instantOfLocal(local: LocalMs, timeZone: string): InstantMs {
  const plain = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
  const earlier = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(plain)) return earlier.epochMilliseconds;
  // what does not exist lies before the gap by the offset after it
  const change = changeAfter(earlier.epochMilliseconds, timeZone);
  if (!change) throw new Error(`${plain.toString()} does not exist in ${timeZone}, which has no gap there`);
  return change.at;
}

export const localOf = (at: InstantMs, timeZone: string): LocalMs => at + offsetAt(at, timeZone);

/** The latest time that a wall clock has shown so far: more than it shows now, where it was put back. */
export function latestLocal(at: InstantMs, timeZone: string): LocalMs {
  const local = localOf(at, timeZone);
  const change = changeUpTo(at, timeZone);
  return change ? Math.max(local, change.at + change.offsetBefore - 1) : local;
}

/** The first change of the offset after an instant. */
export function changeAfter(at: InstantMs, timeZone: string): Change | undefined {
  return asChange(zoned(at, timeZone).getTimeZoneTransition('next'));
}

/** The last change of the offset at an instant or before it. */
export function changeUpTo(at: InstantMs, timeZone: string): Change | undefined {
  // asked for is what lies strictly before
  return asChange(zoned(at + 1, timeZone).getTimeZoneTransition('previous'));
}

function asChange(first: Temporal.ZonedDateTime | null): Change | undefined {
  if (!first) return undefined;
  const before = first.subtract({ milliseconds: 1 });
  return {
    at: first.epochMilliseconds,
    offsetBefore: before.offsetNanoseconds / 1e6,
    offsetAfter: first.offsetNanoseconds / 1e6,
  };
}

export const offsetAt = (at: InstantMs, timeZone: string): number =>
  zoned(at, timeZone).offsetNanoseconds / 1e6;

const zoned = (at: InstantMs, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
