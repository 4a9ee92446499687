import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import fc from 'fast-check';
import type { LogLine } from '@berth/contracts/telemetry/operations';
import { arrived, idOf } from '../testing/chunks.js';
import { pageAfter, pageBefore } from '../testing/pages.js';
import { freshFolder } from '../testing/telemetry-world.js';
import { LogArchive } from './log-archive.js';
import { LogReader, type LinePage, type PagePlace } from './log-reader.js';
import { pruneSlice } from './retention.js';

const JOB = idOf('job');
const DAY = 86_400_000;

function open(folder = freshFolder()) {
  const clock = { ms: 0 };
  const archive = new LogArchive(folder, () => clock.ms);
  onTestEnd(() => archive.close());
  const reader = new LogReader(archive);
  const at = (place: PagePlace, { first = 0, last = 0 } = {}): LinePage =>
    reader.page(JOB, {}, { place, first, last });
  return { archive, reader, clock, at, folder };
}

const textsOf = ({ lines }: { readonly lines: readonly LogLine[] }) => lines.map(({ text }) => text);
const numbersOf = ({ lines }: { readonly lines: readonly LogLine[] }) => lines.map(({ number }) => number);
const countTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

/** Lines named by their numbers, so many in each chunk. */
function numbered(chunks: number, linesPerChunk: number, changes: (seq: number) => object = () => ({})) {
  return Array.from({ length: chunks }, (_, seq) => {
    const text = countTo(linesPerChunk, seq * linesPerChunk + 1)
      .map((number) => `line ${number}\n`)
      .join('');
    return arrived({ seq, text, ...changes(seq) });
  });
}

describe('reading backwards', () => {
  it('gives each line once and in order, whatever comes meanwhile, and whatever the pages and chunks', () => {
    const { archive, reader } = open();
    let count = 0;
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 12 }), fc.boolean(), (chunks, limit, hasOtherStream) => {
        const job = `job ${(count += 1)}`;
        let seq = 0;
        let written = 0;
        const write = (size: number): void => {
          const text = countTo(size, written + 1)
            .map((number) => `${number}\n`)
            .join('');
          written += size;
          archive.write([arrived({ seq, text }, { job })]);
          if (hasOtherStream) archive.write([arrived({ seq, text: 'other\n', stream: 'stderr' }, { job })]);
          seq += 1;
        };
        chunks.forEach(write);
        const before = written;
        const found: string[] = [];
        let cursor: string | undefined;
        for (let page; !page || page.hasEarlier;) {
          page = pageBefore(reader, idOf(job), { stream: 'stdout' }, { before: cursor, limit });
          assert.ok(page.lines.length === limit || !page.hasEarlier);
          found.unshift(...textsOf(page));
          cursor = page.startCursor;
          write(1);
        }
        assert.deepEqual(found, countTo(before).map(String));
      }),
      { numRuns: 60 },
    );
  });

  it('begins at the end, from where the page can be followed on', () => {
    const { archive, reader } = open();
    archive.write(numbered(10, 7));
    const end = pageBefore(reader, JOB, {}, { limit: 3 });
    assert.deepEqual(textsOf(end), ['line 68', 'line 69', 'line 70']);
    assert.deepEqual([end.exhausted, end.hasEarlier], [true, true]);
    archive.write([arrived({ seq: 10, text: 'more\n' })]);
    const next = pageAfter(reader, JOB, {}, { after: end.cursor, limit: 10 });
    assert.deepEqual([textsOf(next), next.hasEarlier], [['more'], true]);
    const back = pageBefore(reader, JOB, {}, { before: next.startCursor, limit: 2 });
    assert.deepEqual(textsOf(back), ['line 69', 'line 70']);
  });

  it('filters, and says when nothing of the filter precedes', () => {
    const { archive, reader } = open();
    archive.write(numbered(100, 2));
    archive.write([arrived({ text: 'ERROR one\nnot\nERROR two\n', stream: 'stderr' })]);
    archive.write([arrived({ seq: 100, text: 'ERROR out\n' }), arrived({ text: 'again\n' }, { run: 2 })]);
    const errors = pageBefore(reader, JOB, { level: 'error' }, { limit: 2 });
    assert.deepEqual([textsOf(errors), errors.hasEarlier], [['ERROR two', 'ERROR out'], true]);
    const rest = pageBefore(reader, JOB, { level: 'error' }, { before: errors.startCursor, limit: 2 });
    assert.deepEqual([textsOf(rest), rest.hasEarlier], [['ERROR one'], false]);
    const run = pageBefore(reader, JOB, { run: 2 }, { limit: 5 });
    assert.deepEqual([textsOf(run), numbersOf(run), run.hasEarlier], [['again'], [205], false]);
  });

  it('bounds a page by its text too, and takes it from the end', () => {
    const { archive, reader } = open();
    archive.write(countTo(4, 0).map((seq) => arrived({ seq, text: `${'x'.repeat(200_000)}\n` })));
    const page = pageBefore(reader, JOB, {}, { limit: 100 });
    assert.deepEqual([numbersOf(page), page.hasEarlier], [[3, 4], true]);
  });
});

