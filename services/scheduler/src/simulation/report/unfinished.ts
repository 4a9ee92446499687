import { assertNever } from '@berth/kernel/assert-never';
import type { UnfinishedJobs } from '@berth/contracts/scheduler/simulation.views';
import type { JobRecord } from '../engine/job-record.js';

const MAX_EXAMPLES = 5;

const MESSAGES: { readonly [reason in UnfinishedJobs['reason']]: string } = {
  canNeverRun: 'no host has the resources they need, even when idle',
  overQuota: 'they need more GPUs than their quota allows',
  waiting: 'they were waiting when the simulation ended',
  running: 'they were running when the simulation ended',
};

/** Why what has not finished has not. */
export function unfinishedOf(records: readonly JobRecord[]): readonly UnfinishedJobs[] {
  const jobs = new Map<UnfinishedJobs['reason'], string[]>();
  for (const record of records) {
    const reason = reasonOf(record);
    if (!reason) continue;
    const ids = jobs.get(reason);
    if (ids) ids.push(record.job.id);
    else jobs.set(reason, [record.job.id]);
  }
  return [...jobs].map(([reason, ids]) => ({
    reason,
    message: MESSAGES[reason],
    count: ids.length,
    examples: ids.slice(0, MAX_EXAMPLES),
  }));
}

function reasonOf({ state, refusedFor }: JobRecord): UnfinishedJobs['reason'] | undefined {
  switch (state) {
    case 'refused':
      return refusedFor;
    case 'queued':
      return 'waiting';
    case 'running':
      return 'running';
    case 'finished':
    case 'timedOut':
      return undefined;
    default:
      return assertNever(state);
  }
}
