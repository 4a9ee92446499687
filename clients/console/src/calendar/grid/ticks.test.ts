import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { HOUR, type Scale } from './scale.js';
import { dayTicks, hourTicks, offHours, type Reader } from './ticks.js';
import { addDays, dayStarts, startOfDay } from './zone.js';

const at = (iso: string): number => Date.parse(iso);
const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
const BERLIN: Reader = { zone: 'Europe/Berlin', locale: 'en-GB-u-ca-gregory' };
const TEHRAN: Reader = { zone: 'Asia/Tehran', locale: 'fa-IR-u-ca-persian' };

const days = (count: number, fromIso: string, { zone }: Reader, width = 2000): Scale => {
  const from = startOfDay(at(fromIso), zone);
  return { from, until: addDays(from, count, zone), width };
};
/** What the reader's clock shows. */
const wall = (instants: readonly number[], { zone }: Reader): string[] =>
  instants.map((instant) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant),
  );

describe('days', () => {
  it('are 25 hours long where the clock is put back, and 23 where it is put forward', () => {
    const autumn = dayTicks(days(7, '2026-10-22T12:00Z', BERLIN), BERLIN);
    assert.deepEqual(
      autumn.map(({ from, until }) => (until - from) / HOUR),
      [24, 24, 24, 25, 24, 24, 24],
    );
    const spring = dayTicks(days(7, '2027-03-25T12:00Z', BERLIN), BERLIN);
    assert.deepEqual(
      spring.map(({ from, until }) => (until - from) / HOUR),
      [24, 24, 24, 23, 24, 24, 24],
    );
  });

  it('begin at the first instant where a clock change leaves no midnight', () => {
    // Beirut goes from 23:59 on 27 March to 01:00 on 28 March 2027
    const [, second] = dayStarts(at('2027-03-27T10:00Z'), at('2027-03-29T10:00Z'), 'Asia/Beirut');
    assert.equal(second === undefined ? '' : iso(second), '2027-03-27T22:00');
  });

  it('follow the Persian calendar: its months, its year and its weekend', () => {
    // 1 Dey 1405 is 22 December 2026; 1 Farvardin 1406 is 21 March 2027
    const dey = dayTicks(days(14, '2026-12-15T12:00Z', TEHRAN), TEHRAN);
    assert.deepEqual(
      dey.filter(({ begins }) => begins).map(({ from, begins }) => [iso(from), begins]),
      [['2026-12-21T20:30', 'month']],
    );
    const [nowruz] = dayTicks(days(7, '2027-03-18T12:00Z', TEHRAN), TEHRAN).filter(({ begins }) => begins);
    assert.deepEqual([nowruz && iso(nowruz.from), nowruz?.begins], ['2027-03-20T20:30', 'year']);
    const weekend = dey.filter((day) => day.weekend).map(({ from }) => iso(from + 12 * HOUR).slice(0, 10));
    assert.ok(weekend.includes('2026-12-18'), 'Friday');
    assert.ok(!weekend.includes('2026-12-20'), 'Sunday is a working day');
  });

  it('can be Persian for a reader of English', () => {
    const reader = { zone: 'Europe/Berlin', locale: 'en-GB-u-ca-persian' };
    const begins = dayTicks(days(7, '2026-12-19T12:00Z', reader), reader).filter((day) => day.begins);
    assert.deepEqual(
      begins.map(({ from }) => iso(from)),
      ['2026-12-21T23:00'],
    );
  });
});

describe('hours', () => {
  it('show 02:00 twice in the night in which the clock is put back', () => {
    const scale = days(1, '2026-10-25T12:00Z', BERLIN);
    assert.deepEqual(wall(hourTicks(scale, BERLIN), BERLIN).slice(0, 5), [
      '01:00',
      '02:00',
      '02:00',
      '03:00',
      '04:00',
    ]);
  });

  it('leave 02:00 out in the night in which it is put forward', () => {
    const scale = days(1, '2027-03-28T12:00Z', BERLIN);
    assert.deepEqual(wall(hourTicks(scale, BERLIN), BERLIN).slice(0, 3), ['01:00', '03:00', '04:00']);
  });

  it('stay at the same hours of the clock through a week with a clock change', () => {
    const scale = days(7, '2026-10-22T12:00Z', BERLIN, 1200);
    const shown = new Set(wall(hourTicks(scale, BERLIN), BERLIN));
    assert.deepEqual([...shown].sort(), ['06:00', '12:00', '18:00']);
  });

  it('are full hours in a zone of quarter hours', () => {
    const reader = { zone: 'Asia/Kathmandu', locale: 'en-GB' };
    const shown = wall(hourTicks(days(2, '2026-12-03T12:00Z', reader), reader), reader);
    assert.ok(shown.length > 20);
    for (const time of shown) assert.match(time, /:00$/);
  });

  it('are none where there is no room', () => {
    assert.deepEqual(hourTicks(days(14, '2026-12-01T12:00Z', BERLIN, 500), BERLIN), []);
  });
});

describe('shading', () => {
  it('joins the nights of a weekend, and follows the clock over its change', () => {
    // Friday to Tuesday; the clock goes back on Sunday
    const ticks = dayTicks(days(5, '2026-10-23T12:00Z', BERLIN), BERLIN);
    const spans = offHours(ticks, BERLIN, { from: 8, until: 20 });
    assert.deepEqual(
      spans.map(({ from, until }) => `${iso(from)} ${iso(until)}`),
      [
        '2026-10-22T22:00 2026-10-23T06:00',
        '2026-10-23T18:00 2026-10-26T07:00',
        '2026-10-26T19:00 2026-10-27T07:00',
        '2026-10-27T19:00 2026-10-27T23:00',
      ],
    );
  });
});