describe('a page at a line', () => {
  it('is from the line on, before it, or around it', () => {
    const { archive, at } = open();
    archive.write(numbered(20, 5));
    for (const number of [1, 5, 6, 7, 50, 99, 100]) {
      const place = { at: 'line', number } as const;
      const last = Math.min(3, number - 1);
      const first = Math.min(4, 101 - number);
      assert.deepEqual(numbersOf(at(place, { first: 4 })), countTo(first, number), `from ${number}`);
      assert.deepEqual(numbersOf(at(place, { last: 3 })), countTo(last, number - last), `before ${number}`);
      const around = at(place, { first: 4, last: 3 });
      assert.deepEqual(numbersOf(around), countTo(last + first, number - last), `around ${number}`);
      assert.equal(around.hasEarlier, number > 4);
      for (const line of around.lines) assert.equal(line.text, `line ${line.number}`);
    }
    const beyond = at({ at: 'line', number: 101 }, { first: 5, last: 2 });
    assert.deepEqual([numbersOf(beyond), beyond.exhausted], [[99, 100], true]);
  });

  it('is from the first line that is kept where earlier ones were deleted, and says why they were', () => {
    const { archive, clock, at } = open();
    archive.write(numbered(5, 4));
    clock.ms = 2 * DAY;
    archive.write([arrived({ seq: 5, text: 'late 1\nlate 2\n' })]);
    pruneSlice(archive.database, { maxAgeMs: DAY, maxBytes: Infinity }, clock.ms);
    const page = at({ at: 'line', number: 3 }, { first: 5 });
    assert.deepEqual(
      [textsOf(page), numbersOf(page)],
      [
        ['late 1', 'late 2'],
        [21, 22],
      ],
    );
    const kept = { lineCount: 2, firstNumber: 21, lastNumber: 22, dropped: 20, droppedBy: 'age' } as const;
    assert.deepEqual([page.kept, page.hasEarlier], [kept, false]);
    assert.deepEqual(numbersOf(at({ at: 'start' }, { first: 1 })), [21]);
    pruneSlice(archive.database, { maxAgeMs: Infinity, maxBytes: 0 }, clock.ms);
    const empty = at({ at: 'end' }, { last: 5 });
    assert.deepEqual([empty.lines, empty.hasEarlier], [[], false]);
    assert.deepEqual(empty.kept, { lineCount: 0, dropped: 22, droppedBy: 'size' });
    archive.write([arrived({ seq: 6, text: 'next\n' })]);
    assert.deepEqual(numbersOf(at({ at: 'end' }, { last: 5 })), [23]);
  });
});

describe('a page at a time', () => {
  const time = (seconds: number) => new Date(Date.UTC(2026, 2, 1) + seconds * 1000).toISOString();

  it('begins with the first line of that time or later', () => {
    const { archive, at } = open();
    archive.write(numbered(50, 2, (seq) => ({ at: time(seq * 10) })));
    const from = (seconds: number, sizes = { first: 2, last: 1 }) =>
      numbersOf(at({ at: 'time', time: time(seconds) }, sizes));
    assert.deepEqual(from(-5), [1, 2]);
    assert.deepEqual(from(0), [1, 2]);
    assert.deepEqual(from(100), [20, 21, 22]);
    assert.deepEqual(from(101), [22, 23, 24]);
    assert.deepEqual(from(490), [98, 99, 100]);
    assert.deepEqual(from(491), [100]);
  });

  it('goes by the order of arrival where clocks of hosts differ', () => {
    const { archive, at } = open();
    const seconds = [10, 50, 20, 60, 30, 70];
    archive.write(seconds.map((second, seq) => arrived({ seq, text: `at ${second}\n`, at: time(second) })));
    for (let asked = 0; asked <= 75; asked += 5) {
      const first = seconds.findIndex((second) => second >= asked);
      const expected = first < 0 ? [] : seconds.slice(first, first + 2).map((second) => `at ${second}`);
      const page = at({ at: 'time', time: time(asked) }, { first: 2 });
      assert.deepEqual(textsOf(page), expected, `at ${asked}`);
    }
  });
});

