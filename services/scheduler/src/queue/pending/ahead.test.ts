import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { describeAhead, aheadOf } from './ahead.js';
import type { QueuedJob } from '../waiting/job-queue-index.js';

const job = (jobId: string, grantPriority: number, priority: number, gangId?: string) =>
  ({
    jobId,
    grantPriority,
    priority,
    scheduling: { spec: gangId === undefined ? {} : { gang: { gangId, rank: 0, size: 2 } } },
  }) as QueuedJob;
const mine = job('mine', 1, 5);
const before = [job('a', 0, 1), job('b', 0, 5), job('c', 1, 9), job('d', 1, 5)];

describe('jobs ahead of another', () => {
  it('are told by why they are, in a strict order', () => {
    const ahead = aheadOf(mine, before, 'strict');
    assert.deepEqual(ahead, { count: 4, betterClass: 2, higherPriority: 1, earlier: 1, byFairShare: 0 });
    assert.equal(
      describeAhead(ahead),
      '4 jobs are ahead in the queue: 2 of a better class of grant, 1 of a higher priority, 1 submitted before',
    );
  });
  it('are told by their class, and else by fair share, where that is the order', () => {
    assert.equal(
      describeAhead(aheadOf(mine, before, 'fairShare')),
      '4 jobs are ahead in the queue: 2 of a better class of grant, 2 by fair share, priority and waiting time',
    );
    assert.match(
      describeAhead(aheadOf(mine, before.slice(3), 'strict')),
      /^1 job is ahead in the queue: 1 submitted/,
    );
  });
  it('are none of its own gang', () => {
    const rank1 = job('rank 1', 1, 5, 'g');
    const others = [job('rank 0', 1, 5, 'g'), job('x', 1, 5, 'h'), mine];
    assert.equal(aheadOf(rank1, others, 'strict').count, 2);
  });
});
