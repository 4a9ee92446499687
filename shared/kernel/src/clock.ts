/** Time comes in with a command; only the edge reads a clock. Instants are ISO 8601 in UTC with milliseconds. */
export type Instant = string;

export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** Milliseconds from one instant to another; never negative, since clocks may step back. */
export function elapsedMs(from: Instant, to: Instant): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

export function addMs(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
