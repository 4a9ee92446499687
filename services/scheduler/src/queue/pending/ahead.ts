import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { QueuedJob } from '../waiting/job-queue-index.js';
import { many } from '@berth/kernel/words';

type Place = Pick<QueuedJob, 'jobId' | 'grantPriority' | 'priority' | 'scheduling'>;

/** Jobs before another one, by why they are; those of its own gang, which is one in the queue, are none of them. */
export interface Ahead {
  readonly count: number;
  readonly betterClass: number;
  readonly higherPriority: number;
  /** Of the same class and priority. */
  readonly earlier: number;
  /** Of the same class, where past use, priority and waiting time are weighed. */
  readonly byFairShare: number;
}

export function aheadOf(job: Place, before: Iterable<Place>, order: PoolPolicy['order']): Ahead {
  const counts = { betterClass: 0, higherPriority: 0, earlier: 0, byFairShare: 0 };
  for (const other of before) {
    if (isOfItsGang(job, other)) continue;
    counts[reasonOf(job, other, order)] += 1;
  }
  const count = Object.values(counts).reduce((total, each) => total + each, 0);
  return { count, ...counts };
}

export const isOfItsGang = (job: Place, other: Place): boolean => {
  const { gang } = job.scheduling.spec;
  return gang !== undefined && other.scheduling.spec.gang?.gangId === gang.gangId;
};

function reasonOf(job: Place, other: Place, order: PoolPolicy['order']) {
  if (other.grantPriority < job.grantPriority) return 'betterClass';
  if (order === 'fairShare') return 'byFairShare';
  return other.priority > job.priority ? 'higherPriority' : 'earlier';
}

const WHY = {
  betterClass: 'of a better class of grant',
  higherPriority: 'of a higher priority',
  earlier: 'submitted before',
  byFairShare: 'by fair share, priority and waiting time',
} as const;

/** How many are ahead, and why, for people. */
export function describeAhead({ count, ...counts }: Ahead): string {
  const whys = Object.entries(WHY).flatMap(([why, words]) => {
    const each = counts[why as keyof typeof WHY];
    return each > 0 ? [`${each} ${words}`] : [];
  });
  return `${many(count, 'job')} ${count === 1 ? 'is' : 'are'} ahead in the queue: ${whys.join(', ')}`;
}
