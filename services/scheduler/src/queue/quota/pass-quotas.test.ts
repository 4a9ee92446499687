import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { idFromName } from '@berth/kernel/ids';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import { emptyCalendar, type Calendar } from '../../calendar/calendar.js';
import { heldBy, heldUnder } from '../../calendar/held.js';
import { demandOf } from '../../placement/demand.js';
import { ada, aLease, at, bob, lease, release } from '../../testing/calendar.fixtures.js';
import { aSpec, poolId, projectId, userId } from '../../testing/fixtures.js';
import { PassQuotas } from './pass-quotas.js';
import { quotaReason } from './excess.js';
import { Quotas, quotasView, type QuotaDocument } from './quotas.js';

const otherPool = idFromName('pool', 'other');
const aQuota = (change: Partial<QuotaDocument> = {}): QuotaDocument => ({
  quotaId: idFromName('quota', JSON.stringify(change)),
  userId: null,
  projectId,
  poolId,
  limits: { gpus: 2 },
  borrow: false,
  setAt: at(0),
  ...change,
});

async function quotasOf(documents: readonly QuotaDocument[], defaults = {}): Promise<Quotas> {
  const quotas = new Quotas(defaults);
  const items = documents.map((document) => ({ id: document.quotaId, document, cursor: '' }));
  await quotas.table.fill({
    collection: () => ({ query: async () => ({ items, hasMore: false }) }),
  } as never);
  return quotas;
}
const asking = (gpus: number, who = { userId, projectId }) => ({
  ...who,
  demand: demandOf(aSpec({ gpus: { count: gpus }, ramGb: 1 }), undefined),
});
const after = (...commands: readonly Parameters<typeof calendarDecider.decide>[0][]): Calendar =>
  commands.reduce((calendar, command) => {
    const decided = calendarDecider.decide(command, calendar);
    assert.ok(decided.ok);
    return decided.value.reduce(calendarDecider.evolve, calendar);
  }, emptyCalendar);

describe('quotas in a pass', () => {
  it('let in what fits beside leases and what the pass has given out', async () => {
    const held = after(lease(aLease('a', ['G0'], { userId, projectId })));
    const pass = new PassQuotas(await quotasOf([aQuota()]), poolId, held, []);
    assert.equal(pass.admit(asking(1)), 'within');
    assert.equal(pass.admit(asking(2)), 'reached');
    pass.take(asking(1));
    assert.equal(pass.admit(asking(1)), 'reached');
    assert.equal(pass.admit(asking(1, { userId, projectId: bob.projectId })), 'within');
  });

  it('lend beyond them where all that are exceeded allow it; what is borrowed does not count', async () => {
    const quotas = await quotasOf([aQuota({ borrow: true }), aQuota({ limits: { gpus: 5 } })]);
    const held = after(
      lease(aLease('a', ['G0'], { userId, projectId })),
      lease(aLease('b', ['G1'], { userId, projectId, borrowed: true })),
    );
    const pass = new PassQuotas(quotas, poolId, held, []);
    assert.equal(pass.admit(asking(1)), 'within');
    assert.equal(pass.admit(asking(2)), 'borrowed');
    pass.take(asking(2));
    assert.equal(pass.admit(asking(1)), 'within');
    assert.equal(pass.admit(asking(2)), 'reached');
  });

  it('count other pools only where they hold for all of them', async () => {
    const elsewhere = after(lease(aLease('a', ['G0', 'G1'], { userId, projectId })));
    const here = await quotasOf([aQuota()]);
    const everywhere = await quotasOf([aQuota({ poolId: null })]);
    const other = await quotasOf([aQuota({ poolId: otherPool })]);
    const admitted = (quotas: Quotas) =>
      new PassQuotas(quotas, poolId, emptyCalendar, [elsewhere]).admit(asking(1));
    assert.deepEqual([here, everywhere, other].map(admitted), ['within', 'reached', 'within']);
    const limits = new PassQuotas(everywhere, poolId, emptyCalendar, [elsewhere]).limitsFor(asking(1));
    assert.deepEqual(limits, [{ of: 'project', borrow: false, max: { gpus: 0 } }]);
  });

  it('of 0 let nothing in, and of what is not asked for nothing in the way', async () => {
    const pass = new PassQuotas(await quotasOf([aQuota({ limits: { gpus: 0 } })]), poolId, emptyCalendar, []);
    assert.equal(pass.admit(asking(1)), 'reached');
    assert.equal(pass.admit(asking(0)), 'within');
  });

  it('are the default for users who have none over all pools', async () => {
    const own = aQuota({ projectId: null, userId, poolId: null, limits: { gpus: 4 } });
    const inPool = aQuota({ projectId: null, userId, limits: { gpus: 4 } });
    const admitted = async (...documents: QuotaDocument[]) =>
      new PassQuotas(await quotasOf(documents, { gpus: 1 }), poolId, emptyCalendar, []).admit(asking(2));
    assert.deepEqual(
      [await admitted(), await admitted(own), await admitted(inPool)],
      ['reached', 'within', 'reached'],
    );
  });

  it('tell what is in the way, with its numbers', async () => {
    const held = after(lease(aLease('a', ['G0'], { userId, projectId })));
    const pass = new PassQuotas(await quotasOf([aQuota()]), poolId, held, []);
    const excess = pass.reached(asking(2));
    assert.ok(excess);
    const { code, message, numbers } = quotaReason(excess);
    assert.equal(code, 'QUOTA_REACHED');
    assert.equal(message, 'the quota of its project is 2 GPUs in this pool: 1 are in use, the job needs 2');
    assert.deepEqual(numbers, { limit: 2, used: 1, needed: 2, remaining: 1 });
  });

  it('tell a job that alone needs more that it will never run, unless it may borrow', async () => {
    const of = async (quota: QuotaDocument) => {
      const pass = new PassQuotas(await quotasOf([quota]), poolId, emptyCalendar, []);
      const { kind, message } = quotaReason(pass.reached(asking(3))!);
      return [kind, message];
    };
    const mine = 'the quota of its project is 2 GPUs in this pool';
    assert.deepEqual(await of(aQuota()), ['never', `${mine}, but the job alone needs 3`]);
    const lent = `${mine}: 0 are in use, the job needs 3, and nothing can be borrowed`;
    assert.deepEqual(await of(aQuota({ borrow: true })), ['waiting', lent]);
  });

  it('are forgotten when they are removed', () => {
    const event = { type: 'scheduler.quota.removed.v1', data: { quotaId: 'Q' } } as never;
    assert.equal(quotasView.evolve(aQuota(), event, 'Q'), undefined);
    assert.deepEqual(quotasView.keys(event), ['Q']);
  });
});

