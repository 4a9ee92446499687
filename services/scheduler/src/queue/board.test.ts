import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aQueuedJob, hostId, poolId, userId } from '../testing/fixtures.js';
import { Board } from './board.js';

let nowMs = 0;
const aBoard = () => new Board(() => nowMs);
const order = (board: Board) => board.queue(poolId).map(({ jobId }) => jobId);
const aRun = (run: number) => ({
  run,
  state: 'placed' as const,
  leaseId: `lease ${run}`,
  hostId,
  devices: [],
  placedAt: '',
});

describe('the order of a queue', () => {
  it("is the grant's class, then priority, then the time of submission, then the id", () => {
    const board = aBoard();
    const at = (minute: number) => `2026-01-05T09:0${minute}:00.000Z`;
    board.apply(aQueuedJob('e', { grantPriority: 2, priority: 10 }));
    board.apply(aQueuedJob('d', { priority: 1 }));
    board.apply(aQueuedJob('c', { submittedAt: at(2) }));
    board.apply(aQueuedJob('b2', { submittedAt: at(1) }));
    board.apply(aQueuedJob('b1', { submittedAt: at(1) }));
    board.apply(aQueuedJob('a', { grantPriority: 0, priority: 1, submittedAt: at(9) }));
    assert.deepEqual(order(board), ['a', 'b1', 'b2', 'c', 'd', 'e']);
    assert.deepEqual(
      ['a', 'c', 'e'].map((jobId) => board.countBefore(poolId, board.queued(jobId)!)),
      [0, 3, 5],
    );
  });
  it('holds whatever comes and goes', () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      state: fc.constantFrom('queued' as const, 'succeeded' as const, 'awaitingApproval' as const),
      priority: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const board = aBoard();
        const last = new Map<string, (typeof changes)[number]>();
        for (const each of changes) {
          board.apply(aQueuedJob(each.id, { priority: each.priority }, each.state));
          last.set(each.id, each);
        }
        const queued = [...last.values()].filter(({ state }) => state === 'queued');
        queued.sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
        assert.deepEqual(
          order(board),
          queued.map(({ id }) => id),
        );
        const waiting = [...last.values()].filter(({ state }) => state !== 'succeeded').length;
        assert.equal(board.waiting.of(userId, poolId), waiting);
        assert.deepEqual([...board.pools], queued.length > 0 ? [poolId] : []);
      }),
    );
  });
});

describe('jobs that hold devices', () => {
  it('are found by job and by host, until they end', () => {
    const board = aBoard();
    board.apply({ ...aQueuedJob('a'), state: 'running', runs: [aRun(1)] });
    board.apply({ ...aQueuedJob('b'), state: 'placed', runs: [{ ...aRun(1), hostId: 'other' }] });
    assert.deepEqual(
      board.heldOn(hostId).map(({ jobId, run }) => [jobId, run]),
      [['a', 1]],
    );
    assert.equal([...board.allHeld].length, 2);
    board.apply({ ...aQueuedJob('a'), state: 'succeeded', runs: [aRun(1)] });
    assert.equal(board.held('a'), undefined);
  });
  it('are timed from when they were first seen in their state', () => {
    const board = aBoard();
    const seen = (state: 'placed' | 'running', run: number, cancelRequested = false) => {
      nowMs += 10;
      board.apply({ ...aQueuedJob('a'), state, runs: [aRun(run)], cancelRequested });
      return board.held('a')?.sinceMs;
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
    const { waiting } = aBoard();
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
    const board = aBoard();
    board.apply(aQueuedJob('a'));
    const job = board.queued('a')!;
    const some = new Set(['G1']);
    const first = board.demandOf(job, some);
    assert.equal(board.demandOf(job, some), first);
    assert.notEqual(board.demandOf(job, new Set(['G2'])), first);
    assert.equal(board.demandOf(job, undefined).allowed, undefined);
  });
});

describe('a job that is to be tried again later', () => {
  const at = (minute: number) => `2026-01-05T09:${String(minute).padStart(2, '0')}:00.000Z`;
  const waiting = (board: Board) => {
    board.apply({ ...aQueuedJob('a', { submittedAt: at(0) }), notBefore: at(10) });
    return board.queued('a')!;
  };
  it('is held back until its time has come', () => {
    nowMs = 0;
    const board = aBoard();
    const job = waiting(board);
    assert.ok(board.isHeldBack(job, at(9)));
    assert.ok(!board.isHeldBack(job, at(10)));
    assert.ok(!board.isHeldBack({ ...job, notBefore: null }, at(0)));
  });
  it('is held back no longer than it was told, should the clock be set back', () => {
    nowMs = 0;
    const board = aBoard();
    waiting(board);
    nowMs = 9 * 60_000;
    const job = waiting(board);
    assert.ok(board.isHeldBack(job, '2026-01-05T08:09:00.000Z'));
    nowMs = 10 * 60_000;
    assert.ok(!board.isHeldBack(job, '2026-01-05T08:10:00.000Z'));
  });
});
