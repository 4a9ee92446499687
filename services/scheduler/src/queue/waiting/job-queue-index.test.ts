import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { aQueuedJob, hostId, poolId, userId } from '../../testing/fixtures.js';
import { JobQueueIndex } from './job-queue-index.js';

let nowMs = 0;
const aQueueIndex = () => new JobQueueIndex(() => nowMs);
const order = (queueIndex: JobQueueIndex) => queueIndex.queue(poolId).map(({ jobId }) => jobId);
const aRun = (run: number) => ({
  run,
  state: 'placed' as const,
  leaseId: `lease ${run}`,
  hostId,
  devices: [],
  placedAt: '',
});

describe('a job that nothing in its pool could hold', () => {
  const unrunnable = (id: string) => ({ ...aQueuedJob(id), unrunnableSince: '2026-01-05T09:00:00.000Z' });
  it('waits without a place in the queue, and has it again once something could', () => {
    const queueIndex = aQueueIndex();
    queueIndex.apply(aQueuedJob('b'));
    queueIndex.apply(unrunnable('a'));
    assert.deepEqual(order(queueIndex), ['b']);
    assert.deepEqual([...queueIndex.groups(poolId)].flat().length, 1);
    assert.equal(queueIndex.countBefore(poolId, queueIndex.queued('b')!), 0);
    assert.deepEqual(
      [...queueIndex.unrunnable(poolId)].map(({ jobId }) => jobId),
      ['a'],
    );
    assert.ok(queueIndex.queued('a') && queueIndex.waiting.of(userId, poolId) === 2);
    queueIndex.apply(aQueuedJob('a'));
    assert.deepEqual([order(queueIndex), [...queueIndex.unrunnable(poolId)]], [['a', 'b'], []]);
    queueIndex.apply(unrunnable('a'));
    queueIndex.apply(aQueuedJob('b', {}, 'succeeded'));
    assert.deepEqual([...queueIndex.pools], [poolId]);
    queueIndex.apply({ ...unrunnable('a'), state: 'failed' });
    assert.deepEqual([[...queueIndex.unrunnable(poolId)], [...queueIndex.pools]], [[], []]);
  });
});

describe('the order of a queue', () => {
  it("is the grant's class, then priority, then the time of submission, then the id", () => {
    const queueIndex = aQueueIndex();
    const at = (minute: number) => `2026-01-05T09:0${minute}:00.000Z`;
    queueIndex.apply(aQueuedJob('e', { grantPriority: 2, priority: 10 }));
    queueIndex.apply(aQueuedJob('d', { priority: 1 }));
    queueIndex.apply(aQueuedJob('c', { submittedAt: at(2) }));
    queueIndex.apply(aQueuedJob('b2', { submittedAt: at(1) }));
    queueIndex.apply(aQueuedJob('b1', { submittedAt: at(1) }));
    queueIndex.apply(aQueuedJob('a', { grantPriority: 0, priority: 1, submittedAt: at(9) }));
    assert.deepEqual(order(queueIndex), ['a', 'b1', 'b2', 'c', 'd', 'e']);
    assert.deepEqual(
      ['a', 'c', 'e'].map((jobId) => queueIndex.countBefore(poolId, queueIndex.queued(jobId)!)),
      [0, 3, 5],
    );
  });
  it('is, of members of an array, by their numbers', () => {
    const queueIndex = aQueueIndex();
    for (const [id, member] of Object.entries({ c: 0, a: 1, b: 2, d: 10 }))
      queueIndex.apply(aQueuedJob(id, { member }));
    assert.deepEqual(order(queueIndex), ['c', 'a', 'b', 'd']);
  });
  it('holds whatever comes and goes', () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      state: fc.constantFrom('queued' as const, 'succeeded' as const, 'awaitingApproval' as const),
      priority: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const queueIndex = aQueueIndex();
        const last = new Map<string, (typeof changes)[number]>();
        for (const each of changes) {
          queueIndex.apply(aQueuedJob(each.id, { priority: each.priority }, each.state));
          last.set(each.id, each);
        }
        const queued = [...last.values()].filter(({ state }) => state === 'queued');
        queued.sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
        assert.deepEqual(
          order(queueIndex),
          queued.map(({ id }) => id),
        );
        const waiting = [...last.values()].filter(({ state }) => state !== 'succeeded').length;
        assert.equal(queueIndex.waiting.of(userId, poolId), waiting);
        assert.deepEqual([...queueIndex.pools], queued.length > 0 ? [poolId] : []);
      }),
    );
  });
});

