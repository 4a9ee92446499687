import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { chargesQuery, usageQuery } from '@berth/contracts/billing/operations';
import { orReject } from '@berth/service-host/operation';
import { defined } from '@berth/kernel/defined';
import { aCall, anIdentity, BillingTestService } from '../testing/billing-test-service.js';
import { CalendarLog, idOf, leased, released, type LeaseFixture } from '../testing/calendar-events.js';

const admin = anIdentity(idOf('root'), 'admin');
/** Windows, leases and prices lie around three midnights, one of which begins a month. */
const BEGIN = Date.parse('2026-02-27T00:00:00.000Z');
const LENGTH = 3 * 86_400_000;
const instant = fc.oneof(
  fc.integer({ min: 0, max: LENGTH }),
  fc.constantFrom(86_400_000, 2 * 86_400_000, 2 * 86_400_000 - 1, 2 * 86_400_000 + 1),
);
const text = (ms: number): string => new Date(BEGIN + ms).toISOString();

interface Step {
  readonly at: number;
  readonly lease: number;
  readonly kind: 'lease' | 'price';
  readonly microsPerHour: number;
  /** By how much later an end is recorded than it was. */
  readonly late: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  at: instant,
  // of these, two share a device, one has two devices of its own, and one is a slot of a CPU
  lease: fc.integer({ min: 0, max: 3 }),
  kind: fc.constantFrom('lease', 'lease', 'lease', 'price'),
  microsPerHour: fc.integer({ min: 0, max: 9_999_999 }),
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000_000 })),
});
const FIXTURES: readonly Omit<LeaseFixture, 'name'>[] = [
  { user: 'ada', devices: ['GPU-1'] },
  { user: 'bob', devices: ['GPU-1'], project: 'speech' },
  { user: 'ada', devices: ['GPU-2', 'GPU-3'], model: 'T4' },
  { user: 'bob', devices: [] },
];

type Totals = Map<string, readonly number[]>;

async function usage(
  world: BillingTestService,
  by: 'user' | 'model',
  from: number,
  to: number,
): Promise<Totals> {
  const input = usageQuery.input.parse({ by, from: text(from), to: text(to) });
  const rows = orReject(await world.usageController.usage(aCall(input, admin))).result;
  return new Map(
    rows.map(({ key, deviceSeconds, leaseSeconds, leases, amountMicros }) => [
      key,
      [Math.round(deviceSeconds * 1000), Math.round(leaseSeconds * 1000), leases, amountMicros],
    ]),
  );
}

function plus(a: Totals, b: Totals): Totals {
  const sums = new Map(a);
  for (const [key, more] of b)
    sums.set(
      key,
      (sums.get(key) ?? [0, 0, 0, 0]).map((n, i) => n + (more[i] ?? 0)),
    );
  return sums;
}

const inOrder = (totals: Totals) => [...totals].sort(([a], [b]) => (a < b ? -1 : 1));

/** What steps have made of leases so far: whose, and from when to when they were held. */
type Holds = { readonly user: string; readonly from: number; to?: number }[];

/** For each user how long leases were held in a window, instant by instant, and how many began in it. */
function heldIn(holds: Holds, from: number, to: number, now: number): Map<string, readonly number[]> {
  const held = new Map<string, readonly number[]>();
  for (const hold of holds) {
    const ms = Math.max(0, Math.min(hold.to ?? now, to) - Math.max(hold.from, from));
    const began = hold.from >= from && hold.from < to ? 1 : 0;
    const [sum = 0, count = 0] = held.get(hold.user) ?? [];
    if (ms > 0 || began > 0) held.set(hold.user, [sum + ms, count + began]);
  }
  return held;
}

/** Plays steps; each begins the named lease, ends it, or sets a price. */
function player(world: BillingTestService, holds: Holds) {
  const log = new CalendarLog();
  const priced = new Set<string>();
  const open = new Map<number, { fixture: LeaseFixture; hold: Holds[number] }>();
  return async ({ at, lease, kind, microsPerHour, late }: Step): Promise<void> => {
    world.now = text(at);
    if (kind === 'price') {
      const model = lease === 3 ? { model: 'CPU' } : {};
      const id = `${microsPerHour} ${at} ${lease === 3}`;
      if (!priced.has(id)) await world.setPrice({ microsPerHour, from: world.now, ...model }, world.now);
      priced.add(id);
      return;
    }
    const held = open.get(lease);
    if (held) {
      open.delete(lease);
      held.hold.to = Math.max(held.hold.from, at - late);
      await world.tell(log.add(released(held.fixture, text(held.hold.to)), world.now));
      return;
    }
    const fixture = { ...FIXTURES[lease], name: `${lease} at ${log.events.length}` };
    const hold = { user: idOf(fixture.user ?? ''), from: at };
    open.set(lease, { fixture, hold });
    holds.push(hold);
    await world.tell(log.add(leased(fixture, world.now)));
  };
}

