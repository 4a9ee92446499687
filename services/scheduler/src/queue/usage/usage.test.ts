import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY } from '@berth/contracts/scheduler/policy';
import { idFromName } from '@berth/kernel/ids';
import { given, memoryReadModels, recorded, survivesReplay } from '@berth/read-models/testing';
import { ada, at, bob } from '../../testing/calendar.fixtures.js';
import { hostId, poolId, projectId, userId } from '../../testing/fixtures.js';
import { faded, usedOver } from './decay.js';
import { shareStandingOf, FairShares, PoolShares } from './fair-shares.js';
import { usageView, type UsageDocument } from './usage.view.js';

const HOUR = 3_600_000;
const close = (actual: number, expected: number, within = 1e-6) =>
  assert.ok(
    Math.abs(actual - expected) <= within * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  );

describe('use that fades', () => {
  it('counts half after a half-life, and as it is where the clock steps back', () => {
    assert.equal(faded(100, 0, HOUR, HOUR), 50);
    assert.equal(faded(100, 0, 3 * HOUR, HOUR), 12.5);
    assert.equal(faded(100, HOUR, 0, HOUR), 100);
  });

  it('is what many short pieces come to', () => {
    const [interval, now, halfLife] = [{ fromMs: 0, toMs: 2 * HOUR }, 5 * HOUR, 3 * HOUR];
    let sum = 0;
    for (let ms = 0; ms < interval.toMs; ms += 1000) sum += 2 * faded(1, ms + 500, now, halfLife);
    close(usedOver(2, interval, now, halfLife), sum, 1e-4);
  });

  it('is the same in however many parts it is told, and never negative', () => {
    const time = fc.integer({ min: 0, max: 1000 * HOUR });
    fc.assert(
      fc.property(time, time, time, time, fc.integer({ min: 60_000, max: 9000 * HOUR }), (a, b, c, d, h) => {
        const [fromMs = 0, cut = 0, toMs = 0] = [a, b, c].sort((x, y) => x - y);
        const whole = usedOver(3, { fromMs, toMs }, d, h);
        assert.ok(whole >= 0 && whole <= (3 * (toMs - fromMs)) / 1000 + 1e-6);
        if (d < toMs) return;
        const parts = usedOver(3, { fromMs, toMs: cut }, d, h) + usedOver(3, { fromMs: cut, toMs }, d, h);
        close(parts, whole, 1e-7);
        const later = faded(usedOver(3, { fromMs, toMs }, toMs, h), toMs, d, h);
        close(later, whole, 1e-7);
        assert.equal(usedOver(3, { fromMs: toMs, toMs: fromMs }, d, h), 0);
      }),
    );
  });
});

const released = (
  [from, until]: readonly [number, number],
  change: {
    projectId?: string;
    userId?: string;
    gpus?: number;
    halfLifeHours?: number;
    heldMs?: number;
  } = {},
) => ({
  type: 'scheduler.calendar.leaseReleased.v1' as const,
  data: {
    leaseId: idFromName('lease', JSON.stringify([from, until, change])),
    poolId,
    jobId: idFromName('job', 'a'),
    projectId,
    run: 1,
    userId,
    hostId,
    cause: 'runEnded' as const,
    leasedAt: at(from),
    endedAt: at(until),
    gpus: 1,
    halfLifeHours: 1,
    ...change,
  },
});
const project = `${poolId} ${projectId}`;

