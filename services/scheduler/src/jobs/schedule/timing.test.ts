import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { defined } from '@berth/kernel/defined';
import { checkTiming, dueAt, timesAfter } from './timing.js';

const NOW = '2026-01-05T09:00:00.000Z';
const wrong = (cron: string, timeZone = 'UTC', until?: string) =>
  checkTiming({ cron, timeZone, ...defined({ until }) }, NOW)?.field;
const times = (cron: string, timeZone: string, after: string, count: number) =>
  timesAfter({ cron, timeZone }, after, count).map((time) => time.slice(5, 16));

describe('the times of a schedule', () => {
  it('are said by five fields, six, or a name', () => {
    assert.equal(wrong('30 2 * * 1-5'), undefined);
    assert.equal(wrong('*/10 * * * * *'), undefined);
    assert.equal(wrong('@daily', 'Asia/Tehran'), undefined);
    assert.deepEqual(times('@daily', 'Asia/Shanghai', NOW, 2), ['01-05T16:00', '01-06T16:00']);
  });
  it('that are none are refused by name', () => {
    for (const cron of [
      '',
      'daily',
      '* * * *',
      '61 * * * *',
      '* * * * * * 2027',
      '2027-01-01T00:00:00',
      '@never',
    ])
      assert.equal(wrong(cron), 'cron', cron);
    assert.equal(wrong('0 0 30 2 *'), 'cron');
    for (const zone of ['', 'Mars/Olympus', '+01:00', 'CETT'])
      assert.equal(wrong('@daily', zone), 'timeZone', zone);
    assert.equal(wrong('@daily', 'UTC', '2026-01-05T08:00:00.000Z'), 'until');
    assert.equal(wrong('@yearly', 'UTC', '2026-02-01T00:00:00.000Z'), 'until');
  });
  it('are refused with the part that is wrong, and with what would be right', () => {
    const said = (cron: string) => checkTiming({ cron, timeZone: 'UTC' }, NOW)?.message;
    assert.match(said('0 25 * * *') ?? '', /^cron: the hour "25" of "0 25 \* \* \*" is wrong: give 0 to 23;/);
    assert.match(said('0 0 32 * *') ?? '', /the day of month "32" .* give 1 to 31/);
    assert.match(said('0 0 * 13 *') ?? '', /the month "13" .* give 1 to 12 or JAN to DEC/);
    assert.match(said('0 0 * * 8') ?? '', /the day of week "8" .* give 0 to 7/);
    assert.match(said('99 0 0 * * *') ?? '', /the second "99" .* give 0 to 59/);
    assert.match(said('0 22-2 * * *') ?? '', /the hour "22-2" .* write 22-23,0-2$/);
    assert.match(said('5/10 * * * *') ?? '', /the minute "5\/10" .* write 5-59\/10$/);
    assert.match(said('* * * *') ?? '', /has 4 fields; give five such as/);
    assert.match(said('@noon') ?? '', /"@noon" is not a known name; use @hourly, @daily/);
    assert.match(said('0 0 30 2 *') ?? '', /never occurs: no month that it names has such a day/);
  });
  it('are on days of either where both day of month and day of week are named', () => {
    assert.deepEqual(times('0 0 13 * 5', 'UTC', '2026-02-06T00:00:00.000Z', 3), [
      '02-13T00:00',
      '02-20T00:00',
      '02-27T00:00',
    ]);
    assert.deepEqual(times('0 0 15 * 5', 'UTC', '2026-02-13T00:00:00.000Z', 2), [
      '02-15T00:00',
      '02-20T00:00',
    ]);
  });
  it('come once, after the gap, where an hour does not exist', () => {
    // Berlin, 29 March 2026: 02:00 becomes 03:00
    assert.deepEqual(times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00.000Z', 2), [
      '03-29T01:00',
      '03-30T00:30',
    ]);
    const firstFive = (cron: string) =>
      times(cron, 'Europe/Berlin', '2026-03-28T12:00:00.000Z', 5).filter((time) => time < '03-30');
    assert.deepEqual(firstFive('15,45 2 * * *'), ['03-29T01:00']);
    assert.deepEqual(firstFive('*/30 2 * * *'), ['03-29T01:00']);
    assert.deepEqual(firstFive('30 2-3 * * *'), ['03-29T01:00', '03-29T01:30']);
    assert.deepEqual(firstFive('30 2,14 * * *'), ['03-28T13:30', '03-29T01:00', '03-29T12:30']);
    assert.deepEqual(times('0 * * * *', 'Europe/Berlin', '2026-03-29T00:30:00.000Z', 2), [
      '03-29T01:00',
      '03-29T02:00',
    ]);
  });
  it('come once where an hour comes twice, and hourly ones in both', () => {
    // Berlin, 25 October 2026: 03:00 becomes 02:00
    assert.deepEqual(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00.000Z', 2), [
      '10-25T00:30',
      '10-26T01:30',
    ]);
    assert.deepEqual(times('15,45 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00.000Z', 3), [
      '10-25T00:15',
      '10-25T00:45',
      '10-26T01:15',
    ]);
    assert.deepEqual(times('30 * * * *', 'Europe/Berlin', '2026-10-25T00:00:00.000Z', 3), [
      '10-25T00:30',
      '10-25T01:30',
      '10-25T02:30',
    ]);
  });
});

describe('what is due', () => {
  const hourly = { cron: '0 * * * *', timeZone: 'UTC', catchUp: 'latest', handledUpTo: NOW } as const;
  const at = (time: string) => `2026-01-05T${time}:00.000Z`;

  it('is nothing before its time, and then that time, to the instant', () => {
    assert.equal(dueAt(hourly, '2026-01-05T09:59:59.999Z'), undefined);
    assert.equal(dueAt(hourly, at('10:00')), at('10:00'));
    assert.equal(dueAt(hourly, '2026-01-05T10:00:00.500Z'), at('10:00'));
    assert.equal(dueAt({ ...hourly, handledUpTo: at('10:00') }, '2026-01-05T10:00:00.500Z'), undefined);
  });
  it('is the last of many that were missed, or none', () => {
    assert.equal(dueAt(hourly, at('15:30')), at('15:00'));
    assert.equal(dueAt({ ...hourly, catchUp: 'none' }, at('15:30')), undefined);
    assert.equal(dueAt({ ...hourly, catchUp: 'none' }, '2026-01-05T15:00:30.000Z'), at('15:00'));
    const everySecond = { ...hourly, cron: '* * * * * *' };
    assert.equal(dueAt(everySecond, '2036-01-05T09:00:00.000Z'), '2036-01-05T09:00:00.000Z');
  });
  it('is nothing again after the clock has stepped back', () => {
    assert.equal(dueAt({ ...hourly, handledUpTo: at('15:00') }, at('12:00')), undefined);
    assert.equal(dueAt({ ...hourly, handledUpTo: at('15:00') }, at('16:00')), at('16:00'));
  });
  it('is nothing after its end but what came before', () => {
    const ending = { ...hourly, until: at('11:30') };
    assert.equal(dueAt(ending, at('15:00')), at('11:00'));
    assert.equal(dueAt({ ...ending, handledUpTo: at('11:00') }, at('15:00')), undefined);
    assert.deepEqual(timesAfter(ending, at('10:30'), 5), [at('11:00')]);
  });
});
