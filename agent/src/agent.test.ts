import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import {
  heartbeat,
  hostRegistration,
  processTerminationStatus,
  reconcile,
  runReport,
  type StartRun,
} from '@berth/contracts/agent/messages';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import { AgentProcess } from './testing/agent-process.js';
import { FakePlatform, type AgentCall } from './testing/fake-platform.js';

const NOBODY = 65_534;

const anOrder = (script: string, changes: Partial<StartRun> = {}): StartRun => ({
  jobId: newId(),
  run: 1,
  projectId: newId(),
  command: ['/bin/sh', '-c', script],
  env: {},
  deviceUuids: [],
  simulated: false,
  timeoutSeconds: 60,
  graceSeconds: 2,
  ...changes,
});

/** A process of an ordinary user that is configured to use a device; those of root are never stopped. */
async function somebodyOn(uuid: string) {
  const isRoot = process.getuid?.() === 0;
  const child = spawn('sleep', ['60'], {
    env: { PATH: process.env['PATH'], CUDA_VISIBLE_DEVICES: uuid },
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  await once(child, 'spawn');
  return { account: isRoot ? 'nobody' : userInfo().username, pid: child.pid, ended };
}

describe('the agent', () => {
  let platform: FakePlatform;
  /** Of the tests that neither end it nor need other settings. */
  let agent: AgentProcess;
  const agents: AgentProcess[] = [];
  const anAgent = (env: { readonly [name: string]: string } = {}) => {
    const agent = new AgentProcess(platform, env);
    agents.push(agent);
    return agent;
  };
  const reportsOf = ({ jobId }: { jobId: string }): readonly AgentCall[] =>
    platform.calls.filter(({ verb, input }) => verb === 'report' && input.jobId === jobId);
  const untilReported = (order: { jobId: string }, state: 'running' | 'ended') =>
    eventually(
      () => {
        const report = reportsOf(order).find(({ input }) => input.state === state);
        assert.ok(report, `${order.jobId} is not reported ${state}`);
        return runReport.parse(report.input);
      },
      { timeoutMs: 20_000 },
    );

  beforeAll(async () => {
    platform = await FakePlatform.start();
    agent = new AgentProcess(platform, { BERTH_SIMULATE_GPUS: '2' });
    await agent.start();
  });
  beforeEach(() => platform.reset());
  afterEach(async () => {
    platform.reset();
    for (const agent of agents.splice(0)) await agent.end('SIGTERM');
  });
  afterAll(async () => {
    await agent.end('SIGTERM');
    await platform.stop();
  });

  it('joins, registers the host, and sends heartbeats and samples', async () => {
    const registered = hostRegistration.parse(platform.callsOf(agent.hostId, 'register')[0]?.input);
    assert.deepEqual(
      registered.devices.map(({ index, model, simulated }) => ({ index, model, simulated })),
      [0, 1].map((index) => ({ index, model: 'Simulated GPU', simulated: true })),
    );
    assert.ok(registered.facts.cpuCores >= 1);
    assert.match(registered.facts.limits ?? '', /^(enforced|not enforced: .+)$/);
    reconcile.parse(platform.callsOf(agent.hostId, 'reconcile')[0]?.input);
    await eventually(() => assert.ok(platform.callsOf(agent.hostId, 'heartbeat').length > 2));
    heartbeat.parse(platform.callsOf(agent.hostId, 'heartbeat')[0]?.input);
    await eventually(() => {
      const sample = platform.samples.find(({ devices }) =>
        devices.some(({ uuid }) => uuid === registered.devices[0]?.uuid),
      );
      assert.ok(sample?.devices.every(({ simulated }) => simulated));
    });
    for (const secret of ['identity.nk', 'bus.creds', 'membership.json']) {
      assert.equal(statSync(join(agent.folder, secret)).mode & 0o777, 0o600);
    }
  });

  it('runs a job, and sends its output and its end', async () => {
    const order = anOrder('echo hello; echo trouble >&2; echo "$BERTH_JOB_ID"', { env: { A: 'b' } });
    assert.deepEqual(await platform.order(agent.hostId, 'start', order), { ok: true });
    const ended = await untilReported(order, 'ended');
    assert.deepEqual([ended.outcome, ended.exitCode], ['succeeded', 0]);
    assert.ok((await untilReported(order, 'running')).at <= ended.at);
    const archive = platform.archiveOf(order);
    await eventually(() => assert.ok(archive.isComplete('stdout') && archive.isComplete('stderr')));
    assert.equal(archive.text('stdout'), `hello\n${order.jobId}\n`);
    assert.equal(archive.text('stderr'), 'trouble\n');
    assert.deepEqual(await platform.order(agent.hostId, 'start', order), { ok: true });
    assert.deepEqual(
      reportsOf(order).map(({ input }) => input.state),
      ['running', 'ended'],
    );
  });

  it('reports that a GPU is out of memory', async () => {
    const order = anOrder(
      'echo "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB" >&2; exit 1',
    );
    await platform.order(agent.hostId, 'start', order);
    const { errorClass, message } = await untilReported(order, 'ended');
    assert.equal(errorClass, 'gpuOutOfMemory');
    assert.match(message ?? '', /smaller batch/);
  });

  it('reports again until it is answered', async () => {
    let unanswered = 2;
    platform.respond = ({ verb }) => {
      if (verb !== 'report') return { ok: true, result: null };
      unanswered -= 1;
      return unanswered >= 0
        ? { ok: false, error: { code: 'UNAVAILABLE', message: 'busy' } }
        : { ok: true, result: null };
    };
    const order = anOrder('true');
    await platform.order(agent.hostId, 'start', order);
    await untilReported(order, 'ended');
    assert.deepEqual(
      reportsOf(order).map(({ input }) => input.state),
      ['running', 'running', 'running', 'ended'],
    );
  });

  it('stops a run when told to', async () => {
    const order = anOrder('exec sleep 300');
    await platform.order(agent.hostId, 'start', order);
    await untilReported(order, 'running');
    const { jobId, run } = order;
    await platform.order(agent.hostId, 'stop', { jobId, run, outcome: 'cancelled', graceSeconds: 5 });
    assert.equal((await untilReported(order, 'ended')).outcome, 'cancelled');
  });

  it('goes on after it was killed and restarted: one copy of the job, no line lost, the end reported', async () => {
    const agent = anAgent();
    await agent.start();
    const order = anOrder(
      'for i in 1 2 3; do echo line $i; done; until [ -e go ]; do sleep 0.02; done; echo line 4; exit 3',
    );
    await platform.order(agent.hostId, 'start', order);
    await eventually(() => assert.match(platform.archiveOf(order).text('stdout'), /line 3/));
    await agent.end('SIGKILL');
    await agent.start();
    const reported = platform.callsOf(agent.hostId, 'reconcile').at(-1);
    assert.deepEqual(reconcile.parse(reported?.input).runs, [
      { jobId: order.jobId, run: 1, state: 'running' },
    ]);
    writeFileSync(join(agent.folder, 'runs', `${order.jobId}.1`, 'work', 'go'), '');
    const { outcome, exitCode } = await untilReported(order, 'ended');
    assert.deepEqual([outcome, exitCode], ['failed', 3]);
    await eventually(() => assert.ok(platform.archiveOf(order).isComplete('stdout')));
    assert.equal(platform.archiveOf(order).text('stdout'), 'line 1\nline 2\nline 3\nline 4\n');
  });

  it('reports the end of a run that ended while it was down, and does not report it again', async () => {
    const agent = anAgent();
    await agent.start();
    const order = anOrder('echo started; sleep 0.3');
    await platform.order(agent.hostId, 'start', order);
    await untilReported(order, 'running');
    await agent.end('SIGKILL');
    await eventually(() => assert.match(agent.fileOf(order, 'status.json'), /exited/));
    await agent.start();
    assert.equal((await untilReported(order, 'ended')).outcome, 'succeeded');
    await eventually(() => assert.ok(platform.archiveOf(order).isComplete('stdout')));
    const reported = reportsOf(order).length;
    await agent.end('SIGTERM');
    await agent.start();
    assert.equal(reportsOf(order).length, reported);
  });

  it('stops its runs when it is stopped, and deregisters', async () => {
    const agent = anAgent();
    await agent.start();
    const orders = [
      anOrder('exec sleep 300'),
      anOrder('trap "echo saved; exit 0" TERM; echo ready; while :; do sleep 0.05; done'),
    ];
    for (const order of orders) {
      await platform.order(agent.hostId, 'start', order);
      await untilReported(order, 'running');
    }
    const chatty = platform.archiveOf(orders[1] as StartRun);
    await eventually(() => assert.equal(chatty.text('stdout'), 'ready\n'));
    assert.equal(await agent.end('SIGTERM'), 0);
    for (const order of orders) assert.equal((await untilReported(order, 'ended')).outcome, 'preempted');
    assert.equal(chatty.text('stdout'), 'ready\nsaved\n');
    assert.ok(chatty.isComplete('stdout'));
    const last = platform.calls
      .filter(({ hostId, verb }) => hostId === agent.hostId && verb !== 'heartbeat')
      .at(-1);
    assert.equal(last?.verb, 'deregister');
  });

  it('leaves its runs to the next agent where the settings say so', async () => {
    const agent = anAgent({ BERTH_STOP_RUNS_ON_EXIT: 'false' });
    await agent.start();
    const order = anOrder('while [ ! -e go ]; do sleep 0.02; done');
    await platform.order(agent.hostId, 'start', order);
    await untilReported(order, 'running');
    assert.equal(await agent.end('SIGTERM'), 0);
    assert.equal(platform.callsOf(agent.hostId, 'deregister').length, 0);
    await agent.start();
    writeFileSync(join(agent.folder, 'runs', `${order.jobId}.1`, 'work', 'go'), '');
    assert.equal((await untilReported(order, 'ended')).outcome, 'succeeded');
  });

  it('ends a run that the scheduler no longer counts as this host’s', async () => {
    platform.respond = ({ verb }) =>
      verb === 'report'
        ? { ok: false, error: { code: 'INVALID_STATE', message: 'run 1 is not this host’s', field: 'run' } }
        : { ok: true, result: null };
    const order = anOrder('exec sleep 300');
    await platform.order(agent.hostId, 'start', order);
    assert.equal((await untilReported(order, 'ended')).outcome, 'lost');
  });

  it('registers again when its heartbeat is refused, and reconciles its runs until both sides agree', async () => {
    const [stale, fresh] = [anOrder('exec sleep 300'), anOrder('echo fresh')];
    await platform.order(agent.hostId, 'start', stale);
    await untilReported(stale, 'running');
    const registrations = platform.callsOf(agent.hostId, 'register').length;
    let refused = false;
    let reconciled = 0;
    platform.respond = ({ verb }) => {
      if (verb === 'heartbeat' && !refused) {
        refused = true;
        return {
          ok: false,
          error: { code: 'INVALID_STATE', message: 'the host is lost: register it again', field: 'host' },
        };
      }
      if (verb !== 'reconcile') return { ok: true, result: null };
      reconciled += 1;
      const { jobId, run } = stale;
      return {
        ok: true,
        result: reconciled === 1 ? { end: [{ jobId, run }], start: [fresh] } : { end: [], start: [] },
      } as never;
    };
    assert.equal((await untilReported(stale, 'ended')).outcome, 'lost');
    assert.equal((await untilReported(fresh, 'ended')).outcome, 'succeeded');
    assert.equal(platform.callsOf(agent.hostId, 'register').length, registrations + 1);
    await eventually(() => assert.equal(reconciled, 2));
    const lastReport = reconcile.parse(platform.callsOf(agent.hostId, 'reconcile').at(-1)?.input);
    assert.equal(lastReport.runs.find(({ jobId }) => jobId === stale.jobId)?.state, 'ended');
  });

  it('reports after NATS is back what happened while it was down', async () => {
    const order = anOrder('echo before; while [ ! -e go ]; do sleep 0.02; done; echo after');
    await platform.order(agent.hostId, 'start', order);
    await untilReported(order, 'running');
    await platform.nats.kill();
    writeFileSync(join(agent.folder, 'runs', `${order.jobId}.1`, 'work', 'go'), '');
    await eventually(() => assert.match(agent.fileOf(order, 'status.json'), /exited/));
    await platform.nats.restart();
    assert.equal((await untilReported(order, 'ended')).outcome, 'succeeded');
    await eventually(() => assert.ok(platform.archiveOf(order).isComplete('stdout')), { timeoutMs: 20_000 });
    assert.equal(platform.archiveOf(order).text('stdout'), 'before\nafter\n');
  });

  it('answers an invalid order with the field that is wrong', async () => {
    const order = anOrder('true');
    const cases: readonly (readonly [verb: string, body: unknown, code: string, field: string])[] = [
      ['start', 'not JSON', 'VALIDATION_FAILED', 'body'],
      ['start', [], 'VALIDATION_FAILED', 'body'],
      ['start', { ...order, jobId: '../../etc' }, 'VALIDATION_FAILED', 'jobId'],
      ['start', { ...order, run: 0 }, 'VALIDATION_FAILED', 'run'],
      ['start', { ...order, command: [] }, 'VALIDATION_FAILED', 'command'],
      ['start', { ...order, command: [7] }, 'VALIDATION_FAILED', 'command.0'],
      ['start', { ...order, env: { A: 1 } }, 'VALIDATION_FAILED', 'env.A'],
      ['start', { ...order, workingDirectory: 'relative' }, 'VALIDATION_FAILED', 'workingDirectory'],
      ['start', { ...order, timeoutSeconds: -1 }, 'VALIDATION_FAILED', 'timeoutSeconds'],
      ['start', { ...order, deviceUuids: ['GPU-elsewhere'] }, 'VALIDATION_FAILED', 'deviceUuids'],
      ['stop', { jobId: order.jobId, run: 1, outcome: 'won' }, 'VALIDATION_FAILED', 'outcome'],
      ['reboot', {}, 'NOT_FOUND', 'subject'],
    ];
    for (const [verb, body, code, field] of cases) {
      const answer = await platform.order(agent.hostId, verb, body);
      assert.deepEqual(
        [answer.ok, answer.error?.code, answer.error?.field],
        [false, code, field],
        JSON.stringify(body),
      );
    }
    const { runs } = await platform.order<{ runs: readonly { jobId: string }[] }>(agent.hostId, 'runs', {});
    assert.equal(
      runs.some(({ jobId }) => jobId === order.jobId),
      false,
    );
  });

  it('ends what the accounts named run on its devices', async () => {
    const [device] = hostRegistration.parse(platform.callsOf(agent.hostId, 'register')[0]?.input).devices;
    const uuid = device?.uuid ?? '';
    const { account, pid, ended } = await somebodyOn(uuid);
    const order = { reservationId: newId(), deviceUuids: [uuid], accounts: [account], graceSeconds: 30 };
    type Answer = { readonly ok: boolean; readonly ending?: unknown };
    const first = await platform.order<Answer>(agent.hostId, 'endProcesses', order);
    assert.deepEqual(processTerminationStatus.parse(first.ending).signalled, [pid]);
    assert.equal(await ended, 'SIGTERM');
    const then = await platform.order<Answer>(agent.hostId, 'endProcesses', order);
    assert.deepEqual(processTerminationStatus.parse(then.ending).ended, [pid]);
    const wrong = await platform.order(agent.hostId, 'endProcesses', { ...order, accounts: [] });
    assert.deepEqual([wrong.ok, wrong.error?.field], [false, 'accounts']);
  });
});
