import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { jobQuery } from '@berth/contracts/scheduler/operations';
import { logsQuery, metricsQuery, progressQuery } from '@berth/contracts/telemetry/operations';
import { subjects } from '@berth/contracts/subjects';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { aLine, aLogPage, logPageOf } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const NOON = '2026-01-01T12:00:00.000Z';
const LOGS = `subscription ($job: ID!, $after: String) {
  jobLogs(job: $job, after: $after) { cursor end lines { cursor text partial level } }
}`;

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

/** A stand-in archive: the cursor is the number of lines read. */
let lines: string[] = [];
let ended = false;
let asked = 0;

beforeAll(async () => {
  platform = await StandInPlatform.start();
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
  asked = 0;
  platform.answer(logsQuery, (input) => {
    asked += 1;
    return logPageOf(lines, input, ended);
  });
});

const notify = (job: string): void => platform.bus('telemetry').nc.publish(subjects.logArchived(job));

interface Batch {
  readonly cursor: string;
  readonly lines: readonly { readonly text: string; readonly cursor: string }[];
}

async function textsOf(of: TestClient, variables: { [name: string]: unknown }, atMost = Infinity) {
  const texts: string[] = [];
  let cursor = '';
  for await (const { data, errors } of of.follow(LOGS, variables)) {
    assert.equal(errors, undefined, JSON.stringify(errors));
    const batch = data?.jobLogs as Batch;
    texts.push(...batch.lines.map(({ text }) => text));
    ({ cursor } = batch);
    if (texts.length >= atMost) break;
  }
  return { texts, cursor };
}

describe('jobLogs', () => {
  it('gives what is archived, then what is added after a notification, then ends', async () => {
    const job = newId();
    lines = ['one', 'two'];
    const following = textsOf(client, { job });
    await eventually(() => assert.ok(asked >= 2));
    lines.push('three');
    notify(job);
    await eventually(() => assert.ok(asked >= 4));
    ended = true;
    lines.push('four');
    notify(job);
    const began = performance.now();
    assert.deepEqual((await following).texts, ['one', 'two', 'three', 'four']);
    assert.ok(performance.now() - began < 1900, 'it did not wait for the next look');
  });

  it('goes on after a cursor: a reader that comes and goes loses no line and gets none twice', async () => {
    const job = newId();
    const all = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
    lines = [...all];
    ended = true;
    const texts: string[] = [];
    let after: string | undefined;
    while (texts.length < all.length) {
      const part = await textsOf(client, { job, ...defined({ after }) }, 900);
      texts.push(...part.texts);
      after = part.cursor;
    }
    assert.deepEqual(texts, all);
  });

  it('begins at a line, or before the end, and goes on from there', async () => {
    lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
    ended = true;
    const from = async (place: string) => {
      const numbers: number[] = [];
      const query = `subscription ($job: ID!) { jobLogs(job: $job, ${place}) { lines { number } kept { lineCount } } }`;
      for await (const { data, errors } of client.follow(query, { job: newId() })) {
        assert.equal(errors, undefined, JSON.stringify(errors));
        numbers.push(...(data?.jobLogs.lines as { number: number }[]).map(({ number }) => number));
        assert.equal(data?.jobLogs.kept.lineCount, 20);
      }
      return numbers;
    };
    assert.deepEqual(await from('fromLine: 19'), [19, 20]);
    assert.deepEqual(await from('last: 3'), [18, 19, 20]);
    // a client that resumes sends its cursor besides
    assert.deepEqual(await from('fromLine: 2, after: "17"'), [18, 19, 20]);
  });

  it('asks once for all who follow from the same place', async () => {
    const job = newId();
    lines = Array.from({ length: 10_000 }, (_, index) => `line ${index}`);
    ended = true;
    const readers = await Promise.all(Array.from({ length: 40 }, () => textsOf(client, { job })));
    for (const { texts } of readers) assert.equal(texts.length, 10_000);
    // 10 pages and the empty end; each reader queries the first page itself, for the permission check
    assert.ok(asked < 40 + 60, `asked ${asked} times`);
  });

  it('does not share with whoever the service refuses', async () => {
    const job = newId();
    const outsider = client.as(await platform.issuer.token({ role: 'guest' }));
    lines = ['secret'];
    ended = true;
    await textsOf(client, { job });
    platform.answer(logsQuery, () => {
      throw new RejectedError(reject('NOT_FOUND', 'there is no such job, or you may not see it', 'jobId'));
    });
    for await (const { data, errors } of outsider.follow(LOGS, { job })) {
      assert.equal(data?.jobLogs, undefined);
      assert.equal(errors?.[0]?.extensions?.['code'], 'NOT_FOUND');
    }
  });

  it('waits for a service that is away', async () => {
    const job = newId();
    lines = ['one'];
    const following = textsOf(client, { job });
    await eventually(() => assert.ok(asked >= 2));
    platform.refuse(logsQuery, reject('UNAVAILABLE', 'telemetry is not running'));
    notify(job);
    platform.answer(logsQuery, () => aLogPage([aLine(2, 'two')], { cursor: '2', end: true }));
    assert.deepEqual((await following).texts, ['one', 'two']);
  });
});

