import type { PendingReason } from '@berth/contracts/scheduler/views';
import { aheadInWords } from './ahead.js';
import { neverReason } from './never.js';
import { never, waits } from './pending-reason.js';
import { hostReasons } from './pending.hosts.js';
import type { PendingSituation } from './pending.situation.js';
import { outlookReasons, waitReasons } from './pending.waits.js';

/** Every reason that holds, the most telling first, each with its numbers. */
export function pendingReasons(situation: PendingSituation): PendingReason[] {
  const { jobId, calendar, granted, demand, hosts, ahead } = situation;
  if (calendar.leaseOfJob.has(jobId))
    return [waits('ABOUT_TO_START', 'it has its devices and is about to start', {})];
  const reasons: PendingReason[] = [];
  const can = granted ? neverReason(demand, hosts) : NOT_GRANTED;
  if (can) reasons.push(can);
  reasons.push(...waitReasons(situation), ...hostReasons(situation));
  if (ahead && ahead.count > 0) {
    const { count, ...why } = ahead;
    reasons.push(waits('BEHIND_OTHERS', aheadInWords(ahead), { ahead: count, ...why }));
  }
  reasons.push(...outlookReasons(situation));
  if (reasons.length > 0) return neverFirst(reasons);
  return [waits('ABOUT_TO_START', 'what it needs is free; it is about to be placed', {})];
}

const NOT_GRANTED = never('neither its submitter nor its project has a grant for the pool any more', {
  grants: 0,
});

const neverFirst = (reasons: readonly PendingReason[]): PendingReason[] => [
  ...reasons.filter(({ kind }) => kind === 'never'),
  ...reasons.filter(({ kind }) => kind === 'waits'),
];
