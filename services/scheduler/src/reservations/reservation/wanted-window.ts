import { addMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

/** A beginning slightly in the past means now: requests take time. */
const LATE_MS = 60_000;

interface Wanted {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly durationMinutes?: number | undefined;
}

export const startingAt = (from: string | undefined, now: string): string =>
  from === undefined || (from < now && from >= addMs(now, -LATE_MS)) ? now : from;

/** From `from`, or now, for a duration or until an instant: one of both must be given. */
export function wantedWindow(
  { from, until, durationMinutes }: Wanted,
  now: string,
): Result<{ readonly from: string; readonly until: string }, Rejection> {
  if ((until === undefined) === (durationMinutes === undefined)) {
    const one = 'durationMinutes: give either durationMinutes or until';
    return err(reject('VALIDATION_FAILED', one, 'durationMinutes'));
  }
  const start = startingAt(from, now);
  const end = until ?? addMs(start, Math.round((durationMinutes ?? 0) * 60_000));
  if (end <= start) return err(reject('VALIDATION_FAILED', 'until: must be after from', 'until'));
  return ok({ from: start, until: end });
}
