import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import fc from 'fast-check';
import { parseCursor, START_OF_LOG } from '../archive/line-cursor.js';
import { LogArchive } from '../archive/log-archive.js';
import { LogReader } from '../archive/log-reader.js';
import { arrived, idOf } from '../testing/chunks.js';
import { freshFolder } from '../testing/telemetry-world.js';
import { searchSlice, type SearchRequest } from './log-search.js';
import { patternOf, type PatternInput } from './pattern.js';

const JOB = idOf('job');
const LONG = 60_000;

function open() {
  const archive = new LogArchive(freshFolder());
  onTestEnd(() => archive.close());
  const reader = new LogReader(archive);
  const search = (input: Partial<PatternInput>, changes: Partial<SearchRequest> = {}, maxMs = LONG) => {
    const pattern = patternOf({ caseSensitive: true, ...input });
    assert.ok(pattern.ok);
    const request: SearchRequest = {
      jobId: JOB,
      filter: {},
      from: START_OF_LOG,
      first: 50,
      count: false,
      contextBefore: 0,
      contextAfter: 0,
      ...changes,
    };
    return searchSlice(reader, request, pattern.value, maxMs);
  };
  return { archive, reader, search };
}

const numbersOf = ({ hits }: ReturnType<ReturnType<typeof open>['search']>) =>
  hits.map(({ line }) => line.number);

/** Lines 1 to so many; each tenth has the word "needle". */
const haystack = (chunks: number, perChunk: number) =>
  Array.from({ length: chunks }, (_, seq) => {
    const lines = Array.from({ length: perChunk }, (_line, index) => {
      const number = seq * perChunk + index + 1;
      return `line ${number}${number % 10 === 0 ? ' needle' : ''}\n`;
    });
    return arrived({ seq, text: lines.join('') });
  });

