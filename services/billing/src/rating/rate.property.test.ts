import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { PriceBook, type Price } from '../price/price-book.js';
import { rate, type LeaseTime } from './rate.js';
import { sharesOf, type Hold } from './device-time.js';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const time = fc.integer({ min: 0, max: 100_000 }).map((ms) => START + ms);
const interval = fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const holds = fc.array(
  fc.oneof(
    interval,
    time.map((from): Hold => ({ from })),
  ),
  { maxLength: 12 },
);
const prices = fc
  .array(
    fc.record({
      poolId: fc.constantFrom(undefined, 'P', 'Q'),
      model: fc.constantFrom(undefined, 'A100', 'T4', 'CPU'),
      microsPerHour: fc.integer({ min: 0, max: 100_000_000_000 }),
      from: time.map((ms) => new Date(ms).toISOString()),
    }),
    { maxLength: 8 },
  )
  .map((list): Price[] => list.map((price, index) => ({ ...price, priceId: `price-${index}` })));
const device = { uuid: 'GPU-1', model: 'A100' };
const lease = interval.map(({ from, to }): LeaseTime => ({ poolId: 'P', devices: [device], from, to }));
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('rating, whatever the leases and prices', () => {
  it('covers the lease with shares, without gap or overlap', () => {
    fc.assert(
      fc.property(interval, holds, ({ from, to }, others) => {
        const shares = sharesOf(from, to, others);
        assert.equal(shares[0]?.from, from);
        assert.equal(shares.at(-1)?.to, to);
        for (const [index, share] of shares.entries()) {
          const next = shares[index + 1];
          if (next) assert.equal(share.to, next.from);
          if (share.from === share.to) continue;
          // who the others are may change within a share, how many they are may not
          for (const at of [share.from, share.to - 1]) {
            const holding = others.filter(({ from, to = Infinity }) => from <= at && to > at);
            assert.equal(share.sharers, 1 + holding.length);
          }
        }
      }),
    );
  });

  it('accounts for each millisecond once, in lines and in their shares', () => {
    fc.assert(
      fc.property(lease, holds, prices, (held, others, list) => {
        const rated = rate(held, () => others, new PriceBook(list));
        const whole = held.to - held.from;
        assert.equal(sum(rated.lines.map((line) => Math.round(line.seconds * 1000))), whole);
        assert.equal(
          sum(rated.lines.flatMap((line) => line.shares).map((share) => share.milliseconds)),
          whole,
        );
        assert.equal(sum(rated.lines.map((line) => line.amountMicros)), rated.amountMicros);
        assert.ok(rated.deviceSeconds <= rated.seconds);
      }),
    );
  });

  it('gives the same bill whatever the order of the other leases', () => {
    fc.assert(
      fc.property(lease, holds, prices, fc.infiniteStream(fc.nat()), (held, others, list, dice) => {
        const book = new PriceBook(list);
        const shuffled = others
          .map((hold) => ({ hold, place: dice.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ hold }) => hold);
        assert.deepEqual(
          rate(held, () => shuffled, book),
          rate(held, () => others, book),
        );
      }),
    );
  });

  it('never charges the sharers of a device more than one alone would pay', () => {
    fc.assert(
      fc.property(interval, fc.integer({ min: 2, max: 12 }), prices, ({ from, to }, count, list) => {
        const book = new PriceBook(list);
        const held: LeaseTime = { poolId: 'P', devices: [device], from, to };
        const others = Array.from({ length: count - 1 }, () => ({ from, to }));
        const each = rate(held, () => others, book);
        const alone = rate(held, () => [], book);
        assert.ok(each.amountMicros * count <= alone.amountMicros);
        assert.ok(each.deviceSeconds * count <= alone.deviceSeconds + 1e-9);
        assert.ok(alone.amountMicros - each.amountMicros * count <= count * each.lines.length);
      }),
    );
  });

  it('never goes below nothing, and costs more for longer', () => {
    fc.assert(
      fc.property(lease, prices, fc.nat(50_000), (held, list, more) => {
        const book = new PriceBook(list);
        const rated = rate(held, () => [], book);
        const longer = rate({ ...held, to: held.to + more }, () => [], book);
        assert.ok(rated.amountMicros >= 0);
        assert.ok(longer.amountMicros >= rated.amountMicros);
      }),
    );
  });
});
