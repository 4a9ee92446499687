import assert from 'node:assert/strict';
import { rmdirSync, writeFileSync } from 'node:fs';
import { it } from 'node:test';
import { startRun, type StartRun } from '@berth/contracts/agent/messages';
import { idFromName } from '@berth/kernel/ids';
import { createLogger } from '@berth/service-host/log';
import { tempDir } from '@berth/testing/temp-dir';
import { startTracing } from '@berth/tracing/tracing';
import { Cgroups } from '../executors/process/cgroups.js';
import { ProcessExecutor } from '../executors/process/process-executor.js';
import { RunLogs } from '../logs/run-logs.js';
import { RunManager } from './run-manager.js';
import { RunReporter } from './run-reporter.js';

it('an agent that stops while a run is being started leaves none behind', async () => {
  const log = createLogger('test', 'silent');
  const executor = await ProcessExecutor.open({
    folder: tempDir('runs'),
    cgroups: await Cgroups.detect(),
    outputLimitBytes: 0,
    checkSeconds: 60,
  });
  const logs = new RunLogs(() => Promise.resolve());
  const uplink = { insist: () => new Promise<never>(() => undefined) } as never;
  const reporter = new RunReporter({ uplink, log, onFenced: () => undefined });
  const tracing = await startTracing('agent', undefined);
  const runs = new RunManager({ executor, logs, reporter, log, tracing, hasDevice: () => true });
  await runs.resume();
  const order: StartRun = startRun.parse({
    jobId: idFromName('job', 'late'),
    run: 1,
    projectId: idFromName('project', 'vision'),
    command: ['sleep', '300'],
    env: {},
    deviceUuids: [],
    timeoutSeconds: 600,
  });
  let known = false;
  const starting = runs.start(order).then((refusal) => {
    assert.equal(refusal, undefined);
    known = true;
  });
  await runs.preemptAll(1, 10_000);
  assert.ok(known, 'the agent would have ended before it knew of the run');
  assert.deepEqual(runs.active, []);
  assert.deepEqual(
    runs.ended.map(({ jobId }) => jobId),
    [order.jobId],
  );
  await starting;
  assert.equal(await runs.start({ ...order, run: 2 }).then((refusal) => refusal?.code), 'UNAVAILABLE');
  reporter.close();
  await logs.close();
  await executor.close();
});

it('says of a run that the disk can not take that the host is to blame, and goes on', async () => {
  const log = createLogger('test', 'silent');
  const folder = tempDir('runs');
  const executor = await ProcessExecutor.open({
    folder,
    cgroups: await Cgroups.detect(),
    outputLimitBytes: 0,
    checkSeconds: 60,
  });
  const logs = new RunLogs(() => Promise.resolve());
  const uplink = { insist: () => new Promise<never>(() => undefined) } as never;
  const reporter = new RunReporter({ uplink, log, onFenced: () => undefined });
  const tracing = await startTracing('agent', undefined);
  let looked = 0;
  const onStartFailed = () => (looked += 1);
  const runs = new RunManager({
    executor,
    logs,
    reporter,
    log,
    tracing,
    hasDevice: () => true,
    onStartFailed,
  });
  await runs.resume();
  rmdirSync(folder);
  writeFileSync(folder, 'in the way');
  const order: StartRun = startRun.parse({
    jobId: idFromName('job', 'no room'),
    run: 1,
    projectId: idFromName('project', 'vision'),
    command: ['true'],
    env: {},
    deviceUuids: [],
    timeoutSeconds: 600,
  });
  const refusal = await runs.start(order);
  assert.deepEqual(
    [refusal?.code, refusal?.message, looked],
    ['INVALID_STATE', 'the host could not take it in: its disk says ENOTDIR', 1],
  );
  assert.deepEqual(runs.runs(), []);
  reporter.close();
  await logs.close();
  await executor.close();
});
