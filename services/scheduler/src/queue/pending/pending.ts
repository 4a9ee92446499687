import type { PendingReason } from '@berth/contracts/scheduler/views';
import { describeAhead } from './ahead.js';
import { holdReason } from './unfit-reasons.js';
import { waits } from './pending-reason.js';
import { formatInstant } from '@berth/kernel/words';
import { hostReasons } from './pending.hosts.js';
import type { PendingSituation } from './pending.situation.js';
import { plannedReasons, waitReasons } from './pending.waits.js';

/** Every reason that holds, the most significant first, each with its numbers. */
export function pendingReasons(situation: PendingSituation): PendingReason[] {
  const { jobId, calendar, demand, ahead, failsAt } = situation;
  if (calendar.leaseOfJob.has(jobId))
    return [waits('ABOUT_TO_START', 'its devices are leased and it is starting', {})];
  const reasons: PendingReason[] = [];
  const unfit = holdReason(demand, situation);
  if (unfit) reasons.push(unfit);
  reasons.push(...waitReasons(situation), ...hostReasons(situation));
  if (ahead && ahead.count > 0) {
    const { count, ...why } = ahead;
    reasons.push(waits('BEHIND_OTHERS', describeAhead(ahead), { ahead: count, ...why }));
  }
  reasons.push(...plannedReasons(situation));
  if (reasons.length > 0)
    return neverFirst(failsAt === undefined ? reasons : reasons.map((reason) => withEnd(reason, failsAt)));
  return [waits('ABOUT_TO_START', 'the devices it needs are free; it is being placed', {})];
}

/** For a job that can never run: until when that may still change. */
const withEnd = (reason: PendingReason, failsAt: string): PendingReason =>
  reason.kind === 'never'
    ? { ...reason, message: `${reason.message}; it fails at ${formatInstant(failsAt)} unless that changes` }
    : reason;

const neverFirst = (reasons: readonly PendingReason[]): PendingReason[] => [
  ...reasons.filter(({ kind }) => kind === 'never'),
  ...reasons.filter(({ kind }) => kind === 'waiting'),
];