describe('jobs that hold devices', () => {
  it('are found by job and by host, until they end', () => {
    const queueIndex = aQueueIndex();
    queueIndex.apply({ ...aQueuedJob('a'), state: 'running', runs: [aRun(1)] });
    queueIndex.apply({ ...aQueuedJob('b'), state: 'placed', runs: [{ ...aRun(1), hostId: 'other' }] });
    assert.deepEqual(
      queueIndex.heldOn(hostId).map(({ jobId, run }) => [jobId, run]),
      [['a', 1]],
    );
    assert.equal([...queueIndex.allHeld].length, 2);
    queueIndex.apply({ ...aQueuedJob('a'), state: 'succeeded', runs: [aRun(1)] });
    assert.equal(queueIndex.held('a'), undefined);
  });
  it('are timed from when they were first seen in their state', () => {
    const queueIndex = aQueueIndex();
    const seen = (state: 'placed' | 'running', run: number, cancelRequested = false) => {
      nowMs += 10;
      queueIndex.apply({ ...aQueuedJob('a'), state, runs: [aRun(run)], cancelRequested });
      return queueIndex.held('a')?.sinceMs;
    };
    const placed = seen('placed', 1);
    assert.equal(seen('placed', 1, true), placed);
    const running = seen('running', 1);
    assert.notEqual(running, placed);
    assert.equal(seen('running', 1, true), running);
    assert.notEqual(seen('running', 2), running);
  });
});

describe('how many jobs somebody has waiting', () => {
  it('counts one that is being submitted, and counts it once', () => {
    const { waiting } = aQueueIndex();
    waiting.add('a', userId, poolId);
    waiting.add('a', userId, poolId);
    waiting.add('b', userId, poolId);
    assert.deepEqual([waiting.of(userId, poolId), waiting.of(userId, 'other')], [2, 0]);
    waiting.remove('a');
    waiting.remove('a');
    assert.equal(waiting.of(userId, poolId), 1);
  });
});

describe('what a queued job asks for', () => {
  it('is worked out once for the same devices', () => {
    const queueIndex = aQueueIndex();
    queueIndex.apply(aQueuedJob('a'));
    const job = queueIndex.queued('a')!;
    const some = new Set(['G1']);
    const first = queueIndex.demandOf(job, some);
    assert.equal(queueIndex.demandOf(job, some), first);
    assert.notEqual(queueIndex.demandOf(job, new Set(['G2'])), first);
    assert.equal(queueIndex.demandOf(job, undefined).allowed, undefined);
  });
});

describe('a job that is to be tried again later', () => {
  const at = (minute: number, hour = 9) =>
    `2026-01-05T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
  let now = at(0);
  const waitingFrom = (instant: string) => {
    nowMs = 0;
    now = instant;
    const queueIndex = new JobQueueIndex(
      () => nowMs,
      () => now,
    );
    const see = () => queueIndex.apply({ ...aQueuedJob('a', { submittedAt: at(0) }), notBefore: at(10) });
    see();
    return {
      see,
      isHeldBack: (minutes: number) => {
        nowMs = minutes * 60_000;
        return queueIndex.isHeldBack(queueIndex.queued('a')!);
      },
      until: () => queueIndex.heldBackUntil(queueIndex.queued('a')!),
    };
  };
  it('is held back until its time has come', () => {
    const { isHeldBack } = waitingFrom(at(0));
    assert.deepEqual([isHeldBack(9.99), isHeldBack(10)], [true, false]);
  });
  it('is held back as long as it was told, whichever way the wall clock is set meanwhile', () => {
    for (const set of [at(5, 8), at(5, 10)]) {
      const { see, isHeldBack, until } = waitingFrom(at(0));
      assert.ok(isHeldBack(5));
      now = set;
      see();
      assert.equal(until(), set.replace(':05:', ':10:'));
      assert.deepEqual([isHeldBack(9.99), isHeldBack(10)], [true, false]);
      assert.equal(until(), null);
    }
  });
  it('is held back for what is left by the wall clock where a scheduler that begins finds it', () => {
    const late = waitingFrom(at(7));
    assert.deepEqual([late.isHeldBack(2.99), late.isHeldBack(3)], [true, false]);
    const over = waitingFrom(at(11));
    assert.equal(over.isHeldBack(0), false);
    assert.equal(over.until(), null);
    const early = waitingFrom(at(0, 7));
    assert.deepEqual([early.isHeldBack(9.99), early.isHeldBack(10)], [true, false]);
  });
});
