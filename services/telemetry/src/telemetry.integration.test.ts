import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import type { LogChunk, LogsArchived } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import {
  latestSamplesQuery,
  logsQuery,
  metricsQuery,
  progressQuery,
  rollupsQuery,
} from '@berth/contracts/telemetry/operations';
import { eventually } from '@berth/testing/eventually';
import { aChunk, idOf } from './testing/chunks.js';
import { ADA, EVE, ROOT, TelemetryWorld } from './testing/telemetry-world.js';
import { TestTail } from './testing/test-tail.js';

jest.setTimeout(90_000);

const WAIT_OPTIONS = { timeoutMs: 20_000, everyMs: 50 };

describe('telemetry as a process', () => {
  let world: TelemetryWorld;
  beforeAll(async () => {
    world = await TelemetryWorld.start({ BERTH_LOG_PLACEMENT_TIMEOUT_SECONDS: '2' });
    await world.hasMember('project', 'ada');
  });
  afterAll(() => world.stop());

  /** Everything that telemetry sends to a host. */
  async function listen(host: string) {
    const bus = await world.connectAgent(host);
    const heard: LogsArchived[] = [];
    bus.nc.subscribe(subjects.agentDown(idOf(host), 'telemetry', 'archived'), {
      callback: (_, message) => void heard.push(message.json()),
    });
    const send = (job: string, chunk: Partial<LogChunk>) =>
      bus.nc.publish(subjects.log(idOf(host), idOf(job), 1), JSON.stringify(aChunk(chunk)));
    return { bus, heard, send };
  }

  it('archives what an agent sends, notifies followers, and reports the end', async () => {
    const gateway = await world.others.connectAs('gateway');
    const woken: string[] = [];
    gateway.nc.subscribe(subjects.allLogArchived, {
      callback: (_, message) => void woken.push(message.subject),
    });
    await gateway.nc.flush();
    const metrics = (epoch: number) =>
      `${JSON.stringify({ type: 'metrics', stage: 'train', epoch, epochs: 2, loss: 1 / epoch })}\n`;
    const key = { host: 'host', job: 'job', run: 1 };
    const bus = await world.connectAgent('host');
    const out = new TestTail(bus, key, 'stdout', ['loading\n', metrics(1), metrics(2)]);
    const err = new TestTail(bus, key, 'stderr', ['WARNING: careful\n']);
    await world.places('job', 1, 'host');
    await Promise.all([out.done, err.done]);

    const { lines, end } = await world.readLogs('job');
    assert.deepEqual([lines.length, end], [4, false]);
    await eventually(() => assert.ok(woken.includes(subjects.logArchived(idOf('job')))), WAIT_OPTIONS);
    const points = await world.done(ADA, metricsQuery, { jobId: idOf('job') });
    assert.deepEqual(
      points.points.map(({ values }) => values),
      [
        { epoch: 1, loss: 1 },
        { epoch: 2, loss: 0.5 },
      ],
    );
    const [progress] = await world.done(ADA, progressQuery, { ids: [idOf('job'), idOf('unknown')] });
    assert.deepEqual([progress?.stage, progress?.epoch, progress?.progress], ['train', 2, 1]);
    const warnings = await world.done(ADA, logsQuery, { jobId: idOf('job'), level: 'warn' });
    assert.deepEqual(
      warnings.lines.map(({ text, stream }) => [text, stream]),
      [['WARNING: careful', 'stderr']],
    );

    woken.length = 0;
    await world.happens('job', 'runEnded', { run: 1, outcome: 'succeeded' });
    await world.happens('job', 'succeeded');
    await eventually(async () => assert.equal((await world.readLogs('job')).end, true), WAIT_OPTIONS);
    await eventually(() => assert.ok(woken.length > 0), WAIT_OPTIONS);
  });

  it('keeps the output when the host, the bus and itself are gone', async () => {
    await world.nats.restart();
    assert.equal(await world.telemetry.stop(), 0);
    await world.telemetry.start();
    await eventually(
      async () => assert.equal((await world.readLogs('job', 1)).lines.length, 4),
      WAIT_OPTIONS,
    );
  });

  it('shows output to members of the project and to staff only', async () => {
    for (const query of [logsQuery, metricsQuery]) {
      const reply = await world.others.ask(EVE, query, { jobId: idOf('job') });
      assert.deepEqual(reply.ok ? 'OK' : [reply.error.code, reply.error.field], ['NOT_FOUND', 'jobId']);
      assert.equal(
        (await world.others.ask([idOf('kim'), 'auditor'], query, { jobId: idOf('job') })).ok,
        true,
      );
    }
    assert.deepEqual(await world.done(EVE, progressQuery, { ids: [idOf('job')] }), []);
    const unknown = await world.others.ask(ROOT, logsQuery, { jobId: idOf('unknown') });
    assert.equal(unknown.ok ? 'OK' : unknown.error.code, 'NOT_FOUND');
  });

  it('refuses invalid queries, naming the field', async () => {
    const refused = async (input: object) => {
      const reply = await world.others.ask(ADA, logsQuery, { jobId: idOf('job'), ...input });
      return reply.ok ? 'OK' : [reply.error.code, reply.error.field];
    };
    assert.deepEqual(await refused({ after: 'x' }), ['VALIDATION_FAILED', 'after']);
    assert.deepEqual(await refused({ level: 'loud' }), ['VALIDATION_FAILED', 'level']);
    assert.deepEqual(await refused({ first: 5000 }), ['VALIDATION_FAILED', 'first']);
    assert.deepEqual(await refused({ jobId: 'x' }), ['VALIDATION_FAILED', 'jobId']);
    assert.deepEqual(await refused({ colour: 'red' }), ['VALIDATION_FAILED', 'colour']);
  });

  it('refuses output that a host may not send, answers so, and archives none of it', async () => {
    await world.places('mine', 1, 'owner');
    const thief = await listen('thief');
    thief.send('mine', { text: 'forged\n' });
    await eventually(() => assert.equal(thief.heard.length, 1), WAIT_OPTIONS);
    assert.match(thief.heard[0]?.rejected ?? '', /^jobId: the run was not placed on this host/);
    thief.send('mine', { text: 'x', seq: -1 });
    await eventually(() => assert.match(thief.heard[1]?.rejected ?? '', /^seq: /), WAIT_OPTIONS);
    thief.send('nobodys', { text: 'x\n' });
    // that there is no such run is certain once a later event of the scheduler has arrived, clock skew considered
    world.others.now = new Date(Date.now() + 6_000).toISOString();
    await world.places('later', 1, 'owner');
    await eventually(
      () => assert.match(thief.heard[2]?.rejected ?? '', /^jobId: there is no such run/),
      WAIT_OPTIONS,
    );
    assert.deepEqual((await world.readLogs('mine')).lines, []);
    const metrics = await (await fetch(`http://127.0.0.1:${world.telemetry.healthPort}/metrics`)).text();
    assert.match(metrics, /berth_log_chunks_rejected_total(\{[^}]*\})? 3/);
  });

  it('takes samples of the devices that are in the host', async () => {
    const facts = { hostId: idOf('sampled'), devices: [{ uuid: 'GPU-1' }] };
    await world.others.record(`host:${idOf('sampled')}`, 'inventory.host.reported.v1', facts);
    const { bus } = await listen('sampled');
    const at = new Date().toISOString();
    await eventually(async () => {
      const devices = [
        { uuid: 'GPU-1', utilisationGpu: 70 },
        { uuid: 'GPU-2', utilisationGpu: 1 },
      ];
      bus.nc.publish(subjects.gpu(idOf('sampled')), JSON.stringify({ at, devices }));
      const latest = await world.done(ADA, latestSamplesQuery, { uuids: ['GPU-1', 'GPU-2'] });
      assert.deepEqual(
        latest.map(({ uuid, utilisationGpu }) => [uuid, utilisationGpu]),
        [['GPU-1', 70]],
      );
    }, WAIT_OPTIONS);
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const to = new Date(Date.now() + 3_600_000).toISOString();
    const buckets = await world.done(ADA, rollupsQuery, { uuids: ['GPU-1'], from, to });
    assert.deepEqual(
      buckets.map(({ samples, utilisationGpu, bucketMinutes }) => [samples, utilisationGpu, bucketMinutes]),
      [[1, 70, 30]],
    );
  });
});
