import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { linesOf, LogReader } from './log-reader.js';
import { nearestOfLevel } from './log-source.js';
import { MemoryLog, wireLines } from './testing.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

const withErrors = (number: number) => (number % 10 === 0 ? { level: 'ERROR' } : {});

async function started(log: MemoryLog, filter = {}) {
  const reader = new LogReader(log, filter);
  await reader.start();
  return reader;
}

describe('reading all lines', () => {
  it('reads the end, then only the pages that are looked at', async () => {
    const log = new MemoryLog(wireLines(1, 100_000));
    log.ended = true;
    const reader = await started(log);
    assert.deepEqual([reader.rows.count, reader.ended, log.isFollowed], [100_000, true, false]);
    assert.equal(reader.rows.at(99_999)!.text, 'line 100000');
    await reader.seek(50_000);
    assert.equal(reader.rows.at(reader.rows.rowOf(50_000))!.number, 50_000);
    // while a page is on its way it is not asked for again
    for (let each = 0; each < 5; each++) reader.want([20_000, 20_060]);
    await settle();
    assert.equal(reader.rows.at(20_010)!.number, 20_011);
    assert.equal(log.requests.length, 3);
  });

  it('follows without a gap, whatever came between the page and the stream', async () => {
    const log = new MemoryLog(wireLines(1, 700));
    const reader = await started(log);
    assert.deepEqual(log.followed, [{ fromLine: 701, filter: {} }]);
    log.write(wireLines(701, 720));
    assert.deepEqual([reader.rows.last, reader.rows.at(719)!.text], [720, 'line 720']);
    log.write(wireLines(721, 730), true);
    assert.deepEqual([reader.ended, log.isFollowed, reader.rows.count], [true, false, 730]);
  });

  it('goes to the end where lines come faster than they can be sent', async () => {
    const log = new MemoryLog(wireLines(1, 100));
    const reader = await started(log);
    for (let batch = 0; batch < 500 && log.followed.length < 2; batch++) {
      const { last } = reader.rows;
      log.writeBehind(wireLines(last + 1, last + 10_000), 100);
      await sleep(20);
    }
    assert.equal(log.followed.at(-1)!.fromLine, reader.rows.last - 499);
    // not for each batch: a connection is made for it
    assert.equal(log.followed.length, 2);
    log.write(wireLines(reader.rows.last + 1, reader.rows.last + 10), true);
    assert.equal(reader.rows.at(reader.rows.count - 1)!.number, reader.rows.last);
    reader.want([150, 160]);
    await settle();
    assert.equal(reader.rows.at(155)!.number, 156);
  });

  it('moves rows when the first lines are deleted', async () => {
    const log = new MemoryLog(wireLines(301, 1_000));
    const reader = await started(log);
    const before = reader.rows.shifted;
    assert.deepEqual([reader.rows.dropped, reader.rows.rowOf(301), reader.rows.rowOf(5)], [300, 0, 0]);
    const later = new MemoryLog(wireLines(401, 1_000));
    const moved = await started(later);
    assert.equal(moved.rows.shifted - before, -100);
  });

  it('says why a page did not come, asks no more by itself, and goes on when asked to', async () => {
    const log = new MemoryLog(wireLines(1, 5_000));
    const reader = await started(log);
    log.failure = new Error('away');
    reader.want([0, 50]);
    await settle();
    assert.equal(reader.failure, log.failure);
    reader.want([0, 50]);
    await settle();
    assert.equal(log.requests.length, 2);
    log.failure = undefined;
    await reader.retry();
    reader.want([0, 50]);
    await settle();
    assert.deepEqual([reader.failure, reader.rows.at(0)!.number], [undefined, 1]);
  });

  it('opens when it is asked again where the first page did not come', async () => {
    const log = new MemoryLog(wireLines(1, 10));
    log.failure = new Error('away');
    const reader = await started(log);
    assert.deepEqual([reader.opened, log.isFollowed], [false, false]);
    log.failure = undefined;
    await reader.retry();
    assert.deepEqual([reader.opened, log.isFollowed, reader.rows.count], [true, true, 10]);
  });
});

describe('reading the lines of a filter', () => {
  it('goes back to the first and on to the last one, a page at a time', async () => {
    const log = new MemoryLog(wireLines(1, 20_000, withErrors));
    const reader = await started(log, { level: 'ERROR' });
    assert.deepEqual([reader.rows.count, reader.rows.last], [500, 20_000]);
    while (reader.rows.at(0)!.number > 10) {
      const shifted = reader.rows.shifted;
      const first = reader.rows.at(0)!.number;
      reader.want([0, 50]);
      await settle();
      // what was seen is so many rows further down
      assert.equal(reader.rows.at(reader.rows.shifted - shifted)!.number, first);
    }
    assert.equal(reader.rows.count, 2_000);
    log.write(wireLines(20_001, 20_010, withErrors));
    assert.deepEqual([reader.rows.count, reader.rows.at(2_000)!.number], [2_001, 20_010]);
  });

  it('begins anew where it is sent far away, and comes back to the end', async () => {
    const log = new MemoryLog(wireLines(1, 200_000, withErrors));
    const reader = await started(log, { level: 'ERROR' });
    await reader.seek(70_003);
    assert.equal(reader.rows.at(reader.rows.rowOf(70_003))!.number, 70_010);
    const { count } = reader.rows;
    // what comes at the end does not continue what is shown
    log.write(wireLines(200_001, 200_010, withErrors));
    assert.deepEqual([reader.rows.count, reader.rows.last], [count, 200_010]);
    reader.want([count - 60, count]);
    await settle();
    assert.equal(reader.rows.count, count + 500);
    await reader.seekEnd();
    assert.equal(reader.rows.at(reader.rows.count - 1)!.number, 200_010);
  });
});

describe('the lines of a range', () => {
  it('are read by pages, up to a maximum', async () => {
    const log = new MemoryLog(wireLines(1, 10_000));
    const numbers = async (from: number, to: number, max: number) => {
      const lines = await linesOf(log, {}, { from, to }, max);
      return [lines.length, lines[0]?.number, lines.at(-1)?.number];
    };
    assert.deepEqual(await numbers(3_000, 7_500, 20_000), [4_501, 3_000, 7_500]);
    assert.deepEqual(await numbers(1, 10_000, 3_000), [3_000, 1, 3_000]);
    assert.deepEqual(await numbers(9_999, 99_999, 50), [2, 9_999, 10_000]);
  });
});

describe('the next line of a level', () => {
  it('is before or after a line', async () => {
    const log = new MemoryLog(wireLines(1, 100, withErrors));
    assert.equal(await nearestOfLevel(log, 'ERROR', {}, 20, 'next'), 30);
    assert.equal(await nearestOfLevel(log, 'ERROR', {}, 20, 'previous'), 10);
    assert.equal(await nearestOfLevel(log, 'ERROR', {}, 100, 'next'), undefined);
    assert.equal(await nearestOfLevel(log, 'ERROR', {}, 10, 'previous'), undefined);
    assert.equal(await nearestOfLevel(log, 'ERROR', { run: 2 }, 10, 'next'), undefined);
  });
});
