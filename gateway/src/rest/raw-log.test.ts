import assert from 'node:assert/strict';
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { projectsByIdQuery, usersByIdQuery } from '@berth/contracts/auth/operations';
import { poolsByIdQuery } from '@berth/contracts/inventory/operations';
import { jobQuery } from '@berth/contracts/scheduler/operations';
import { logsQuery, type LogPage } from '@berth/contracts/telemetry/operations';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { aLine, aLogPage, logPageOf } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient } from '../testing/test-client.js';

const job = aJob();
const path = `/api/v1/jobs/${job.id}/logs/raw`;

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let token: string;
let lines: string[] = [];
let asked: { readonly [name: string]: unknown }[] = [];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  for (const byId of [projectsByIdQuery, usersByIdQuery, poolsByIdQuery]) platform.answer(byId, () => []);
  platform.answer(jobQuery, () => job);
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
  lines = Array.from({ length: 5_000 }, (_, index) => `line ${index + 1}`);
  platform.answer(logsQuery, (input) => {
    asked.push(input);
    return logPageOf(lines, input, false);
  });
});

/** Bytes as they come, without unpacking. */
async function open(query = '', headers: { readonly [name: string]: string } = {}, method = 'GET') {
  const sending = request(`${gateway.url}${path}${query}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  sending.end();
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  return answer;
}

async function bodyOf(answer: IncomingMessage): Promise<{ body: Buffer; whole: boolean }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of answer) parts.push(part as Buffer);
    return { body: Buffer.concat(parts), whole: true };
  } catch {
    return { body: Buffer.concat(parts), whole: false };
  }
}

const whole = (from = 1): string =>
  lines
    .slice(from - 1)
    .map((line) => `${line}\n`)
    .join('');

describe('the log as a file', () => {
  it('has all lines, a name, and no more than there were when it was asked for', async () => {
    platform.answer(logsQuery, (input) => {
      asked.push(input);
      const page = logPageOf(lines, input, false);
      // another one comes with each page
      lines.push('later');
      return page;
    });
    const expected = whole();
    const answer = await open();
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal(answer.headers['content-disposition'], `attachment; filename="job-${job.id}.log"`);
    assert.equal(answer.headers['content-encoding'], undefined);
    assert.deepEqual(await bodyOf(answer), { body: Buffer.from(expected), whole: true });
    assert.deepEqual(
      asked.map(({ first, last, after }) => [first, last, after]),
      [
        [undefined, 1, undefined],
        [2000, undefined, undefined],
        [2000, undefined, '2000'],
        [2000, undefined, '4000'],
      ],
    );
  });

  it('is packed where the client unpacks', async () => {
    const answer = await open('', { 'accept-encoding': 'br, gzip' });
    assert.deepEqual(
      [answer.headers['content-encoding'], answer.headers.vary?.includes('accept-encoding')],
      ['gzip', true],
    );
    assert.equal(gunzipSync((await bodyOf(answer)).body).toString(), whole());
    for (const accepted of ['gzip;q=0', 'br', 'identity']) {
      const plain = await open('', { 'accept-encoding': accepted });
      assert.equal(plain.headers['content-encoding'], undefined, accepted);
      assert.equal((await bodyOf(plain)).body.toString(), whole());
    }
  });

  it('begins at a line, is of one run, stream or level, and says so in its name', async () => {
    const answer = await open('?fromLine=4999&run=2&stream=stderr&level=ERROR');
    assert.equal(
      answer.headers['content-disposition'],
      `attachment; filename="job-${job.id}-run-2-stderr-error.log"`,
    );
    assert.equal((await bodyOf(answer)).body.toString(), 'line 4999\nline 5000\n');
    const [first, second] = asked;
    for (const input of [first, second])
      assert.deepEqual([input?.['run'], input?.['stream'], input?.['level']], [2, 'stderr', 'error']);
    assert.deepEqual([first?.['fromLine'], second?.['fromLine']], [undefined, 4999]);
    assert.equal((await bodyOf(await open('?fromLine=5001'))).body.length, 0);
    lines = [];
    assert.deepEqual(await bodyOf(await open()), { body: Buffer.alloc(0), whole: true });
  });

  it('puts parts of a line together, unless another stream wrote between them', async () => {
    const parts = [
      { ...aLine(1, 'load'), partial: true as const },
      { ...aLine(2, 'ing'), partial: true as const },
      aLine(3, ' done'),
      { ...aLine(4, 'out'), partial: true as const },
      { ...aLine(5, 'err'), stream: 'stderr' as const },
      aLine(6, 'put'),
    ];
    platform.answer(logsQuery, ({ last }): LogPage =>
      aLogPage(last === undefined ? parts : parts.slice(-1), { cursor: '6', end: true, total: 6 }),
    );
    assert.equal((await bodyOf(await open())).body.toString(), 'loading done\nout\nerr\nput\n');
  });

  it('waits for a slow reader', async () => {
    const total = 200_000;
    platform.answer(logsQuery, (input) => {
      asked.push(input);
      const from = Number(input['after'] ?? 0);
      const count = input['last'] === undefined ? 2_000 : 1;
      const start = input['last'] === undefined ? from : total - 1;
      const page = Array.from({ length: count }, (_, index) => aLine(start + index + 1, 'x'.repeat(200)));
      return aLogPage(page, { cursor: String(start + count), end: false, total });
    });
    const answer = await open();
    let before = -1;
    while (asked.length !== before) {
      before = asked.length;
      await sleep(500);
    }
    // 40 MB; the socket's buffers hold a few
    assert.ok(asked.length < 60, `asked for ${asked.length} pages`);
    const { body } = await bodyOf(answer);
    assert.equal(body.length, total * 201);
  });

  it('goes on where telemetry is away for a moment', async () => {
    let failures = 1;
    platform.answer(logsQuery, (input) => {
      if (input['after'] !== undefined && (failures -= 1) >= 0)
        throw new RejectedError(reject('UNAVAILABLE', 'telemetry is not running'));
      return logPageOf(lines, input, false);
    });
    assert.equal((await bodyOf(await open())).body.toString(), whole());
  });

  for (const encoding of ['identity', 'gzip'])
    it(`says why it ends early, and is not taken for whole (${encoding})`, async () => {
      platform.answer(logsQuery, (input) => {
        if (input['after'] !== undefined)
          throw new RejectedError(
            reject('NOT_FOUND', 'there is no such job, or you may not see it', 'jobId'),
          );
        return logPageOf(lines, input, false);
      });
      const got = await bodyOf(await open('', { 'accept-encoding': encoding }));
      assert.equal(got.whole, false);
      if (encoding === 'gzip') return;
      const text = got.body.toString();
      assert.ok(text.startsWith('line 1\n') && text.includes('line 2000\n') && !text.includes('line 2001\n'));
      assert.ok(
        text.endsWith('berth: the log ends here: there is no such job, or you may not see it\n'),
        text.slice(-100),
      );
    });

  it('is described by HEAD without a line', async () => {
    const answer = await open('', {}, 'HEAD');
    assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'text/plain; charset=utf-8']);
    assert.equal((await bodyOf(answer)).body.length, 0);
    assert.equal(asked.length, 1);
  });

  it('is refused as a problem before anything is sent', async () => {
    platform.refuse(jobQuery, reject('NOT_FOUND', 'there is no such job', 'job'));
    const unknown = await client.send(path);
    assert.equal(unknown.status, 404);
    platform.answer(jobQuery, () => job);
    const anonymous = await new TestClient(gateway).send(path);
    assert.equal(anonymous.status, 401);
    const json = await client.send(path, { headers: { accept: 'application/json' } });
    assert.deepEqual([json.status, json.body.field], [406, 'accept']);
    assert.match(json.body.detail, /accept: must allow text\/plain/);
  });

  const CASES: readonly (readonly [query: string, field: string, message: RegExp])[] = [
    ['fromLine=0', 'fromLine', /fromLine: must be at least 1/],
    ['fromLine=-3', 'fromLine', /fromLine: must be at least 1/],
    ['fromLine=first', 'fromLine', /fromLine: must be a whole number/],
    ['run=one', 'run', /run: must be a whole number/],
    ['stream=out', 'stream', /stream: must be one of STDERR, STDOUT/],
    ['level=loud', 'level', /level: must be one of DEBUG, ERROR/],
    ['last=5', 'last', /last: is not known; this path takes fromLine, level, run, stream/],
    ['cursor=1.0', 'cursor', /cursor: is not known; this path takes/],
    ['run=1&run=2', 'run', /run: must be given once/],
    ['follow=true', 'follow', /follow: is not known/],
  ];
  for (const [query, field, message] of CASES)
    it(`is refused by name: ${query}`, async () => {
      const refused = await client.send(`${path}?${query}`);
      assert.deepEqual([refused.status, refused.body.field], [400, field], JSON.stringify(refused.body));
      assert.match(refused.body.detail, message);
    });
});
