import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { searchLogsQuery, type LogSearchSlice } from '@berth/contracts/telemetry/operations';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { RejectedError } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aLine } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let token: string;
/** What telemetry was asked for. */
let asked: { readonly [name: string]: unknown }[] = [];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  token = await platform.issuer.token();
  client = new TestClient(gateway, token);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  asked = [];
});

const slice = (
  numbers: readonly number[],
  searchedTo: number,
  changes: Partial<LogSearchSlice> = {},
): LogSearchSlice => ({
  hits: numbers.map((number) => ({
    line: aLine(number, `needle ${number}`),
    start: 0,
    end: 6,
    before: [],
    after: [],
  })),
  counted: numbers.length,
  cursor: `${searchedTo}.0`,
  searchedCursor: `${searchedTo}.0`,
  searchedTo,
  exhausted: false,
  ...changes,
});

/** Answers these, one after another; the last one again and again. */
function answers(...slices: readonly (LogSearchSlice | RejectedError)[]): void {
  asked = [];
  platform.answer(searchLogsQuery, (input) => {
    asked.push(input);
    const next = slices[Math.min(asked.length, slices.length) - 1];
    if (next instanceof RejectedError) throw next;
    assert.ok(next);
    return next;
  });
}

const FOUND = '{ hits { line { number } } cursor end searchedTo total isTotalExact }';
const search = (args: string, job = newId()) =>
  client.data(`query ($job: ID!) { logSearch(job: $job, ${args}) ${FOUND} }`, { job });
const refusal = (code: Parameters<typeof reject>[0], message: string) =>
  new RejectedError(reject(code, message));

