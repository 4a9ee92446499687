import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import fc from 'fast-check';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { arrived, idOf } from '../testing/chunks.js';
import { LogArchive } from './log-archive.js';
import { MetricReader } from './metric-reader.js';
import type { LogFilter } from './line-index.js';
import { LogReader } from './log-reader.js';
import { pageAfter } from '../testing/pages.js';
import { freshFolder } from '../testing/telemetry-world.js';

const JOB = idOf('job');

function open() {
  const archive = new LogArchive(freshFolder());
  onTestEnd(() => archive.close());
  return { archive, reader: new LogReader(archive), metricReader: new MetricReader(archive) };
}

/** Reads all pages of so many lines. */
function readAll(reader: LogReader, limit: number, filter: LogFilter = {}, jobId = JOB): string[] {
  const texts: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 10_000; pages += 1) {
    const page = pageAfter(reader, jobId, filter, { after, limit });
    texts.push(...page.lines.map((line) => line.text));
    after = page.cursor;
    if (page.exhausted) return texts;
  }
  throw new Error('the pages never end');
}

describe('reading the archive', () => {
  it('gives pages that concatenate to the whole, whatever their size and however long the chunks', () => {
    const { archive, reader } = open();
    const line = fc.string({ unit: 'binary', maxLength: 700 }).map((text) => text.replaceAll(/[\r\n]/g, '.'));
    const texts = fc.array(fc.array(line, { minLength: 1, maxLength: 6 }), { maxLength: 70 });
    let count = 0;
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 50 }), (chunks, limit) => {
        const job = `job ${(count += 1)}`;
        archive.write(
          chunks.map((lines, seq) =>
            arrived({ seq, text: lines.map((each) => `${each}\n`).join('') }, { job }),
          ),
        );
        const expected = chunks.flat().map((each) => Buffer.from(each).toString());
        assert.deepEqual(readAll(reader, limit, {}, idOf(job)), expected);
      }),
      { numRuns: 40 },
    );
  });

  it('goes on after any line, also when more has come since', () => {
    const { archive, reader } = open();
    archive.write([arrived({ text: 'a\nb\n' })]);
    const first = pageAfter(reader, JOB, {}, { limit: 10 });
    assert.deepEqual([first.exhausted, first.lines.length], [true, 2]);
    archive.write([arrived({ seq: 1, text: 'c\nd\n' })]);
    const texts = (after: string) =>
      pageAfter(reader, JOB, {}, { after, limit: 10 }).lines.map((line) => line.text);
    assert.deepEqual(texts(first.cursor), ['c', 'd']);
    assert.deepEqual(texts(first.lines[0]?.cursor ?? ''), ['b', 'c', 'd']);
    assert.deepEqual(texts(first.lines[1]?.cursor ?? ''), ['c', 'd']);
  });

  it('filters by run, stream and level, and finds the last of many', () => {
    const { archive, reader } = open();
    const chatter = Array.from({ length: 300 }, (_, seq) => arrived({ seq, text: 'chatter\nmore\n' }));
    archive.write([...chatter, arrived({ seq: 300, text: 'ERROR out\nINFO x\n' })]);
    archive.write([
      arrived({ text: 'ERROR err\n', stream: 'stderr' }),
      arrived({ text: 'ERROR two\n' }, { run: 2 }),
    ]);
    const texts = (filter: LogFilter) => readAll(reader, 100, filter);
    assert.deepEqual(texts({ level: 'error' }), ['ERROR out', 'ERROR err', 'ERROR two']);
    assert.deepEqual(texts({ level: 'error', run: 1, stream: 'stdout' }), ['ERROR out']);
    assert.deepEqual(texts({ run: 2 }), ['ERROR two']);
    assert.deepEqual(texts({ stream: 'stderr' }), ['ERROR err']);
    assert.deepEqual(texts({ level: 'fatal' }), []);
    assert.equal(texts({}).length, 604);
  });

  it('says what a line is', () => {
    const { archive, reader } = open();
    const log = JSON.stringify({ level: 'warn', message: 'hm', stage: 'eval' });
    archive.write([arrived({ text: `${log}\nplain\nnot end` })]);
    const [first, second, third] = pageAfter(reader, JOB, {}, { limit: 10 }).lines;
    assert.deepEqual(
      [first?.level, first?.stage, first?.text, first?.partial],
      ['warn', 'eval', log, undefined],
    );
    assert.deepEqual([second?.level, second?.stage], [undefined, undefined]);
    assert.equal(third?.partial, true);
  });

  it('bounds a page by its text too, but always gives a line', () => {
    const { archive, reader } = open();
    const long = (seq: number): Partial<LogChunk> => ({ seq, text: `${'x'.repeat(200_000)}\n` });
    archive.write([arrived(long(0)), arrived(long(1)), arrived(long(2)), arrived(long(3))]);
    const first = pageAfter(reader, JOB, {}, { limit: 100 });
    assert.deepEqual([first.lines.length, first.exhausted], [2, false]);
    assert.equal(pageAfter(reader, JOB, {}, { limit: 100, after: first.cursor }).lines.length, 2);
  });

  it('pages metrics, by run where asked', () => {
    const { archive, metricReader } = open();
    const epoch = (number: number) =>
      `${JSON.stringify({ type: 'metrics', epoch: number, loss: 1 / number })}\n`;
    archive.write([arrived({ text: `go\n${epoch(1)}${epoch(2)}` }), arrived({ text: epoch(1) }, { run: 2 })]);
    archive.write([arrived({ seq: 1, text: epoch(4) })]);
    const epochs = (after: string | undefined, limit: number, run?: number) => {
      const page = metricReader.metrics(JOB, run, { after, limit });
      return { ...page, points: page.points.map(({ run: of, values }) => [of, values['epoch']]) };
    };
    const first = epochs(undefined, 3);
    assert.deepEqual(
      [first.points, first.exhausted],
      [
        [
          [1, 1],
          [1, 2],
          [2, 1],
        ],
        false,
      ],
    );
    const second = epochs(first.cursor, 3);
    assert.deepEqual([second.points, second.exhausted], [[[1, 4]], true]);
    assert.deepEqual(epochs(undefined, 10, 1).points, [
      [1, 1],
      [1, 2],
      [1, 4],
    ]);
    assert.deepEqual(epochs(second.cursor, 10).points, []);
  });

  it('has nothing of an unknown job, and refuses what is no cursor', () => {
    const { reader } = open();
    assert.deepEqual(pageAfter(reader, idOf('unknown'), {}, { limit: 1 }).lines, []);
    for (const after of ['', 'x', '1', '1.2.3', '-1.0', '1e9.0']) {
      assert.throws(() => pageAfter(reader, JOB, {}, { after, limit: 1 }), /after: is not a valid cursor/);
    }
  });
});
