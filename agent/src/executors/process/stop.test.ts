import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import type { RunKey } from '../executor.js';
import { ProcessExecutor } from './process-executor.js';
import { readProcessStat, signalProcess } from './process-identity.js';
import { aScript, CGROUP_VARIANTS, prepared, untilEnded } from './testing/a-run.js';

for (const [hold, detect] of CGROUP_VARIANTS) {
  describe(`stopping a run, ${hold}`, () => {
    const folder = tempDir('runs');
    let executor: ProcessExecutor;
    beforeAll(async () => {
      const cgroups = await detect();
      executor = await ProcessExecutor.open({ folder, cgroups, outputLimitBytes: 1e9, checkSeconds: 60 });
    });
    afterAll(() => executor.close());

    const printedPids = (key: RunKey): Promise<number[]> =>
      eventually(() => {
        const pids = readFileSync(executor.output(key).stdout, 'utf8').trim().split('\n').map(Number);
        assert.ok(pids.length > 1);
        return pids;
      });
    const assertGone = async (pids: readonly number[]) => {
      for (const pid of pids) {
        const stat = await readProcessStat(pid);
        assert.ok(!stat || stat.state === 'Z', `process ${pid} is still there`);
      }
    };

    it('lets it end by itself within the grace, and reports what was asked for', async () => {
      const run = aScript('trap "echo saved; exit 0" TERM; echo ready; while :; do sleep 0.05; done');
      await executor.start(run);
      await eventually(() => assert.match(readFileSync(executor.output(run).stdout, 'utf8'), /ready/));
      await executor.stop(run, { outcome: 'preempted', graceSeconds: 20 });
      const { end } = await untilEnded(executor, run);
      assert.equal(end.outcome, 'preempted');
      assert.equal(end.exitCode, 0);
      assert.equal(readFileSync(executor.output(run).stdout, 'utf8'), 'ready\nsaved\n');
    });

    it('ends the whole group, also where it ignores SIGTERM and has children', async () => {
      const run = aScript('trap "" TERM; echo $$; sleep 300 & echo $!; while :; do sleep 1; done');
      await executor.start(run);
      const pids = await printedPids(run);
      await executor.stop(run, { outcome: 'cancelled', graceSeconds: 0 });
      const { end } = await untilEnded(executor, run);
      assert.equal(end.outcome, 'cancelled');
      await assertGone(pids);
    });

    it('leaves nothing behind when the command ends before its children, even those in a session of their own', async () => {
      const run = aScript('echo $$; sleep 300 & echo $!; setsid sleep 300 & echo $!; exit 0');
      await executor.start(run);
      const { end } = await untilEnded(executor, run);
      assert.equal(end.outcome, 'succeeded');
      await assertGone(await printedPids(run));
    });

    it('keeps a run from beginning that is stopped before', async () => {
      const run = aScript('echo ran');
      await prepared(folder, run);
      await executor.stop(run, { outcome: 'cancelled', graceSeconds: 5 });
      const { end } = await untilEnded(executor, run);
      assert.equal(end.outcome, 'cancelled');
      assert.equal((await executor.start(run)).status, 'ended');
      assert.equal(readFileSync(executor.output(run).stdout, 'utf8'), '');
    });

    it('leaves unknown and ended runs alone', async () => {
      const run = aScript('exit 0');
      await executor.stop(run, { outcome: 'cancelled', graceSeconds: 0 });
      await executor.start(run);
      await untilEnded(executor, run);
      await executor.stop(run, { outcome: 'cancelled', graceSeconds: 0 });
      assert.equal((await untilEnded(executor, run)).end.outcome, 'succeeded');
    });

    it('ends a run whose supervisor has lost the half that listens', async () => {
      const run = aScript('trap "exit 9" TERM; echo ready; while :; do sleep 0.02; done');
      await executor.start(run);
      await eventually(() => assert.match(readFileSync(executor.output(run).stdout, 'utf8'), /ready/));
      const [controller] = readFileSync(join(executor.output(run).folder, 'controller'), 'utf8')
        .split(' ')
        .map(Number);
      assert.ok(controller && signalProcess(controller, 'SIGKILL'));
      const { end } = await eventually(async () => {
        await executor.stop(run, { outcome: 'cancelled', graceSeconds: 5 });
        const observation = await executor.observe(run);
        assert.ok(observation?.status === 'ended');
        return observation;
      });
      assert.deepEqual([end.outcome, end.exitCode], ['cancelled', 9]);
    });

    it('always ends a run once, whatever moment the stop comes at', async () => {
      const runs = Array.from({ length: 40 }, (_, index) =>
        aScript(index % 2 ? 'exec sleep 300' : 'sleep 0.03'),
      );
      await Promise.all(
        runs.map(async (run, index) => {
          await executor.start(run);
          await new Promise((resolve) => setTimeout(resolve, index * 2));
          await executor.stop(run, { outcome: 'cancelled', graceSeconds: 5 });
          const { end } = await untilEnded(executor, run);
          assert.ok(['succeeded', 'cancelled'].includes(end.outcome), `${end.outcome}: ${end.message}`);
        }),
      );
    });

    it('does not let a supervisor signal a process that has got the pid of its command', async () => {
      const bystander = spawn('sleep', ['300'], { detached: true });
      try {
        const run = aScript('echo ready; exec sleep 300');
        await executor.start(run);
        await eventually(() => assert.match(readFileSync(executor.output(run).stdout, 'utf8'), /ready/));
        const { folder } = executor.output(run);
        const [leader] = readFileSync(join(folder, 'leader'), 'utf8').split(' ').map(Number);
        writeFileSync(join(folder, 'leader'), `${bystander.pid} 1\n`);
        await executor.stop(run, { outcome: 'cancelled', graceSeconds: 0 });
        await eventually(() => assert.match(readFileSync(join(folder, 'cause'), 'utf8'), /stopped/));
        assert.ok(leader && signalProcess(-leader, 'SIGKILL'));
        assert.equal((await untilEnded(executor, run)).end.outcome, 'cancelled');
        assert.deepEqual([bystander.exitCode, bystander.signalCode], [null, null]);
      } finally {
        bystander.kill('SIGKILL');
      }
    });

    it('does not signal a process that has got the pid of a supervisor', async () => {
      const bystander = spawn('sleep', ['300'], { detached: true });
      try {
        const run = aScript('sleep 300');
        const directory = await prepared(folder, run);
        const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
        await directory.write('pid.json', JSON.stringify({ pid: bystander.pid, startTime: 1, bootId }));
        await directory.write('leader', `${bystander.pid} 1\n`);
        await executor.stop(run, { outcome: 'cancelled', graceSeconds: 0 });
        assert.match((await untilEnded(executor, run)).end.message ?? '', /its supervisor was killed/);
        assert.equal(bystander.exitCode, null);
        assert.equal(bystander.signalCode, null);
      } finally {
        bystander.kill('SIGKILL');
      }
    });
  });
}