describe('searching a log', () => {
  it('finds lines with their numbers, and goes on after them', () => {
    const { archive, search } = open();
    archive.write(haystack(10, 7));
    const first = search({ text: 'needle' }, { first: 3 });
    assert.deepEqual([numbersOf(first), first.exhausted, first.counted], [[10, 20, 30], false, 3]);
    assert.deepEqual(
      [first.hits[0]?.start, first.hits[0]?.end, first.hits[0]?.line.text],
      [8, 14, 'line 10 needle'],
    );
    const second = search({ text: 'needle' }, { first: 3, from: parseCursor(first.cursor, 'after') });
    assert.deepEqual(numbersOf(second), [40, 50, 60]);
    const third = search({ text: 'needle' }, { first: 3, from: parseCursor(second.cursor, 'after') });
    assert.deepEqual([numbersOf(third), third.exhausted, third.searchedTo], [[70], true, 70]);
  });

  it('counts on when it has found enough, where that is asked for', () => {
    const { archive, search } = open();
    archive.write(haystack(10, 7));
    const found = search({ regex: 'needle$' }, { first: 2, count: true });
    assert.deepEqual([numbersOf(found), found.counted, found.exhausted], [[10, 20], 7, true]);
    const rest = search({ regex: 'needle$' }, { from: parseCursor(found.cursor, 'after') });
    assert.deepEqual(numbersOf(rest), [30, 40, 50, 60, 70]);
    const counted = search({ text: 'needle' }, { first: 0, count: true });
    assert.deepEqual([counted.hits, counted.counted], [[], 7]);
  });

  it('searches within a run, a stream and a level, and shows lines around', () => {
    const { archive, search } = open();
    archive.write([
      arrived({ text: 'a\nINFO needle\nb\nERROR needle\nc\n' }),
      arrived({ text: 'needle err\n', stream: 'stderr' }),
      arrived({ text: 'needle again\n' }, { run: 2 }),
    ]);
    assert.deepEqual(numbersOf(search({ text: 'needle' })), [2, 4, 6, 7]);
    assert.deepEqual(numbersOf(search({ text: 'needle' }, { filter: { run: 1 } })), [2, 4, 6]);
    assert.deepEqual(numbersOf(search({ text: 'needle' }, { filter: { stream: 'stderr' } })), [6]);
    const errors = search(
      { text: 'needle' },
      { filter: { level: 'error', stream: 'stdout' }, contextBefore: 2, contextAfter: 2 },
    );
    const [hit] = errors.hits;
    assert.deepEqual(numbersOf(errors), [4]);
    assert.deepEqual(
      hit?.before.map(({ number }) => number),
      [2, 3],
    );
    assert.deepEqual(
      hit?.after.map(({ number, text }) => [number, text]),
      [
        [5, 'c'],
        [7, 'needle again'],
      ],
    );
  });

  it('gives what it found within its time, and finds the rest slice by slice, each line once', () => {
    const { archive, search } = open();
    archive.write(haystack(200, 50));
    for (const maxMs of [0, 0.2]) {
      const found: number[] = [];
      let from = START_OF_LOG;
      let slices = 0;
      for (let exhausted = false; !exhausted; slices += 1) {
        const slice = search({ regex: 'needle' }, { from, first: 200 }, maxMs);
        found.push(...numbersOf(slice));
        ({ exhausted } = slice);
        from = parseCursor(slice.cursor, 'after');
        assert.equal(slice.cursor, slice.searchedCursor);
      }
      assert.deepEqual(
        found,
        Array.from({ length: 1000 }, (_, index) => 10 * (index + 1)),
      );
      assert.ok(slices > 5, `${slices} slices of ${maxMs} ms`);
    }
  });

  it('finds what a plain search of all lines finds, whatever the pages', () => {
    const { archive, search } = open();
    const word = fc.constantFrom('a', 'b', 'ab', 'ba', '', 'A');
    const chunks = fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { maxLength: 20 });
    let count = 0;
    fc.assert(
      fc.property(
        chunks,
        fc.constantFrom('a', 'ab', 'b'),
        fc.integer({ min: 1, max: 4 }),
        (texts, text, first) => {
          const job = `job ${(count += 1)}`;
          archive.write(
            texts.map((lines, seq) =>
              arrived({ seq, text: lines.map((line) => `${line}\n`).join('') }, { job }),
            ),
          );
          const expected = texts.flat().flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
          for (const input of [{ text }, { regex: text }]) {
            const found: number[] = [];
            let from = START_OF_LOG;
            for (let exhausted = false; !exhausted;) {
              const slice = search(input, { jobId: idOf(job), from, first });
              found.push(...numbersOf(slice));
              ({ exhausted } = slice);
              from = parseCursor(slice.cursor, 'after');
            }
            assert.deepEqual(found, expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('bounds its hits by their text, and lists the others next', () => {
    const { archive, search } = open();
    archive.write(
      Array.from({ length: 4 }, (_, seq) => arrived({ seq, text: `needle ${'x'.repeat(200_000)}\n` })),
    );
    const first = search({ text: 'needle' }, { count: true });
    assert.deepEqual([numbersOf(first), first.counted, first.exhausted], [[1, 2], 4, true]);
    const second = search({ text: 'needle' }, { from: parseCursor(first.cursor, 'after') });
    assert.deepEqual(numbersOf(second), [3, 4]);
  });

  it('goes on where lines came since, also from the end and of a job that is not there', () => {
    const { archive, search } = open();
    const none = search({ text: 'needle' });
    assert.deepEqual([none.hits, none.exhausted], [[], true]);
    archive.write(haystack(2, 10));
    const end = search({ text: 'needle' }, { from: parseCursor(none.cursor, 'after') });
    assert.deepEqual([numbersOf(end), end.exhausted], [[10, 20], true]);
    archive.write([arrived({ seq: 2, text: 'a needle\n' })]);
    const more = search({ text: 'needle' }, { from: parseCursor(end.cursor, 'after') });
    assert.deepEqual([numbersOf(more), more.exhausted], [[21], true]);
  });
});
