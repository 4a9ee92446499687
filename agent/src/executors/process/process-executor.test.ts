import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import type { RunObservation } from '../executor.js';
import { Cgroups } from './cgroups.js';
import { ProcessExecutor } from './process-executor.js';
import { aRun, aScript, until, untilEnded } from './testing/a-run.js';

describe('ProcessExecutor', () => {
  const folder = join(tempDir('runs'), 'runs');
  let executor: ProcessExecutor;
  beforeAll(async () => {
    const cgroups = await Cgroups.detect();
    executor = await ProcessExecutor.open({ folder, cgroups, outputLimitBytes: 100_000, checkSeconds: 1 });
  });
  afterAll(() => executor.close());

  const stdoutOf = (run: { jobId: string; run: number }) => readFileSync(executor.output(run).stdout, 'utf8');

  it('runs a command to its end, with its output in files', async () => {
    const run = aScript('echo out; echo err >&2');
    await executor.start(run);
    const { end } = await untilEnded(executor, run);
    assert.equal(end.outcome, 'succeeded');
    assert.equal(end.exitCode, 0);
    assert.ok(end.startedAt && end.startedAt <= end.endedAt);
    assert.equal(stdoutOf(run), 'out\n');
    assert.equal(readFileSync(executor.output(run).stderr, 'utf8'), 'err\n');
  });

  it('passes arguments and variables as they are', async () => {
    const awkward = `it's "$HOME" \\ \`x\`\n; * ü -n`;
    const run = aRun(['/bin/sh', '-c', 'printf "%s|%s" "$1" "$AWKWARD"', 'sh', awkward], {
      env: { AWKWARD: awkward },
    });
    await executor.start(run);
    await untilEnded(executor, run);
    assert.equal(stdoutOf(run), `${awkward}|${awkward}`);
  });

  it('passes every variable byte for byte, also those that shells keep, set or refuse', async () => {
    const env = {
      OPTIND: 'abc',
      UID: '5',
      EUID: '6',
      PPID: '7',
      SHELLOPTS: 'x',
      BASHOPTS: 'y',
      IFS: ',',
      PWD: '/nowhere',
      OLDPWD: 'z',
      SHLVL: '9',
      _: 'underscore',
      PS1: '$ ',
      LINENO: 'none',
      'a.b': 'dotted',
      '1st': 'digit',
      'BASH_FUNC_x%%': '() { :; }',
      EMPTY: '',
      LINES_OF: 'one\ntwo\r\n',
      SPACED: '  around  ',
      FOREIGN: '中文 ü \u{1f600}',
      QUOTES: `'"\`$(id)\\`,
    };
    const run = aRun(['/usr/bin/env', '-0'], { env });
    await executor.start(run);
    assert.equal((await untilEnded(executor, run)).end.outcome, 'succeeded');
    const got = new Map(
      stdoutOf(run)
        .split('\0')
        .filter(Boolean)
        .map((line) => line.split(/=(.*)/s) as [string, string]),
    );
    for (const [name, value] of Object.entries(env)) assert.equal(got.get(name), value, name);
  });

  it('sets the platform variables over those of the job, and none of the agent’s own', async () => {
    process.env['BERTH_JOIN_TOKEN_FILE'] = 'a secret of the agent';
    const run = aRun(['/usr/bin/env'], {
      env: {
        CUDA_VISIBLE_DEVICES: '7',
        BERTH_JOB_ID: 'forged',
        MINE: '1',
        dir: 'x',
        work: 'y',
        cause: 'z',
        UID: '5',
      },
      deviceUuids: ['GPU-a', 'GPU-b'],
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await executor.start(run);
    const { end } = await untilEnded(executor, run);
    assert.equal(end.outcome, 'succeeded');
    const env = new Map(
      stdoutOf(run)
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s) as [string, string]),
    );
    assert.equal(env.get('CUDA_VISIBLE_DEVICES'), 'GPU-a,GPU-b');
    assert.equal(env.get('BERTH_JOB_ID'), run.jobId);
    assert.equal(env.get('BERTH_RUN'), '1');
    assert.equal(env.get('MINE'), '1');
    assert.equal(env.get('work'), 'y');
    assert.equal(env.get('TRACEPARENT'), run.traceparent);
    assert.equal(env.get('BERTH_NODE_BINARY'), process.execPath);
    assert.equal(env.has('BERTH_JOIN_TOKEN_FILE'), false);
  });

  it('hides all devices from a run on the CPU', async () => {
    const run = aScript('echo "[${CUDA_VISIBLE_DEVICES-unset}]"');
    await executor.start(run);
    await untilEnded(executor, run);
    assert.equal(stdoutOf(run), '[]\n');
  });

  it('finds node on the path of a job', async () => {
    const run = aRun(['node', '-p', 'process.execPath']);
    await executor.start(run);
    await untilEnded(executor, run);
    assert.equal(stdoutOf(run), `${process.execPath}\n`);
  });

  it('gives each run an empty folder of its own, or the one it names', async () => {
    const [own, named] = [aScript('pwd; ls -A'), aRun(['pwd'], { workingDirectory: '/' })];
    await Promise.all([executor.start(own), executor.start(named)]);
    await Promise.all([untilEnded(executor, own), untilEnded(executor, named)]);
    assert.equal(stdoutOf(own), `${join(folder, `${own.jobId}.1`, 'work')}\n`);
    assert.equal(stdoutOf(named), '/\n');
  });

  it('keeps secrets from other users, and only until the run has ended', async () => {
    const run = aScript('sleep 0.3', { env: { TOKEN: 'secret' } });
    await executor.start(run);
    const secrets = join(folder, `${run.jobId}.1`, 'env');
    assert.equal(statSync(secrets).mode & 0o777, 0o600);
    const { end } = await untilEnded(executor, run);
    assert.equal(end.outcome, 'succeeded');
    assert.equal(existsSync(secrets), false);
  });

  const failures = [
    { what: 'an exit code', run: aScript('exit 3'), exitCode: 3, errorClass: 'exitCode' },
    {
      what: 'a signal',
      run: aScript('kill -SEGV $$'),
      exitCode: 139,
      errorClass: 'signal',
      signal: 'SIGSEGV',
    },
    {
      what: 'an unknown command',
      run: aRun(['no-such-command']),
      exitCode: 127,
      errorClass: 'commandNotFound',
    },
    {
      what: 'a folder that is not there',
      run: aRun(['true'], { workingDirectory: '/no/such/folder' }),
      exitCode: 126,
      errorClass: 'startFailed',
    },
  ];
  for (const { what, run, ...expected } of failures) {
    it(`reports ${what} as a failure`, async () => {
      await executor.start(run);
      const { end } = await untilEnded(executor, run);
      const { exitCode, errorClass, signal } = end;
      assert.deepEqual(
        { outcome: end.outcome, exitCode, errorClass, signal },
        { outcome: 'failed', signal: undefined, ...expected },
      );
      assert.ok(end.message);
    });
  }

  it('ends a run at its time limit, and one that ignores SIGTERM after the grace', async () => {
    const run = aScript('trap "" TERM; while :; do sleep 0.1; done', {
      timeoutSeconds: 1,
      graceSeconds: 1,
    });
    await executor.start(run);
    const { end } = await untilEnded(executor, run);
    assert.equal(end.outcome, 'timedOut');
    assert.equal(end.signal, 'SIGKILL');
  });

  it('ends a run that writes more than it may', async () => {
    const run = aScript('while :; do echo 0123456789012345678901234567890123456789; done');
    await executor.start(run);
    const { end } = await untilEnded(executor, run);
    assert.equal(end.outcome, 'failed');
    assert.match(end.message ?? '', /maximum of 100000 bytes/);
  });

  it('tells what a run becomes, in order', async () => {
    const seen: string[] = [];
    const run = aScript('echo x; sleep 0.2');
    const ended = new Promise<RunObservation>((resolve) => {
      executor.watch({
        changed: (observation) => {
          if (observation.jobId !== run.jobId) return;
          seen.push(observation.status);
          if (observation.status === 'ended') resolve(observation);
        },
        outputGrew: ({ jobId }) => {
          if (jobId === run.jobId) seen.push('output');
        },
      });
    });
    await executor.start(run);
    await ended;
    const statuses = seen.filter((status) => status === 'running' || status === 'ended');
    assert.deepEqual(statuses, ['running', 'ended']);
    assert.ok(seen.includes('output'));
  });

  it('lists runs and removes ended ones only', async () => {
    const run = aScript('sleep 30');
    await executor.start(run);
    await until(executor, run, 'running');
    await assert.rejects(executor.remove(run), /has not ended/);
    assert.ok(
      (await executor.list()).some(({ jobId, status }) => jobId === run.jobId && status === 'running'),
    );
    await executor.stop(run, { outcome: 'cancelled', graceSeconds: 1 });
    await untilEnded(executor, run);
    await executor.remove(run);
    assert.equal(await executor.observe(run), undefined);
    assert.equal(existsSync(join(folder, `${run.jobId}.1`)), false);
  });

  it('says that a run can’t be launched when its folder is unusable', async () => {
    const run = aScript('true');
    writeFileSync(join(folder, `${run.jobId}.1`), 'a file where a folder must be');
    await assert.rejects(executor.start(run), /EEXIST|ENOTDIR/);
  });
});