describe('the number of a line', () => {
  it('counts all runs and streams of the job in the order of arrival, and partial lines', () => {
    const { archive, at } = open();
    archive.write([
      arrived({ text: 'a\nb\nload' }),
      arrived({ text: 'err\n', stream: 'stderr' }),
      arrived({ seq: 1, text: 'ing\n' }),
      arrived({ text: 'again\n' }, { run: 2 }),
      arrived({ seq: 1, text: 'late of run 1\n', stream: 'stderr' }),
    ]);
    const { lines, kept } = at({ at: 'start' }, { first: 10 });
    assert.deepEqual(
      lines.map(({ number, text, partial }) => [number, text, partial ?? false]),
      [
        [1, 'a', false],
        [2, 'b', false],
        [3, 'load', true],
        [4, 'err', false],
        [5, 'ing', false],
        [6, 'again', false],
        [7, 'late of run 1', false],
      ],
    );
    assert.deepEqual(kept, { lineCount: 7, firstNumber: 1, lastNumber: 7, dropped: 0 });
  });

  it('does not shift where an agent sends again what it sent, late, twice or cut anew', () => {
    const { archive, at } = open();
    const write = (seq: number, offset: number, text: string) =>
      archive.write([arrived({ seq, offset, length: Buffer.byteLength(text), text })])[0]?.outcome;
    assert.equal(write(0, 0, '1\n2\n'), 'archived');
    assert.equal(write(1, 4, '3\n'), 'archived');
    assert.equal(write(0, 0, '1\n2\n'), 'known');
    assert.equal(write(3, 8, '5\n'), 'ahead');
    assert.equal(write(1, 4, '3\n4\n'), 'archived');
    assert.equal(write(1, 0, '1\n2\n3\n4\n5\n'), 'archived');
    assert.equal(write(3, 8, '5\n'), 'known');
    const { lines } = at({ at: 'start' }, { first: 10 });
    assert.deepEqual(
      lines.map(({ number, text }) => [number, text]),
      [1, 2, 3, 4, 5].map((n) => [n, String(n)]),
    );
  });

  it('is given to lines of an archive from before lines had numbers, when they are read or written first', () => {
    const old = open();
    old.archive.write(numbered(30, 3));
    old.archive.write([arrived({ text: 'other\n' }, { job: 'other' })]);
    old.archive.database.exec(
      `DROP INDEX chunk_place; CREATE UNIQUE INDEX chunk_of_job ON chunk (job, arrival);
       ALTER TABLE chunk DROP COLUMN line; ALTER TABLE chunk DROP COLUMN latest_at; ALTER TABLE job DROP COLUMN lines;
       ALTER TABLE job DROP COLUMN latest_at; ALTER TABLE job DROP COLUMN dropped_by`,
    );
    const read = open(old.folder);
    assert.deepEqual(numbersOf(read.at({ at: 'line', number: 44 }, { first: 2, last: 2 })), [42, 43, 44, 45]);
    read.archive.write([arrived({ seq: 1, text: 'one\ntwo\n' }, { job: 'other' })]);
    const other = pageBefore(read.reader, idOf('other'), {}, { limit: 5 });
    assert.deepEqual(
      [numbersOf(other), textsOf(other)],
      [
        [1, 2, 3],
        ['other', 'one', 'two'],
      ],
    );
  });
});

describe('what a page costs', () => {
  it('does not grow with the log: of 1,000,000 lines, wherever it is', () => {
    const { archive, reader, at } = open();
    const [chunks, lines] = [10_000, 100];
    const second = (seq: number) => new Date(Date.UTC(2026, 2, 1) + seq * 1000).toISOString();
    archive.write(numbered(chunks, lines, (seq) => ({ at: second(seq) })));
    const costs = (place: PagePlace, sizes: { first?: number; last?: number }) => {
      [reader.textsRead, reader.index.lookedUp] = [0, 0];
      const page = at(place, sizes);
      assert.equal(page.lines.length, 200);
      return { page, texts: reader.textsRead, rows: reader.index.lookedUp };
    };
    const places: readonly [place: PagePlace, sizes: { first?: number; last?: number }, first: number][] = [
      [{ at: 'end' }, { last: 200 }, 999_801],
      [{ at: 'start' }, { first: 200 }, 1],
      [{ at: 'line', number: 654_321 }, { first: 100, last: 100 }, 654_221],
      [{ at: 'line', number: 999_801 }, { first: 200 }, 999_801],
      [{ at: 'time', time: second(5_000) }, { first: 200 }, 500_001],
      [{ at: 'time', time: second(9_999) }, { first: 100, last: 100 }, 999_801],
    ];
    for (const [place, sizes, first] of places) {
      const { page, texts, rows } = costs(place, sizes);
      assert.equal(page.lines[0]?.number, first, JSON.stringify(place));
      assert.equal(page.kept.lineCount, 1_000_000);
      // the chunks that hold the page, and one on each side
      assert.ok(texts <= 5, `${JSON.stringify(place)} read the text of ${texts} chunks`);
      // a binary search among 10,000 chunks, and places ahead of what is read
      assert.ok(rows <= 160, `${JSON.stringify(place)} looked up ${rows} rows`);
    }
  });
});
