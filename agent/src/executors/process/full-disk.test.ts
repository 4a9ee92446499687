import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, it, jest } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { defined } from '@berth/kernel/defined';
import { Cgroups } from './cgroups.js';
import { findIsolation } from './isolation/probe.js';
import { ProcessExecutor } from './process-executor.js';
import { aScript, until, untilEnded } from './testing/a-run.js';

jest.setTimeout(120_000);

/** Takes all there is, and says so. */
const FILL =
  'dd if=/dev/zero of=filled bs=1k 2>/dev/null; dd if=/dev/zero of=rest bs=1 2>/dev/null; : > "$TOLD"; exec sleep 300';

for (const [hold, kinds] of [
  ['not held apart', ['none']],
  ['held apart as well as can be', undefined],
] as const) {
  describe(`a job that has filled the disk, ${hold}`, () => {
    const disk = join(tempDir('small-disk'), 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'berth-test', disk]).status === 0;
    const told = tempDir('told');
    afterAll(() => {
      if (mounted) spawnSync('umount', ['-l', disk]);
    });
    const open = async () => {
      const settings = {
        agentFolder: disk,
        runsFolder: join(disk, 'runs'),
        privateFolders: [],
        jobFolders: [told],
      };
      const isolation = await findIsolation({ ...settings, trustJobs: true, ...defined({ kinds }) });
      return ProcessExecutor.open({
        folder: join(disk, 'runs'),
        ...{ cgroups: await Cgroups.detect(), isolation, outputLimitBytes: 0, checkSeconds: 1 },
      });
    };
    chmodSync(told, 0o1777);
    const isFull = (name: string) => eventually(() => assert.ok(existsSync(join(told, name))));

    it('can be stopped, however often it is asked, and leaves no file of it', async () => {
      if (!mounted) skipTest('this machine lets the test mount no disk of its own');
      const executor = await open();
      const run = aScript(FILL.replace('"$TOLD"', `${told}/stop`), { graceSeconds: 1 });
      await executor.start(run);
      await until(executor, run, 'running');
      await isFull('stop');
      const folder = executor.output(run).folder;
      const before = readdirSync(folder).length;
      for (let tries = 0; tries < 3; tries += 1)
        await executor.stop(run, { outcome: 'cancelled', graceSeconds: 1 });
      const { end } = await untilEnded(executor, run);
      assert.equal(end.outcome, 'cancelled');
      const left = readdirSync(folder);
      assert.deepEqual(
        left.filter((name) => name.endsWith('.tmp')),
        [],
      );
      assert.ok(left.length <= before, left.join(' '));
      await executor.remove(run);
      await executor.close();
    });

    it('ends at its time limit as such, and is not lost', async () => {
      if (!mounted) skipTest('this machine lets the test mount no disk of its own');
      const executor = await open();
      const run = aScript(FILL.replace('"$TOLD"', `${told}/limit`), { timeoutSeconds: 3, graceSeconds: 1 });
      await executor.start(run);
      await isFull('limit');
      const { end } = await untilEnded(executor, run);
      assert.equal(end.outcome, 'timedOut', end.message);
      assert.match(readFileSync(join(executor.output(run).folder, 'status.json'), 'utf8'), /timeLimit/);
      await executor.remove(run);
      await executor.close();
    });

    it('keeps others from beginning, which leave nothing, until there is room', async () => {
      if (!mounted) skipTest('this machine lets the test mount no disk of its own');
      const executor = await open();
      spawnSync('sh', ['-c', 'dd if=/dev/zero of=filled bs=1k; dd if=/dev/zero of=rest bs=1'], { cwd: disk });
      const run = aScript('echo ran');
      await assert.rejects(executor.start(run), /ENOSPC/);
      assert.deepEqual(readdirSync(join(disk, 'runs')), []);
      for (const name of ['filled', 'rest']) rmSync(join(disk, name));
      await executor.start(run);
      assert.equal((await untilEnded(executor, run)).end.outcome, 'succeeded');
      await executor.close();
    });
  });
}
