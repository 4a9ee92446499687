import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { projectsByIdQuery, usersByIdQuery } from '@berth/contracts/auth/operations';
import { poolsByIdQuery } from '@berth/contracts/inventory/operations';
import { jobQuery } from '@berth/contracts/scheduler/operations';
import { logsQuery } from '@berth/contracts/telemetry/operations';
import { subjects } from '@berth/contracts/subjects';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { logPageOf } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const job = aJob();
const path = `/api/v1/jobs/${job.id}/logs`;

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let lines: string[] = [];
let ended = false;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  for (const byId of [projectsByIdQuery, usersByIdQuery, poolsByIdQuery]) platform.answer(byId, () => []);
  platform.answer(jobQuery, () => job);
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  lines = [];
  ended = false;
  platform.answer(logsQuery, (input) => logPageOf(lines, input, ended));
});

const get = (accept: string, { query = '', headers = {} } = {}) =>
  client.send(path + query, { headers: { accept, ...headers } });

describe('the output of a job by REST', () => {
  it('is a page of JSON', async () => {
    lines = ['one', 'two', 'three'];
    const page = await get('application/json', { query: '?limit=2' });
    assert.equal(page.status, 200, JSON.stringify(page.body));
    assert.deepEqual(
      page.body.lines.map(({ text }: { readonly text: string }) => text),
      ['one', 'two'],
    );
    const rest = await get('application/json', { query: `?cursor=${page.body.cursor}` });
    assert.deepEqual([rest.body.lines.length, rest.body.lines[0].text], [1, 'three']);
  });

  it('is text that costs its first page only, however long it is', async () => {
    const small = await startTestGateway(platform, { BERTH_COST_LIMIT_PER_MINUTE: '13000' });
    try {
      lines = Array.from({ length: 9_000 }, (_line, index) => `line ${index}`);
      const one = new TestClient(small, await platform.issuer.token());
      const ask = () => one.send(path, { headers: { accept: 'text/plain' } });
      const text = await ask();
      assert.deepEqual([text.status, text.body], [200, lines.map((line) => `${line}\n`).join('')]);
      // Half a minute's worth is spent.
      assert.equal((await ask()).status, 429);
    } finally {
      await small.stop();
    }
  });

  it('is text that says where it ends early, and is not ended then', async () => {
    lines = Array.from({ length: 9_000 }, (_line, index) => `line ${index}`);
    let pages = 0;
    platform.answer(logsQuery, (input) => {
      pages += 1;
      if (pages > 2) throw new RejectedError(reject('NOT_FOUND', 'there is no such job', 'jobId'));
      return logPageOf(lines, input, false);
    });
    const answer = await fetch(gateway.url + path, {
      headers: { accept: 'text/plain', authorization: `Bearer ${await platform.issuer.token()}` },
    });
    let text = '';
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    await assert.rejects(async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
        text += part.value;
    });
    assert.ok(text.startsWith('line 0\n'));
    assert.ok(text.endsWith('line 2999\nberth: the log ends here: there is no such job\n'), text.slice(-80));
  });

  it('is text, whole and at once, whether the job has ended or not', async () => {
    lines = Array.from({ length: 2_500 }, (_line, index) => `line ${index}`);
    const text = await get('text/plain');
    assert.equal(text.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(text.body, lines.map((line) => `${line}\n`).join(''));
    lines = [];
    assert.equal((await get('text/plain')).body, '');
  });

  it('is a stream of events, which goes on after the last one that was read', async () => {
    lines = ['one', 'two'];
    ended = true;
    const whole = await get('text/event-stream');
    assert.equal(whole.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    const ids = [...whole.body.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
    assert.match(whole.body, /^: connected\n\n/);
    assert.match(whole.body, /"text":"one"/);
    assert.match(whole.body, /event: complete\ndata:\n\n$/);
    lines.push('three');
    const rest = await get('text/event-stream', { headers: { 'last-event-id': ids.at(-1) } });
    assert.doesNotMatch(rest.body, /"text":"two"/);
    assert.match(rest.body, /"text":"three"/);
  });

  it('is a line of JSON for each of its lines, as they come', async () => {
    lines = ['one'];
    const response = await fetch(gateway.url + path, {
      headers: {
        accept: 'application/x-ndjson',
        authorization: `Bearer ${await platform.issuer.token()}`,
      },
    });
    const reader = response.body?.getReader();
    assert.ok(reader);
    let got = '';
    const until = async (text: string): Promise<void> => {
      while (!got.includes(text)) {
        const { done, value } = await reader.read();
        assert.equal(done, false, `the stream ended before ${text}`);
        got += Buffer.from(value as Uint8Array).toString();
      }
    };
    await until('one');
    lines.push('two');
    ended = true;
    platform.bus('telemetry').nc.publish(subjects.logArchived(job.id));
    await until('two');
    while (!(await reader.read()).done);
    const texts = got
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly text: string }).text);
    assert.deepEqual(texts, ['one', 'two']);
  });

  it('goes on as text where that is asked for', async () => {
    lines = ['one', 'two'];
    ended = true;
    assert.equal((await get('text/plain', { query: '?follow=true' })).body, 'one\ntwo\n');
    const wrong = await get('text/plain', { query: '?follow=perhaps' });
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'follow']);
  });

  it('begins where the query says, and goes on after the last event where there is one', async () => {
    lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
    ended = true;
    const texts = async (query: string, headers = {}) => {
      const answer = await get('text/plain', { query: `${query}&follow=true`, headers });
      return String(answer.body).trimEnd().split('\n');
    };
    assert.deepEqual(await texts('?last=2'), ['line 19', 'line 20']);
    assert.deepEqual(await texts('?fromLine=18'), ['line 18', 'line 19', 'line 20']);
    assert.deepEqual(await texts('?fromLine=2', { 'last-event-id': '19' }), ['line 20']);
  });

  it('names what is wrong as the URL does', async () => {
    platform.refuse(
      logsQuery,
      reject('VALIDATION_FAILED', 'after: is not a valid cursor for this list', 'after'),
    );
    for (const accept of ['application/json', 'text/plain', 'text/event-stream', 'application/x-ndjson']) {
      const refused = await get(accept, { query: '?cursor=x' });
      assert.deepEqual([refused.status, refused.body.field], [400, 'cursor'], accept);
      assert.match(refused.body.detail, /^cursor: is not a valid cursor/);
    }
  });

  it('is refused as a problem before anything is streamed', async () => {
    const unknown = reject('NOT_FOUND', 'job: there is no such job', 'job');
    platform.refuse(jobQuery, unknown);
    platform.refuse(logsQuery, unknown);
    for (const accept of ['text/event-stream', 'application/x-ndjson', 'text/plain', 'application/json']) {
      const refused = await get(accept);
      assert.equal(refused.status, 404, `${accept}: ${JSON.stringify(refused.body)}`);
      assert.equal(refused.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    }
    platform.answer(jobQuery, () => job);
  });
});