describe('logSearch', () => {
  it('asks for slice after slice until it has what it was asked for', async () => {
    answers(slice([1, 2], 10), slice([], 20), slice([25], 25), slice([], 99));
    const { logSearch } = await search('text: "needle", first: 3, level: ERROR, contextBefore: 2');
    assert.deepEqual(logSearch, {
      hits: [1, 2, 25].map((number) => ({ line: { number } })),
      cursor: '25.0',
      end: false,
      searchedTo: 25,
      total: null,
      isTotalExact: false,
    });
    assert.deepEqual(
      asked.map(({ after, first }) => [after, first]),
      [
        [undefined, 3],
        ['10.0', 1],
        ['20.0', 1],
      ],
    );
    const [{ text, level, contextBefore, count } = {}] = asked;
    assert.deepEqual([text, level, contextBefore, count], ['needle', 'error', 2, false]);
  });

  it('counts on, and keeps where the listed ones end', async () => {
    answers(
      slice([1, 2], 10, { cursor: '2.0', counted: 5 }),
      slice([], 20, { counted: 4 }),
      slice([], 30, { counted: 1, exhausted: true }),
    );
    const { logSearch } = await search('regex: "needle", first: 2, count: true');
    const { cursor, end, total, isTotalExact, searchedTo } = logSearch;
    assert.deepEqual([cursor, end, total, isTotalExact, searchedTo], ['2.0', false, 10, true, 30]);
    assert.deepEqual(
      asked.map(({ first }) => first),
      [2, 0, 0],
    );
    answers(slice([1, 2], 10, { counted: 9_000 }), slice([], 20, { counted: 9_000 }), slice([], 30));
    const capped = (await search('text: "n", first: 2, count: true')).logSearch;
    assert.deepEqual([capped.total, capped.isTotalExact, asked.length], [10_000, false, 2]);
  });

  it('gives what it found by the end of its time, with where to go on', async () => {
    let searchedTo = 0;
    platform.answer(searchLogsQuery, (input) => {
      asked.push(input);
      searchedTo += 1;
      return slice(searchedTo === 1 ? [1] : [], searchedTo);
    });
    const { logSearch } = await search('text: "needle"');
    assert.deepEqual([logSearch.hits.length, logSearch.end], [1, false]);
    assert.equal(logSearch.cursor, `${logSearch.searchedTo}.0`);
    assert.equal(logSearch.searchedTo, asked.length);
  });

  it('goes on where telemetry is busy or away for a moment, and is refused at once where it begins so', async () => {
    answers(
      slice([1], 10),
      refusal('RATE_LIMITED', 'busy'),
      refusal('UNAVAILABLE', 'away'),
      slice([2], 20, { exhausted: true }),
    );
    const { logSearch } = await search('text: "needle"');
    assert.deepEqual([logSearch.hits.length, logSearch.end], [2, true]);
    answers(refusal('RATE_LIMITED', 'busy'));
    const refused = await client.ask('query ($job: ID!) { logSearch(job: $job, text: "x") { end } }', {
      job: newId(),
    });
    assert.equal(refused.body.errors?.[0]?.extensions?.['code'], 'RATE_LIMITED');
  });

  it('ends with the rights of its user', async () => {
    answers(slice([1], 10), refusal('NOT_FOUND', 'there is no such job, or you may not see it'));
    const refused = await client.ask('query ($job: ID!) { logSearch(job: $job, text: "x") { end } }', {
      job: newId(),
    });
    assert.equal(refused.body.errors?.[0]?.extensions?.['code'], 'NOT_FOUND');
  });

  it('ends when its client goes, and lets others of its user begin then', async () => {
    answers(slice([], 1));
    const leaving = new AbortController();
    const left = fetch(`${gateway.url}/api/v1/jobs/${newId()}/logs/search?text=x`, {
      headers: { authorization: `Bearer ${token}` },
      signal: leaving.signal,
    });
    const running = search('text: "one"');
    await eventually(() =>
      assert.ok(asked.some(({ text }) => text === 'x') && asked.some(({ text }) => text === 'one')),
    );
    const third = await client.ask('query ($job: ID!) { logSearch(job: $job, text: "two") { end } }', {
      job: newId(),
    });
    assert.match(third.body.errors?.[0]?.message ?? '', /you have 2 searches in progress/);
    leaving.abort();
    await assert.rejects(left);
    await eventually(async () => {
      const before = asked.filter(({ text }) => text === 'x').length;
      await sleep(200);
      assert.equal(asked.filter(({ text }) => text === 'x').length, before);
    });
    // its place is free again, though the first one would have searched for 5 s
    answers(slice([1], 1, { exhausted: true }));
    assert.equal((await search('text: "three"')).logSearch.end, true);
    await running;
  });

  const CASES: readonly (readonly [query: string, field: string, message: RegExp])[] = [
    ['', 'text', /text: is missing/],
    ['text=a&limit=0', 'limit', /limit: must be from 1 to 200/],
    ['text=a&limit=201', 'limit', /limit: must be from 1 to 200/],
    ['text=a&limit=ten', 'limit', /limit: must be a whole number/],
    ['text=', 'text', /text: must not be empty/],
    ['text=a&text=b', 'text', /text: must be given once/],
    ['text=a&level=loud', 'level', /level: must be one of DEBUG, ERROR/],
    ['text=a&stream=out', 'stream', /stream: must be one of STDERR, STDOUT/],
    ['text=a&count=yes', 'count', /count: must be true or false/],
    ['text=a&caseSensitive=1', 'caseSensitive', /caseSensitive: must be true or false/],
    ['text=a&contextBefore=many', 'contextBefore', /contextBefore: must be a whole number/],
    ['text=a&run=first', 'run', /run: must be a whole number/],
    ['text=a&colour=red', 'colour', /colour: is not known; this path takes .*regex, .*text/],
  ];
  for (const [query, field, message] of CASES)
    it(`is refused by name by REST: ${query}`, async () => {
      answers(
        new RejectedError(
          reject('VALIDATION_FAILED', 'text: is missing: what to search for; or give a regex', 'text'),
        ),
      );
      const answer = await client.send(`/api/v1/jobs/${newId()}/logs/search?${query}`, {});
      assert.deepEqual([answer.status, answer.body.field], [400, field], JSON.stringify(answer.body));
      assert.match(answer.body.detail, message);
    });
});
