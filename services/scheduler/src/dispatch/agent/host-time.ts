import { addMs, elapsedMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

/**
 * An instant of a host's clock, by ours: as long ago as the host says that it was when it sent its report. So it matters
 * neither that the host's clock is wrong nor that it has been set since the run began. Never later than now.
 */
export function byOurClock(
  at: string,
  { sentAt, now }: { readonly sentAt: string | undefined; readonly now: string },
): Result<string, Rejection> {
  if (sentAt === undefined) return ok(at > now ? now : at);
  if (Number.isNaN(Date.parse(sentAt)))
    return err(reject('VALIDATION_FAILED', 'sentAt: must be an instant (ISO 8601)', 'sentAt'));
  return ok(addMs(now, -elapsedMs(at, sentAt)));
}
