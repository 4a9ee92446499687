import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY, type PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs } from '@berth/kernel/clock';
import { aQueuedJob, NOW, poolId } from '../../testing/fixtures.js';
import { ordersOf } from '../../testing/placement.fixtures.js';
import { JobQueueIndex } from '../waiting/job-queue-index.js';
import { compareRanked, EVEN_SHARES, rankIn, type FairShares } from './queue-orders.js';

const fair: PoolPolicy = { ...DEFAULT_POLICY, order: 'fairShare' };
const HOUR = 3_600_000;
const at = (hours: number): string => addMs(NOW, hours * HOUR);
const usedBy = (factors: { readonly [userId: string]: number }): FairShares => ({
  factor: (_pool, _project, userId) => factors[userId] ?? 1,
});
const rankBy = (policy: PoolPolicy, shares: FairShares = EVEN_SHARES) => rankIn(poolId, policy, shares, NOW);
const job = (userId: string, submittedAt: string, priority = 5) => ({
  userId,
  projectId: 'p',
  submittedAt,
  priority,
});

describe('the order by fair share', () => {
  it('is the worked example: ten hours later and yet ahead, two hours earlier and level', () => {
    const rank = rankBy(fair, usedBy({ bob: 0.5 }));
    const ada = rank(job('ada', at(12)));
    assert.equal(ada, Date.parse(at(12 - 5 - 24)));
    assert.equal(rank(job('bob', at(2))), Date.parse(at(2 - 5 - 12)));
    assert.ok(ada < rank(job('bob', at(2))));
    assert.equal(ada, rank(job('bob', at(0))));
  });

  it('counts a point of priority as its minutes', () => {
    const rank = rankBy(fair);
    assert.equal(rank(job('ada', at(0), 4)), rank(job('ada', at(1), 5)));
  });

  it('lets nobody wait behind whoever comes much later: 9 points and a share at most', () => {
    const { pointMinutes, shareMinutes } = fair.fairShare;
    const most = (9 * pointMinutes + shareMinutes) * 60_000;
    const priority = fc.integer({ min: 1, max: 10 });
    const factor = fc.double({ min: 0.000_1, max: 1, noNaN: true });
    fc.assert(
      fc.property(priority, priority, factor, factor, (mine, theirs, left, others) => {
        const rank = rankBy(fair, usedBy({ ada: left, bob: others }));
        assert.ok(rank(job('ada', NOW, mine)) < rank(job('bob', addMs(NOW, most + 1), theirs)));
      }),
    );
  });

  it('is the strict one where the policy says so', () => {
    const rank = rankBy(DEFAULT_POLICY, usedBy({ ada: 0.1 }));
    assert.ok(rank(job('ada', at(9), 6)) < rank(job('bob', at(0), 5)));
  });
});

describe('a queue by fair share', () => {
  const aQueue = () => {
    const queueIndex = new JobQueueIndex(() => 0);
    queueIndex.apply({ ...aQueuedJob('late', { priority: 9, submittedAt: at(3) }) });
    queueIndex.apply({ ...aQueuedJob('early', { priority: 5, submittedAt: at(0) }) });
    queueIndex.apply({ ...aQueuedJob('middle', { priority: 5, submittedAt: at(1) }) });
    queueIndex.apply({ ...aQueuedJob('first', { grantPriority: 0, priority: 1, submittedAt: at(9) }) });
    return { queueIndex, orders: ordersOf(queueIndex, fair) };
  };

  it('has class first, then virtual time; positions follow it', () => {
    const { queueIndex, orders } = aQueue();
    const ids = orders.queue(poolId).map(({ jobId }) => jobId);
    assert.deepEqual(ids, ['first', 'late', 'early', 'middle']);
    for (const [index, id] of ids.entries()) assert.equal(orders.countBefore(queueIndex.queued(id)!), index);
  });

  it('finds the place of one who came since it was worked out', () => {
    const { queueIndex, orders } = aQueue();
    orders.queue(poolId);
    queueIndex.apply({ ...aQueuedJob('new', { priority: 5, submittedAt: at(0.5) }) });
    assert.equal(orders.countBefore(queueIndex.queued('new')!), 3);
  });

  it('is the same as sorting all jobs, whatever they are', () => {
    const aJob = fc.record({
      grantPriority: fc.nat(2),
      priority: fc.integer({ min: 1, max: 10 }),
      hours: fc.integer({ min: 0, max: 48 }),
    });
    fc.assert(
      fc.property(fc.array(aJob, { maxLength: 30 }), (jobs) => {
        const queueIndex = new JobQueueIndex(() => 0);
        for (const [index, { hours, ...change }] of jobs.entries())
          queueIndex.apply(aQueuedJob(`job ${index}`, { ...change, submittedAt: at(hours) }));
        const queue = ordersOf(queueIndex, fair).queue(poolId);
        for (const [index, place] of queue.entries()) {
          const before = queue[index - 1];
          assert.ok(!before || compareRanked(before, place) < 0);
        }
        assert.equal(queue.length, jobs.length);
      }),
    );
  });
});
