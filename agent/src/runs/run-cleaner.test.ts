import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { createLogger } from '@berth/service-host/log';
import { startTracing } from '@berth/tracing/tracing';
import { Cgroups } from '../executors/process/cgroups.js';
import { ProcessExecutor } from '../executors/process/process-executor.js';
import { aScript } from '../executors/process/testing/a-run.js';
import { RunLogs } from '../logs/run-logs.js';
import { RunCleaner } from './run-cleaner.js';
import { RunManager } from './run-manager.js';
import { RunReporter } from './run-reporter.js';

const HOUR = 3_600_000;
const retention = { succeededMs: HOUR, otherMs: 10 * HOUR };

describe('RunCleaner', () => {
  it('deletes the folders of runs whose time is over, once nobody waits for anything of them', async () => {
    const folder = tempDir('runs');
    const log = createLogger('test', 'silent');
    const executor = await ProcessExecutor.open({
      folder,
      cgroups: await Cgroups.detect(),
      outputLimitBytes: 0,
      checkSeconds: 60,
    });
    const logs = new RunLogs(() => Promise.resolve());
    // Its reports are never answered: the marks below stand for what was.
    const uplink = { insist: () => new Promise<never>(() => undefined) } as never;
    const reporter = new RunReporter({ uplink, log, onFenced: () => undefined });
    const tracing = await startTracing('agent', undefined);
    const runs = new RunManager({ executor, logs, reporter, log, tracing, hasDevice: () => true });
    const cleaner = new RunCleaner({ runs, executor, logs, reporter, retention, log });
    await runs.resume();

    const [succeeded, failed, unreported] = [aScript('true'), aScript('false'), aScript('true')];
    for (const run of [succeeded, failed, unreported]) runs.changed(await executor.start(run));
    await eventually(() => assert.equal(runs.ended.length, 3));
    for (const run of [succeeded, failed, unreported]) {
      writeFileSync(join(executor.output(run).folder, 'logs-archived'), '');
      if (run !== unreported) writeFileSync(join(executor.output(run).folder, 'end-reported'), '');
    }
    const left = () => [succeeded, failed, unreported].map((run) => existsSync(executor.output(run).folder));

    await cleaner.clean(Date.now());
    assert.deepEqual(left(), [true, true, true]);
    await cleaner.clean(Date.now() + 2 * HOUR);
    assert.deepEqual(left(), [false, true, true]);
    await cleaner.clean(Date.now() + 20 * HOUR);
    assert.deepEqual(left(), [false, false, true]);
    assert.equal(await executor.observe(succeeded), undefined);
    await cleaner.clean(Date.now() + 24 * 60 * HOUR);
    assert.deepEqual(left(), [false, false, false]);
    reporter.close();
    await logs.close();
    await executor.close();
  });
});
