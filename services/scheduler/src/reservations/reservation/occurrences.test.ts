import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { repetition } from '@berth/contracts/scheduler/reservations';
import { addMs } from '@berth/kernel/clock';
import { timesAfter } from '../../jobs/schedule/timing.js';
import { occurrences } from './occurrences.js';

const window = { from: '2026-03-27T08:00:00.000Z', until: '2026-03-27T10:00:00.000Z' };
const given = (repeat: object, first = window) => occurrences(first, repetition.parse(repeat));
const begins = (repeat: object, first = window): string[] => {
  const found = given(repeat, first);
  assert.ok(found.ok, found.ok ? '' : found.error.message);
  return found.value.map(({ from }) => from.slice(0, 16));
};
const refused = (repeat: object): (string | undefined)[] => {
  const found = given(repeat);
  assert.ok(!found.ok);
  return [found.error.code, found.error.field];
};

describe('a recurring window', () => {
  it('comes every day, week, or on given days', () => {
    assert.deepEqual(begins({ every: 'day', count: 3 }), [
      '2026-03-27T08:00',
      '2026-03-28T08:00',
      '2026-03-29T08:00',
    ]);
    assert.deepEqual(begins({ every: 'week', count: 2 }), ['2026-03-27T08:00', '2026-04-03T08:00']);
    const twice = begins({ every: 'week', days: ['mon', 'wed'], until: '2026-04-06T08:00:00.000Z' });
    assert.deepEqual(twice, ['2026-03-30T08:00', '2026-04-01T08:00', '2026-04-06T08:00']);
  });
  it('keeps its time by the clock when summer time begins and ends, and its length', () => {
    const timeZone = 'Europe/Berlin';
    const spring = given({ every: 'day', count: 3, timeZone });
    assert.ok(spring.ok);
    assert.deepEqual(
      spring.value.map(({ from }) => from.slice(11, 16)),
      ['08:00', '08:00', '07:00'],
    );
    assert.ok(spring.value.every(({ from, until }) => Date.parse(until) - Date.parse(from) === 7_200_000));
    const autumn = { from: '2026-10-24T07:00:00.000Z', until: '2026-10-24T08:00:00.000Z' };
    assert.deepEqual(begins({ every: 'day', count: 2, timeZone }, autumn), [
      '2026-10-24T07:00',
      '2026-10-25T08:00',
    ]);
  });
  it('begins right after the gap where the clock skips it, as a schedule does', () => {
    const night = { from: '2026-03-28T01:30:00.000Z', until: '2026-03-28T02:00:00.000Z' };
    const skipped = begins({ every: 'day', count: 3, timeZone: 'Europe/Berlin' }, night);
    assert.deepEqual(skipped, ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']);
  });
  it('begins once where the clock shows its time twice, at the first', () => {
    const night = { from: '2026-10-24T00:30:00.000Z', until: '2026-10-24T01:00:00.000Z' };
    const twice = begins({ every: 'day', count: 3, timeZone: 'Europe/Berlin' }, night);
    assert.deepEqual(twice, ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']);
    const second = { from: '2026-10-25T01:30:00.000Z', until: '2026-10-25T02:00:00.000Z' };
    const asAsked = begins({ every: 'day', count: 2, timeZone: 'Europe/Berlin' }, second);
    assert.deepEqual(asAsked, ['2026-10-25T01:30', '2026-10-26T01:30']);
  });
  it('begins when a schedule of the same time does, in any zone', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tehran', 'Pacific/Apia'];
    const anyTime = fc.record({
      timeZone: fc.constantFrom(...zones),
      // around all that the zones went through from 2011 to 2024
      day: fc.integer({ min: 0, max: 13 * 365 }),
      minute: fc.integer({ min: 0, max: 1439 }),
    });
    fc.assert(
      fc.property(anyTime, ({ timeZone, day, minute }) => {
        const cron = `${minute % 60} ${Math.floor(minute / 60)} * * *`;
        const before = new Date(Date.UTC(2011, 0, 1 + day)).toISOString();
        const [from = '', ...later] = timesAfter({ cron, timeZone }, before, 104);
        // one that was moved itself would be repeated at the time to which it was moved
        fc.pre(timesAfter({ cron, timeZone }, from, 1)[0] === addMs(from, 24 * 3_600_000));
        const until = addMs(from, 600_000);
        const found = occurrences({ from, until }, repetition.parse({ every: 'day', count: 104, timeZone }));
        assert.ok(found.ok);
        assert.deepEqual(
          found.value.map((window) => window.from),
          [from, ...later],
        );
      }),
      { numRuns: 200 },
    );
  });
  it('ends, and says how', () => {
    assert.deepEqual(refused({ every: 'day' }), ['VALIDATION_FAILED', 'repeat.count']);
    assert.deepEqual(refused({ every: 'day', until: '2027-03-27T08:00:00.000Z' }), [
      'VALIDATION_FAILED',
      'repeat.until',
    ]);
    assert.deepEqual(refused({ every: 'day', until: '2026-03-26T08:00:00.000Z' }), [
      'VALIDATION_FAILED',
      'repeat.until',
    ]);
    assert.deepEqual(refused({ every: 'day', count: 1, timeZone: 'Mars' }), [
      'VALIDATION_FAILED',
      'repeat.timeZone',
    ]);
    assert.equal(begins({ every: 'week', count: 104 }).length, 104);
  });
});
