import { addMs, elapsedMs } from '@berth/kernel/clock';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

/**
 * Converts an instant of a host's clock to the scheduler's: as long ago as the host says that it was when it sent
 * its report. Wrong or adjusted host clocks do not matter. Never later than now.
 */
export function toSchedulerTime(
  at: string,
  { sentAt, now }: { readonly sentAt: string | undefined; readonly now: string },
): Result<string, Rejection> {
  if (sentAt === undefined) return ok(at > now ? now : at);
  if (Number.isNaN(Date.parse(sentAt)))
    return err(reject('VALIDATION_FAILED', 'sentAt: must be an instant (ISO 8601)', 'sentAt'));
  return ok(addMs(now, -elapsedMs(at, sentAt)));
}