describe('jobMetrics', () => {
  it('gives points and ends', async () => {
    platform.answer(metricsQuery, () => ({
      points: [
        { cursor: '1', run: 1, at: '2026-01-01T00:00:00.000Z', values: { loss: 'NaN' as const, epoch: 1 } },
      ],
      cursor: '1',
      end: true,
    }));
    const query = 'subscription ($job: ID!) { jobMetrics(job: $job) { end points { run values omitted } } }';
    for await (const { data } of client.follow(query, { job: newId() })) {
      assert.deepEqual(data?.jobMetrics, {
        end: true,
        points: [{ run: 1, values: { loss: 'NaN', epoch: 1 }, omitted: 0 }],
      });
    }
  });
});

describe('the progress of a job', () => {
  it('shows what is not finite, and parts and sizes of epochs that GraphQL has no Int for', async () => {
    const run = {
      run: 1,
      state: 'running',
      leaseId: newId(),
      hostId: newId(),
      devices: [],
      placedAt: NOON,
    } as const;
    platform.answer(jobQuery, ({ jobId }) => aJob({ id: String(jobId), state: 'running', runs: [run] }));
    platform.answer(progressQuery, ({ ids }) =>
      (ids as readonly string[]).map((jobId) => ({
        jobId,
        epoch: 2.75,
        epochs: 1e12,
        latestMetrics: { loss: 'NaN', lr: '-Infinity', acc: 0.5 } as const,
        omittedMetrics: 30,
      })),
    );
    const query = `query ($id: ID!) {
      job(id: $id) { progress { epoch epochs latestMetrics omittedMetrics } }
    }`;
    const { job } = await client.data(query, { id: newId() });
    assert.deepEqual(job.progress, {
      epoch: 2,
      epochs: null,
      latestMetrics: { loss: 'NaN', lr: '-Infinity', acc: 0.5 },
      omittedMetrics: 30,
    });
  });
});

describe('logs and metrics of a job', () => {
  it('are had in one answer, too', async () => {
    platform.answer(jobQuery, ({ jobId }) => aJob({ id: String(jobId) }));
    lines = ['one', 'two', 'three'];
    const query = `query ($id: ID!, $after: String) {
      job(id: $id) { logs(after: $after, first: 2) { cursor end lines { text } } metrics { points { run } } }
    }`;
    const { job } = await client.data(query, { id: newId(), after: '1' });
    assert.deepEqual(job.logs, { cursor: '3', end: false, lines: [{ text: 'two' }, { text: 'three' }] });
    assert.deepEqual(job.metrics.points, [{ run: 1 }]);
  });
});
