import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { aScript } from '../executors/process/testing/a-run.js';
import { RunCleaner } from './run-cleaner.js';
import { hostRuns } from './testing/host-runs.js';

const HOUR = 3_600_000;
const retention = { succeededMs: HOUR, otherMs: 10 * HOUR, bytes: 1000 };

async function aHost() {
  const { executor, runs, logs, reporter, log, close } = await hostRuns();
  const cleaner = new RunCleaner({ runs, executor, logs, reporter, retention, log });
  return { executor, runs, cleaner, close };
}

const mark = (folder: string, ...names: readonly string[]) => {
  for (const name of names) writeFileSync(join(folder, name), '');
};

describe('RunCleaner', () => {
  it('deletes the oldest before their time where they take too much room, except those not archived yet', async () => {
    const { executor, runs, cleaner, close } = await aHost();
    const all = [1, 2, 3, 4].map(() => aScript('true'));
    for (const [index, run] of all.entries()) {
      runs.changed(await executor.start(run));
      await eventually(() => assert.equal(runs.ended.length, index + 1));
      const { folder, stdout } = executor.output(run);
      writeFileSync(stdout, 'x'.repeat(400));
      // the first has not been archived
      mark(folder, 'end-reported', ...(index === 0 ? [] : ['logs-archived']));
    }
    await cleaner.clean(Date.now());
    assert.deepEqual(
      all.map((run) => existsSync(executor.output(run).folder)),
      [true, false, true, true],
    );
    await close();
  });

  it('deletes the folders of runs whose time is over, once nothing of them is pending', async () => {
    const { executor, runs, cleaner, close } = await aHost();
    const [succeeded, failed, unreported] = [aScript('true'), aScript('false'), aScript('true')];
    for (const run of [succeeded, failed, unreported]) runs.changed(await executor.start(run));
    await eventually(() => assert.equal(runs.ended.length, 3));
    for (const run of [succeeded, failed, unreported]) {
      mark(executor.output(run).folder, 'logs-archived', ...(run === unreported ? [] : ['end-reported']));
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
    await close();
  });
});
