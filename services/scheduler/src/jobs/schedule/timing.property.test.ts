import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { dueAt, timesAfter } from './timing.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Zones, and instants at which their clocks are changed: by an hour, by half of one, at midnight, by a whole day. */
const changes: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Asia/Tehran', '2021-03-21T20:30:00Z'],
  ['Asia/Tehran', '2021-09-21T19:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Antarctica/Troll', '2026-03-29T01:00:00Z'],
  ['America/Caracas', '2016-05-01T07:00:00Z'],
  ['UTC', '2026-03-29T01:00:00Z'],
];

/** What each field names; undefined for all. */
interface Named {
  readonly minutes?: readonly number[] | undefined;
  readonly hours?: readonly number[] | undefined;
  readonly days?: readonly number[] | undefined;
  readonly weekdays?: readonly number[] | undefined;
}

const some = (min: number, max: number, most: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const named: fc.Arbitrary<Named> = fc.record({
  minutes: fc.oneof(some(0, 59, 4), fc.constant([0, 15, 30, 45]), fc.constant(undefined)),
  // most of them near the hours at which clocks are changed
  hours: fc.oneof(some(0, 3, 3), some(0, 23, 6), fc.constant(undefined)),
  days: maybe(some(1, 31, 10)),
  weekdays: maybe(some(0, 6, 3)),
});
const text = ({ minutes, hours, days, weekdays }: Named): string =>
  [minutes, hours, days, undefined, weekdays].map((all) => all?.join(',') ?? '*').join(' ');

/** Day of month and day of week unite where both are named, as cron has it. */
function names({ minutes, hours, days, weekdays }: Named, local: number): boolean {
  const shown = new Date(local);
  const [day, weekday] = [days?.includes(shown.getUTCDate()), weekdays?.includes(shown.getUTCDay())];
  const on = day === undefined ? (weekday ?? true) : day || (weekday ?? false);
  const inTime = minutes?.includes(shown.getUTCMinutes()) ?? true;
  return inTime && (hours?.includes(shown.getUTCHours()) ?? true) && on;
}

/** A wall clock that is read every minute. */
function walk(expression: Named, timeZone: string, from: number, until: number): string[] {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const shownAt = (at: number): number => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part['year'] ?? 0, (part['month'] ?? 0) - 1, part['day'], part['hour'], part['minute']);
  };
  const times: string[] = [];
  // a day earlier, since a clock may have been put back just before
  let latest = shownAt(from - DAY - MINUTE);
  for (let at = from - DAY; at < until; at += MINUTE) {
    const shown = shownAt(at);
    let comes = false;
    if (!expression.hours) comes = names(expression, shown);
    else for (let time = latest + MINUTE; time <= shown; time += MINUTE) comes ||= names(expression, time);
    latest = Math.max(latest, shown);
    if (comes && at >= from) times.push(new Date(at).toISOString());
  }
  return times;
}

describe('the times of any expression in any zone', () => {
  const around = fc.record({
    change: fc.constantFrom(...changes),
    expression: named,
    before: fc.integer({ min: 0, max: 2880 }),
    length: fc.integer({ min: 1, max: 2880 }),
  });

  it('are those of a wall clock that is looked at every minute', () => {
    fc.assert(
      fc.property(around, ({ change: [timeZone, at], expression, before, length }) => {
        const from = Date.parse(at) - before * MINUTE;
        const until = from + length * MINUTE;
        const expected = walk(expression, timeZone, from, until);
        const timing = { cron: text(expression), timeZone, until: new Date(until - 1).toISOString() };
        const found = timesAfter(timing, new Date(from - 1).toISOString(), expected.length + 1);
        assert.deepEqual(found, expected);
      }),
      { numRuns: 400 },
    );
  });

  it('are due one after the other, whenever one looks', () => {
    fc.assert(
      fc.property(around, ({ change: [timeZone, at], expression, before, length }) => {
        const from = Date.parse(at) - before * MINUTE;
        const now = new Date(from + length * MINUTE + 30_000).toISOString();
        const timing = { cron: text(expression), timeZone };
        const expected = walk(expression, timeZone, from, Date.parse(now)).at(-1);
        const handledUpTo = new Date(from - 1).toISOString();
        assert.equal(dueAt({ ...timing, catchUp: 'latest', handledUpTo }, now), expected);
      }),
      { numRuns: 400 },
    );
  });
});