describe('quotas of several placers', () => {
  const DEVICES = Array.from({ length: 12 }, (_, index) => `G${index}`);
  /** A placer plans on the calendar as it was some steps ago; the calendar decides. */
  const step = fc.record({
    who: fc.constantFrom(ada, bob, { userId: ada.userId, projectId: bob.projectId }),
    devices: fc.uniqueArray(fc.constantFrom(...DEVICES), { minLength: 1, maxLength: 3 }),
    stale: fc.integer({ min: 0, max: 6 }),
    releases: fc.option(fc.nat(30), { nil: undefined }),
  });
  it('are never exceeded by what is within them, whatever they see of each other', async () => {
    const quotas = await quotasOf([
      aQuota({ projectId: ada.projectId, limits: { gpus: 3 }, borrow: true }),
      aQuota({ projectId: bob.projectId, limits: { gpus: 2 } }),
      aQuota({ projectId: null, userId: ada.userId, limits: { gpus: 4 }, borrow: true }),
    ]);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const seen: Calendar[] = [emptyCalendar];
        for (const [index, { who, devices, stale, releases }] of steps.entries()) {
          const pass = new PassQuotas(quotas, poolId, seen.at(-1 - stale) ?? emptyCalendar, []);
          const now = seen.at(-1) ?? emptyCalendar;
          const admitted = pass.admit(asking(devices.length, who));
          const limits = pass.limitsFor(who);
          const command =
            releases === undefined
              ? lease(
                  aLease(`j${index}`, devices, {
                    ...who,
                    quotas: limits,
                    ...(admitted === 'borrowed' ? { borrowed: true } : {}),
                  }),
                )
              : release(`j${releases}`, at(index));
          if (releases === undefined && admitted === 'reached') continue;
          const decided = calendarDecider.decide(command, now);
          assert.ok(decided.ok);
          seen.push(decided.value.reduce(calendarDecider.evolve, now));
        }
        for (const calendar of seen) {
          assert.ok(heldBy(calendar, `project:${ada.projectId}`).gpus <= 3);
          assert.ok(heldUnder(calendar, `project:${bob.projectId}`, false).gpus <= 2);
          assert.ok(heldBy(calendar, `user:${ada.userId}`).gpus <= 4);
        }
        const last = seen.at(-1) ?? emptyCalendar;
        const counted = [...last.leases.values()].filter((each) => each.userId === ada.userId);
        const total = ['within', 'borrowed'] as const;
        assert.equal(
          total.reduce((sum, what) => sum + heldBy(last, `user:${ada.userId}`, what).gpus, 0),
          counted.reduce((sum, each) => sum + each.uuids.length, 0),
        );
      }),
      { numRuns: 200 },
    );
  });
});
