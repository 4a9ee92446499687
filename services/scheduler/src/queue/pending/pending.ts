import type { PendingReason } from '@berth/contracts/scheduler/views';
import { aheadInWords } from './ahead.js';
import { holdReason } from './never.js';
import { waits } from './pending-reason.js';
import { inWords } from '@berth/kernel/words';
import { hostReasons } from './pending.hosts.js';
import type { PendingSituation } from './pending.situation.js';
import { outlookReasons, waitReasons } from './pending.waits.js';

/** Every reason that holds, the most telling first, each with its numbers. */
export function pendingReasons(situation: PendingSituation): PendingReason[] {
  const { jobId, calendar, demand, ahead, failsAt } = situation;
  if (calendar.leaseOfJob.has(jobId))
    return [waits('ABOUT_TO_START', 'it has its devices and is about to start', {})];
  const reasons: PendingReason[] = [];
  const unfit = holdReason(demand, situation);
  if (unfit) reasons.push(unfit);
  reasons.push(...waitReasons(situation), ...hostReasons(situation));
  if (ahead && ahead.count > 0) {
    const { count, ...why } = ahead;
    reasons.push(waits('BEHIND_OTHERS', aheadInWords(ahead), { ahead: count, ...why }));
  }
  reasons.push(...outlookReasons(situation));
  if (reasons.length > 0)
    return neverFirst(failsAt === undefined ? reasons : reasons.map((reason) => withEnd(reason, failsAt)));
  return [waits('ABOUT_TO_START', 'what it needs is free; it is about to be placed', {})];
}

/** What can never run is told until when it may still change. */
const withEnd = (reason: PendingReason, failsAt: string): PendingReason =>
  reason.kind === 'never'
    ? { ...reason, message: `${reason.message}; it fails at ${inWords(failsAt)} unless that changes` }
    : reason;

const neverFirst = (reasons: readonly PendingReason[]): PendingReason[] => [
  ...reasons.filter(({ kind }) => kind === 'never'),
  ...reasons.filter(({ kind }) => kind === 'waits'),
];