async function inHistories(
  check: (world: BillingTestService, cuts: readonly number[], holds: Holds, now: number) => Promise<void>,
): Promise<void> {
  const history = fc.record({
    steps: fc.array(step, { minLength: 2, maxLength: 10 }),
    cuts: fc.array(instant, { minLength: 3, maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(history, async ({ steps, cuts }) => {
      const world = await BillingTestService.open();
      const byTime = steps.toSorted((a, b) => a.at - b.at);
      const holds: Holds = [];
      const perform = player(world, holds);
      const windows = cuts.toSorted((a, b) => a - b);
      for (const [index, each] of byTime.entries()) {
        await perform(each);
        if (index % 3 === 2 || index === byTime.length - 1) await check(world, windows, holds, each.at);
      }
    }),
    { numRuns: 60 },
  );
}

describe('usage, whatever the leases, prices and windows', () => {
  it('is what was held in the window, instant by instant', async () => {
    await inHistories(async (world, [a = 0, b = 0, c = 0], holds, now) => {
      for (const [from, to] of [
        [a, b],
        [b, c],
        [a, c],
      ] as const) {
        const found = [...(await usage(world, 'user', from, to))].map(
          ([user, [, leaseMs, leases]]) => [user, [leaseMs, leases]] as const,
        );
        const expected = [...heldIn(holds, from, to, now)];
        assert.deepEqual(new Map(found), new Map(expected));
      }
    });
  });

  it('adds up over windows that adjoin, to the millisecond and the micro-unit', async () => {
    await inHistories(async (world, [a = 0, b = 0, c = 0], holds) => {
      for (const by of ['user', 'model'] as const) {
        const parts = plus(await usage(world, by, a, b), await usage(world, by, b, c));
        assert.deepEqual(inOrder(parts), inOrder(await usage(world, by, a, c)));
        const all = await usage(world, by, -1, LENGTH + 1);
        const around = plus(await usage(world, by, -1, a), await usage(world, by, c, LENGTH + 1));
        assert.deepEqual(inOrder(plus(parts, around)), inOrder(all));
      }
      const charged = (await world.charged()).reduce((sum, charge) => sum + charge.amountMicros, 0);
      const isOver = holds.every(({ to }) => to !== undefined);
      const total = [...(await usage(world, 'user', -1, LENGTH + 1)).values()];
      if (isOver)
        assert.equal(
          total.reduce((sum, [, , , amount = 0]) => sum + amount, 0),
          charged,
        );
    });
  });

  it('of a window that is over is the same ever after', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 10 }),
        instant,
        instant,
        async (steps, one, other) => {
          const world = await BillingTestService.open();
          const byTime = steps.toSorted((a, b) => a.at - b.at);
          const perform = player(world, []);
          const [from, to] = [Math.min(one, other), Math.max(one, other)];
          let then: unknown;
          for (const each of byTime) {
            if (then === undefined && each.at >= to) {
              world.now = text(to);
              then = inOrder(await usage(world, 'user', from, to));
            }
            await perform({ ...each, late: 0 });
            if (then !== undefined) assert.deepEqual(inOrder(await usage(world, 'user', from, to)), then);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a month is the sum of the charges that are listed for it, and months add up', async () => {
    await inHistories(async (world) => {
      const list = async (month?: string) => {
        const input = chargesQuery.input.parse({ first: 100, ...defined({ month }) });
        return orReject(await world.chargeController.list(aCall(input, admin))).result;
      };
      let months = 0;
      for (const month of ['2026-02', '2026-03']) {
        const { items, totalMicros } = await list(month);
        assert.equal(
          items.reduce((sum, { node }) => sum + node.amountMicros, 0),
          totalMicros,
        );
        months += totalMicros;
      }
      assert.equal(months, (await list()).totalMicros);
    });
  });
});
