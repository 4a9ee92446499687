import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import type { RunSpec } from '../executor.js';
import type { Cgroups } from './cgroups.js';
import { ProcessExecutor } from './process-executor.js';
import { readProcessStat, signalProcess } from './process-identity.js';
import { aScript, CGROUP_VARIANTS, prepared, until, untilEnded } from './testing/a-run.js';

const CRASHING_AGENT = fileURLToPath(new URL('./testing/crashing-agent.js', import.meta.url));

for (const [hold, detect] of CGROUP_VARIANTS) {
  describe(`finding runs again after a crash, ${hold}`, () => {
    const folder = tempDir('runs');
    let cgroups: Cgroups;
    const executors: ProcessExecutor[] = [];
    const open = async (at = folder) => {
      const settings = { folder: at, cgroups, outputLimitBytes: 0, checkSeconds: 60 };
      const executor = await ProcessExecutor.open(settings);
      executors.push(executor);
      return executor;
    };
    beforeAll(async () => {
      cgroups = await detect();
    });
    afterAll(() => Promise.all(executors.map((executor) => executor.close())));

    async function startByKilledAgent(run: RunSpec): Promise<void> {
      const agent: ChildProcess = spawn(
        process.execPath,
        [CRASHING_AGENT, folder, JSON.stringify(run), hold],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [line] = (await once(agent.stdout!, 'data')) as [Buffer];
      assert.equal(line.toString(), 'started\n');
      agent.kill('SIGKILL');
      await once(agent, 'exit');
    }

    it('finds a run that goes on while its agent is dead, and how it ended', async () => {
      const run = aScript('while [ ! -e go ]; do sleep 0.02; done; echo done; exit 4');
      await startByKilledAgent(run);
      const executor = await open();
      await until(executor, run, 'running');
      writeFileSync(join(folder, `${run.jobId}.1`, 'work', 'go'), '');
      const { end } = await untilEnded(executor, run);
      assert.deepEqual([end.outcome, end.exitCode], ['failed', 4]);
      assert.equal(readFileSync(executor.output(run).stdout, 'utf8'), 'done\n');
    });

    it('enforces the time limit of a run while no agent runs', async () => {
      const run = aScript('exec sleep 300', { timeoutSeconds: 1 });
      await startByKilledAgent(run);
      const status = join(folder, `${run.jobId}.1`, 'status.json');
      await eventually(() => assert.match(readFileSync(status, 'utf8'), /timeLimit/), { timeoutMs: 10_000 });
      assert.equal((await untilEnded(await open(), run)).end.outcome, 'timedOut');
    });

    it('stops a run that an earlier agent started', async () => {
      const run = aScript('exec sleep 300');
      await startByKilledAgent(run);
      const executor = await open();
      await executor.stop(run, { outcome: 'preempted', graceSeconds: 5 });
      assert.equal((await untilEnded(executor, run)).end.outcome, 'preempted');
    });

    it('begins a run that was accepted and not begun', async () => {
      const run = aScript('echo ran');
      await prepared(folder, run);
      const executor = await open();
      assert.equal((await executor.observe(run))?.status, 'prepared');
      await executor.start(run);
      assert.equal((await untilEnded(executor, run)).end.outcome, 'succeeded');
    });

    it('runs a job once, however many start it', async () => {
      const [one, two] = [await open(), await open()];
      const runs = Array.from({ length: 10 }, () => aScript('echo ran; sleep 0.05'));
      await Promise.all(
        runs.flatMap((run) => [
          one.start(run),
          two.start(run),
          one.start(run),
          startLater(two, run),
          startLater(one, run),
        ]),
      );
      for (const run of runs) {
        assert.equal((await untilEnded(one, run)).end.outcome, 'succeeded');
        await one.start(run);
        assert.equal(readFileSync(one.output(run).stdout, 'utf8'), 'ran\n');
      }
    });

    it('reports a run without isolation as failed when its supervisor was killed, and kills its rest', async () => {
      const run = aScript('echo $$; setsid sleep 300 & echo $!; env -i sleep 300 & echo $!; sleep 300');
      const executor = await open();
      await executor.start(run);
      const pids = await eventually(() => {
        const lines = readFileSync(executor.output(run).stdout, 'utf8').trim().split('\n');
        assert.equal(lines.length, 3);
        return lines.map(Number);
      });
      const { pid } = JSON.parse(readFileSync(join(folder, `${run.jobId}.1`, 'pid.json'), 'utf8')) as {
        pid: number;
      };
      assert.ok(signalProcess(-pid, 'SIGKILL'));
      const { end } = await untilEnded(executor, run);
      assert.deepEqual([end.outcome, end.errorClass], ['failed', 'signal']);
      assert.match(end.message ?? '', /its supervisor was killed/);
      for (const left of pids) {
        const stat = await readProcessStat(left);
        assert.ok(!stat || stat.state === 'Z', `process ${left} is still there`);
      }
      assert.equal((await executor.start(run)).status, 'ended');
    });

    it('leaves the runs of the original alone where it starts on a copy of their folder', async () => {
      const run = aScript('while [ ! -e go ]; do sleep 0.02; done; echo done');
      const later = aScript('echo ran');
      const executor = await open();
      await executor.start(run);
      await until(executor, run, 'running');
      await prepared(folder, later);
      const copy = tempDir('copied-runs');
      cpSync(folder, copy, { recursive: true });
      const settings = { folder: copy, cgroups, outputLimitBytes: 0, checkSeconds: 60 };
      const copied = await ProcessExecutor.open(settings);
      onTestEnd(() => copied.close());
      for (const each of [run, later]) {
        await copied.stop(each, { outcome: 'preempted', graceSeconds: 0 });
        await copied.start(each);
        const { end } = await untilEnded(copied, each);
        assert.deepEqual([end.outcome, end.errorClass], ['lost', 'hostLost']);
        await copied.remove(each);
      }
      const ownRun = aScript('echo own');
      await copied.start(ownRun);
      assert.equal((await untilEnded(copied, ownRun)).end.outcome, 'succeeded');
      assert.equal((await executor.observe(run))?.status, 'running');
      writeFileSync(join(folder, `${run.jobId}.1`, 'work', 'go'), '');
      assert.equal((await untilEnded(executor, run)).end.outcome, 'succeeded');
      assert.equal((await executor.observe(later))?.status, 'prepared');
    });

    it('ends nothing of a run with the same name in another folder', async () => {
      const [one, other] = [await open(), await open(tempDir('other-runs'))];
      const run = aScript('env -u BERTH_JOB_ID sleep 300 & sleep 300');
      await one.start(run);
      await other.start(run);
      await Promise.all([until(one, run, 'running'), until(other, run, 'running')]);
      await one.stop(run, { outcome: 'cancelled', graceSeconds: 1 });
      await untilEnded(one, run);
      assert.equal((await other.observe(run))?.status, 'running');
      await other.stop(run, { outcome: 'cancelled', graceSeconds: 1 });
      await untilEnded(other, run);
    });

    it('reports a run as lost that a reboot has ended, even where its pids are in use again', async () => {
      const run = aScript('true');
      const directory = await prepared(folder, run);
      const self = await readProcessStat(process.pid);
      const identity = { pid: process.pid, startTime: self?.startTime };
      await directory.write('pid.json', JSON.stringify({ ...identity, bootId: 'of another boot' }));
      await directory.write('leader', `${identity.pid} ${identity.startTime}\n`);
      const { end } = await untilEnded(await open(), run);
      assert.deepEqual([end.outcome, end.message], ['lost', 'the host was restarted']);
    });

    it('keeps the end of a run that ended before the reboot', async () => {
      const run = aScript('true');
      const directory = await prepared(folder, run);
      await directory.write('pid.json', '{"pid":1,"startTime":1,"bootId":"of another boot"}');
      await directory.write('status.json', '{"exitCode":0,"cause":"exited"}');
      assert.equal((await untilEnded(await open(), run)).end.outcome, 'succeeded');
    });

    const startLater = async (executor: ProcessExecutor, run: RunSpec) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return executor.start(run);
    };
  });
}