describe('the view of past use', () => {
  it('adds up what is left, for the project and for the user', () => {
    const seconds = usedOver(1, { fromMs: 0, toMs: HOUR }, HOUR, HOUR);
    const document = (userId: string | null, used: number, until: number): UsageDocument => ({
      poolId,
      projectId,
      userId,
      seconds: used,
      at: at(until),
    });
    given(usageView)
      .events(released([0, 60]))
      .expectDocument(project, document(null, seconds, 60));
    given(usageView)
      .events(released([0, 60]), released([60, 120]))
      .expectDocument(`${project} ${userId}`, document(userId, seconds / 2 + seconds, 120));
  });

  it('counts what was measured, where the clock was set meanwhile', () => {
    const seconds = usedOver(1, { fromMs: 0, toMs: HOUR }, HOUR, HOUR);
    for (const from of [0, 60, 90]) {
      const document = { poolId, projectId, userId: null, seconds, at: at(60) };
      given(usageView)
        .events(released([from, 60], { heldMs: HOUR }))
        .expectDocument(project, document);
    }
  });

  it('takes late news as late, and nothing from leases without devices or of older records', () => {
    const folded = [released([0, 120]), released([0, 60])]
      .map((event, index) => recorded(event, index + 1))
      .reduce<UsageDocument | undefined>(
        (document, event) => usageView.evolve(document, event, project),
        undefined,
      );
    assert.equal(folded?.at, at(120));
    const both =
      usedOver(1, { fromMs: 0, toMs: 2 * HOUR }, 2 * HOUR, HOUR) +
      usedOver(1, { fromMs: 0, toMs: HOUR }, 2 * HOUR, HOUR);
    close(folded?.seconds ?? 0, both);
    assert.deepEqual(usageView.keys(recorded(released([0, 1], { gpus: 0 }), 1)), []);
    const { gpus: _, halfLifeHours: __, ...old } = released([0, 1]).data;
    assert.deepEqual(usageView.keys(recorded({ type: released([0, 1]).type, data: old }, 1)), []);
  });

  it('survives any replay', async () => {
    const events = [released([0, 60]), released([10, 20], { gpus: 4 }), released([60, 90], bob)];
    const log = events.map((event, index) => recorded(event, index + 1));
    await survivesReplay(usageView, log, memoryReadModels());
  });
});

describe('fair share', () => {
  const use = new Map([
    ['a', 300],
    ['b', 100],
  ]);
  it('is 1 for who has used nothing, and a half for who has used just their share', () => {
    assert.equal(shareStandingOf('c', use, {}).factor, 1);
    const alone = shareStandingOf('a', new Map([['a', 5]]), {});
    assert.deepEqual([alone.entitled, alone.used, alone.factor], [1, 1, 0.5]);
    assert.equal(shareStandingOf('a', use, { a: 3 }).factor, 0.5);
    assert.equal(shareStandingOf('a', new Map(), {}).factor, 1);
  });
  it('falls with use beyond the share, and shares given by name count though unused', () => {
    close(shareStandingOf('a', use, {}).factor, 2 ** -1.5);
    close(shareStandingOf('b', use, {}).factor, 2 ** -0.5);
    close(shareStandingOf('a', use, { c: 2 }, ['c']).factor, 2 ** -3);
    assert.equal(shareStandingOf('toString', use, {}).shares, 1);
  });
  it("is the project's times the user's", () => {
    const shares = new PoolShares(new Map([['a', { seconds: 400, users: use }]]), {
      projects: {},
      users: {},
    });
    close(shares.factor('a', 'b'), 0.5 * 2 ** -0.5);
    assert.equal(shares.factor('a', 'new'), 0.5);
    assert.equal(shares.factor('other', 'new'), 1);
    assert.deepEqual([...shares.projectIds], ['a']);
    assert.deepEqual(shares.usersOf('a'), [
      ['a', 300],
      ['b', 100],
    ]);
  });

  it('counts what runs, from its beginning to now', () => {
    const held = [{ ...ada, gpus: 2, since: at(0) }];
    const shares = new FairShares().of(poolId, DEFAULT_POLICY, held, at(60));
    const halfLife = DEFAULT_POLICY.fairShare.halfLifeHours * HOUR;
    close(shares.secondsOf(projectId), usedOver(2, { fromMs: 0, toMs: HOUR }, HOUR, halfLife));
    assert.equal(shares.factor(projectId, userId), 0.25);
    assert.equal(shares.factor(bob.projectId, bob.userId), 1);
    assert.equal(new FairShares().of(poolId, DEFAULT_POLICY, held, at(-60)).secondsOf(projectId), 0);
  });
});
