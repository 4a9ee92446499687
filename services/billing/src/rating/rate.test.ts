import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { PriceBook, type Price } from '../price/price-book.js';
import { rate, type LeaseTime } from './rate.js';
import type { Hold } from './device-time.js';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const minutes = (count: number): number => START + count * 60_000;
const hold = (from: number, to?: number): Hold => ({
  from: minutes(from),
  to: to === undefined ? undefined : minutes(to),
});
const aLease = (changes: Partial<LeaseTime> = {}): LeaseTime => ({
  poolId: 'P',
  devices: [{ uuid: 'GPU-1', model: 'A100' }],
  from: minutes(0),
  to: minutes(60),
  ...changes,
});
const aPrice = (microsPerHour: number, changes: Partial<Price> = {}): Price => ({
  priceId: `price-${microsPerHour}`,
  microsPerHour,
  from: '2026-01-01T00:00:00.000Z',
  ...changes,
});
const alone = () => [];

describe('rating a lease', () => {
  it('charges each device by the second', () => {
    const devices = [
      { uuid: 'GPU-1', model: 'A100' },
      { uuid: 'GPU-2', model: 'A100' },
    ];
    const rated = rate(aLease({ devices, to: minutes(90) }), alone, new PriceBook([aPrice(2_000_000)]));
    assert.equal(rated.seconds, 5400);
    assert.equal(rated.deviceSeconds, 10_800);
    assert.equal(rated.amountMicros, 6_000_000);
    assert.deepEqual(
      rated.lines.map((line) => [line.uuid, line.amountMicros, line.priceId]),
      [
        ['GPU-1', 3_000_000, 'price-2000000'],
        ['GPU-2', 3_000_000, 'price-2000000'],
      ],
    );
  });

  it('splits a shared device instant by instant', () => {
    const others = () => [hold(30, 50), hold(40), hold(60, 70)];
    const [line] = rate(aLease(), others, new PriceBook([aPrice(6_000_000)])).lines;
    assert.deepEqual(line?.shares, [
      { sharers: 1, milliseconds: 30 * 60_000 },
      { sharers: 2, milliseconds: 20 * 60_000 },
      { sharers: 3, milliseconds: 10 * 60_000 },
    ]);
    assert.equal(line?.seconds, 3600);
    assert.equal(line?.deviceSeconds, (30 + 20 / 2 + 10 / 3) * 60);
    assert.equal(line?.amountMicros, 4_333_333);
  });

  it('splits lines where the price changes', () => {
    const raised = aPrice(4_000_000, { from: new Date(minutes(45)).toISOString() });
    const rated = rate(aLease(), alone, new PriceBook([aPrice(2_000_000), raised]));
    assert.deepEqual(
      rated.lines.map((line) => [line.seconds, line.amountMicros]),
      [
        [2700, 1_500_000],
        [900, 1_000_000],
      ],
    );
    assert.equal(rated.amountMicros, 2_500_000);
  });

  it('is free and says so where no price was set', () => {
    const rated = rate(aLease(), alone, new PriceBook([aPrice(5, { poolId: 'another' })]));
    assert.equal(rated.amountMicros, 0);
    assert.deepEqual([rated.lines[0]?.priceId, rated.lines[0]?.seconds], [undefined, 3600]);
  });

  it('meters a CPU slot, which is not shared', () => {
    const book = new PriceBook([aPrice(2_000_000), aPrice(60_000, { model: 'CPU' })]);
    const rated = rate(aLease({ devices: [] }), () => [hold(0, 60)], book);
    assert.deepEqual([rated.lines[0]?.uuid, rated.lines[0]?.model], ['cpu', 'CPU']);
    assert.deepEqual([rated.deviceSeconds, rated.amountMicros], [3600, 60_000]);
  });

  it('charges nothing for no time', () => {
    const rated = rate(aLease({ to: minutes(0) }), () => [hold(-10)], new PriceBook([aPrice(2_000_000)]));
    assert.deepEqual([rated.lines.length, rated.seconds, rated.amountMicros], [1, 0, 0]);
  });

  it('rounds down, and only once a line', () => {
    const rated = rate(aLease({ to: START + 1_799 }), alone, new PriceBook([aPrice(3_600)]));
    assert.equal(rated.amountMicros, 1);
  });
});
