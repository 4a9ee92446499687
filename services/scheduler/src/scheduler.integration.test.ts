import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  approveJob,
  cancelJob,
  jobQuery,
  jobsQuery,
  pendingQuery,
  queueQuery,
  submitJob,
} from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { idFromName } from '@berth/kernel/ids';
import { Installation } from './testing/installation.js';
import { aGrant, aPool, lost, returned, someGpus, stopped } from './testing/foreign-events.js';

jest.setTimeout(120_000);

let berth: Installation;
beforeAll(async () => {
  berth = await Installation.start();
});
afterAll(() => berth.stop());

const onGpu = (pool: string, change: object = {}) => ({
  name: `on ${pool}`,
  project: 'vision',
  pool,
  command: ['python3', 'train.py'],
  gpus: { count: 1 },
  ...change,
});
const submit = (pool: string, change: object = {}, key?: string): Promise<JobView> =>
  berth.done(submitJob, onGpu(pool, change), key);
const untilReleased = (poolId: string, leases: number) =>
  berth.eventually(async () => {
    const history = await berth.history('calendar', poolId);
    assert.equal(history.filter((type) => type === 'leaseReleased').length, leases);
    assert.equal(history.filter((type) => type === 'devicesLeased').length, leases);
  });

describe('a job from its submission to its end', () => {
  it('is placed, started by its agent, and its devices are free afterwards', async () => {
    const { agent, poolId } = await berth.aHost('plain');
    agent.script.finishes = false;
    const job = await submit('plain', { env: { SEED: 'not shown' }, args: ['--fast'] });
    assert.equal(job.state, 'queued');
    await berth.untilState(job.id, 'running');
    const [order] = agent.script.orders;
    assert.deepEqual(
      [order?.command, order?.env, order?.deviceUuids, order?.run],
      [['python3', 'train.py', '--fast'], { SEED: 'not shown' }, ['GPU-plain-0'], 1],
    );
    agent.script.finishAll();
    const ended = await berth.untilState(job.id, 'succeeded');
    assert.deepEqual(
      ended.runs.map(({ run, state, outcome }) => [run, state, outcome]),
      [[1, 'ended', 'succeeded']],
    );
    await untilReleased(poolId, 1);
    assert.deepEqual(await berth.history('job', job.id), [
      'submitted',
      'queued',
      'placed',
      'runStarted',
      'runEnded',
      'succeeded',
    ]);
    assert.ok(!JSON.stringify(ended).includes('not shown'), 'env values are not shown');
  });

  it('goes to the next in line as soon as the device is free', async () => {
    const { agent } = await berth.aHost('line');
    agent.script.finishes = false;
    const first = await submit('line');
    await berth.untilState(first.id, 'running');
    const [low, high] = [await submit('line', { priority: 2 }), await submit('line', { priority: 9 })];
    await berth.eventually(async () => {
      const pending = await berth.done(pendingQuery, { ids: [low.id, high.id] });
      assert.deepEqual(
        pending.map((view) => [view.jobId === high.id, view.position, view.reasons.map(({ code }) => code)]),
        [
          [false, 2, ['DEVICES_BUSY', 'BEHIND_OTHERS']],
          [true, 1, ['DEVICES_BUSY', 'PLANNED']],
        ],
      );
    });
    agent.script.finishAll();
    await berth.untilState(high.id, 'running');
    assert.equal((await berth.untilState(low.id, 'queued')).runs.length, 0);
    agent.script.finishAll();
    await berth.untilState(low.id, 'running');
    agent.script.finishAll();
    await berth.untilState(low.id, 'succeeded');
  });

  it('waits for approval where the pool asks for it', async () => {
    const { agent, poolId } = await berth.aHost('approving');
    await berth.hear({ type: 'inventory.pool.updated.v1', data: { poolId, approval: true } });
    const job = await berth.eventually(async () => {
      const view = await submit('approving');
      assert.equal(view.state, 'awaitingApproval');
      return view;
    });
    const [pending] = await berth.done(pendingQuery, { ids: [job.id] });
    assert.deepEqual(
      pending?.reasons.map(({ code }) => code),
      ['AWAITING_APPROVAL'],
    );
    const refused = await berth.ask(approveJob, { jobId: job.id });
    assert.ok(!refused.ok && refused.error.code === 'FORBIDDEN');
    const approved = await berth.ask(approveJob, { jobId: job.id }, { role: 'operator' });
    assert.ok(approved.ok && (approved.result as unknown as JobView).state === 'queued');
    await berth.untilState(job.id, 'succeeded');
    assert.equal(agent.script.launched.filter((name) => name.startsWith(job.id)).length, 1);
  });
});

describe('submissions', () => {
  it('sent again are one job, also when the queue is full with it', async () => {
    const name = 'narrow';
    const poolId = idFromName('pool', name);
    await berth.hear(aPool(poolId, { name, max: 1 }));
    await berth.hear(aGrant({ poolId, grantId: idFromName('grant', name) }));
    for (const event of someGpus(idFromName('host', name), 1, name, poolId)) await berth.hear(event);
    const first = await submit(name, {}, 'the same');
    assert.equal((await submit(name, {}, 'the same')).id, first.id);
    const other = await berth.ask(submitJob, onGpu(name));
    assert.ok(!other.ok && other.error.code === 'QUEUE_FULL' && other.error.field === 'pool');
    const changed = await berth.ask(submitJob, onGpu(name, { priority: 9 }), { key: 'the same' });
    assert.ok(!changed.ok && changed.error.code === 'IDEMPOTENCY_KEY_REUSED');
    await berth.done(cancelJob, { jobId: first.id });
    const own = await berth.eventually(() => submit(name, { externalId: 'mine/1' }));
    const again = await berth.ask(submitJob, onGpu(name, { externalId: 'mine/1' }));
    assert.ok(!again.ok && ['ALREADY_EXISTS', 'QUEUE_FULL'].includes(again.error.code));
    await berth.done(cancelJob, { jobId: own.id });
    const taken = await berth.eventually(async () => {
      const reply = await berth.ask(submitJob, onGpu(name, { externalId: 'mine/1' }));
      assert.ok(!reply.ok && reply.error.code === 'ALREADY_EXISTS', JSON.stringify(reply));
      return reply.error;
    });
    assert.deepEqual([taken.field, taken.details], ['externalId', { jobId: own.id }]);
    assert.ok((await berth.done(jobsQuery, { poolId })).items.length >= 2);
    assert.equal((await berth.done(queueQuery, { poolId })).totalCount, 0);
  });
});

describe('cancelling', () => {
  it('stops what runs, and counts once its agent says so', async () => {
    const { agent, poolId } = await berth.aHost('cancelled');
    agent.script.finishes = false;
    const job = await submit('cancelled');
    await berth.untilState(job.id, 'running');
    const asked = await berth.done(cancelJob, { jobId: job.id, reason: 'wrong data' });
    assert.equal(asked.cancelRequested, true);
    const ended = await berth.untilState(job.id, 'cancelled');
    assert.deepEqual([ended.message, ended.runs[0]?.outcome], ['wrong data', 'cancelled']);
    await untilReleased(poolId, 1);
  });

  it('ends a run that its agent never heard of', async () => {
    const { agent, poolId } = await berth.aHost('deaf');
    await berth.eventually(async () => assert.ok((await submit('deaf')).id));
    const [first] = (await berth.done(jobsQuery, { poolId })).items;
    await berth.untilState(first?.node.id ?? '', 'succeeded');
    agent.deafen();
    const job = await submit('deaf');
    await berth.untilState(job.id, 'placed');
    await berth.done(cancelJob, { jobId: job.id });
    agent.script.refusesToStart = { code: 'UNAVAILABLE', message: 'not now' };
    agent.listen();
    const ended = await berth.untilState(job.id, 'cancelled');
    assert.equal(ended.runs[0]?.message, 'the host does not know this run');
    await untilReleased(poolId, 2);
  });
});

describe('agents', () => {
  it('that do not answer get their orders until they do', async () => {
    const { agent } = await berth.aHost('silent');
    agent.script.finishes = false;
    const first = await submit('silent');
    await berth.untilState(first.id, 'running');
    agent.deafen();
    agent.script.finishAll();
    const job = await submit('silent');
    await berth.untilState(job.id, 'placed');
    agent.listen();
    await berth.untilState(job.id, 'running');
    agent.script.finishAll();
    await berth.untilState(job.id, 'succeeded');
  });

  it('that refuse an order fail the job, with their reason', async () => {
    const { agent } = await berth.aHost('refusing');
    agent.script.refusesToStart = { code: 'VALIDATION_FAILED', message: 'command: there is no such program' };
    const job = await submit('refusing');
    const ended = await berth.untilState(job.id, 'failed');
    assert.deepEqual([ended.errorClass, ended.message], ['startFailed', 'command: there is no such program']);
  });

  it('of a lost host: its job is queued again once, and the old run may say nothing any more', async () => {
    const { agent, poolId } = await berth.aHost('fenced');
    agent.script.finishes = false;
    const job = await submit('fenced');
    await berth.untilState(job.id, 'running');
    const lastSeen = new Date().toISOString();
    await berth.hear(lost(agent.hostId, lastSeen));
    const queued = await berth.untilState(job.id, 'queued');
    assert.deepEqual([queued.runs[0]?.outcome, queued.runs[0]?.endedAt], ['lost', lastSeen]);
    const at = new Date().toISOString();
    const late = { jobId: job.id, run: 1, state: 'ended', outcome: 'succeeded', at } as const;
    const refused = await agent.report(late);
    assert.deepEqual([refused?.code, refused?.field], ['INVALID_STATE', 'run']);
    await berth.hear(returned(agent.hostId));
    const again = await berth.until(job.id, (view) =>
      assert.deepEqual([view.state, view.runs.length], ['running', 2]),
    );
    assert.equal(again.runs[1]?.run, 2);
    assert.deepEqual(
      agent.script.runs.map(({ run, state }) => [run, state]),
      [
        [1, 'ended'],
        [2, 'running'],
      ],
    );
    agent.script.finishAll();
    await berth.untilState(job.id, 'succeeded');
    await untilReleased(poolId, 2);
  });

  it('that stopped in order give their jobs back too', async () => {
    const { agent } = await berth.aHost('leaving');
    agent.script.finishes = false;
    const job = await submit('leaving');
    await berth.untilState(job.id, 'running');
    agent.script.finishAll('preempted');
    await berth.hear(stopped(agent.hostId));
    const queued = await berth.until(job.id, (view) => assert.equal(view.state, 'queued'));
    assert.equal(queued.runs[0]?.outcome, 'preempted');
    await berth.eventually(async () => {
      const [pending] = await berth.done(pendingQuery, { ids: [job.id] });
      assert.equal(pending?.reasons[0]?.code, 'HOSTS_UNAVAILABLE');
    });
    await berth.done(cancelJob, { jobId: job.id });
  });
});

describe('a scheduler that is started again', () => {
  it('goes on with what runs, queues and waits, and its stop is in order', async () => {
    const { agent, poolId } = await berth.aHost('restarted');
    agent.script.finishes = false;
    const running = await submit('restarted');
    await berth.untilState(running.id, 'running');
    const queued = await submit('restarted');
    assert.equal(await berth.scheduler.stop(), 0);
    await berth.scheduler.start();
    assert.equal((await berth.untilState(running.id, 'running')).runs.length, 1);
    agent.script.finishAll();
    await berth.untilState(running.id, 'succeeded');
    await berth.untilState(queued.id, 'running');
    agent.script.finishAll();
    await berth.untilState(queued.id, 'succeeded');
    await untilReleased(poolId, 2);
    assert.equal(agent.script.launched.length, 2);
  });

  it("has a run ended that is not the host's any more", async () => {
    const { agent } = await berth.aHost('stale');
    agent.script.finishes = false;
    const job = await submit('stale');
    await berth.untilState(job.id, 'running');
    await berth.done(cancelJob, { jobId: job.id });
    await berth.untilState(job.id, 'cancelled');
    const stale = { ...agent.script.orders[0]!, jobId: idFromName('job', 'nobody knows') };
    await berth.scheduler.stop('SIGKILL');
    agent.script.start(stale);
    await berth.scheduler.start();
    await berth.eventually(() =>
      assert.deepEqual(agent.script.runs.find(({ jobId }) => jobId === stale.jobId)?.state, 'ended'),
    );
    const next = await submit('stale');
    await berth.untilState(next.id, 'running');
    agent.script.finishAll();
    await berth.untilState(next.id, 'succeeded');
  });

  it('is killed after every append, and each job runs once all the same', async () => {
    const { agent, poolId } = await berth.aHost('crashing');
    await berth.scheduler.stop();
    const crashing = new URL('./testing/crash-at-append.js', import.meta.url).href;
    Object.assign(berth.settings, { NODE_OPTIONS: `--import=${crashing}` });
    let deaths = 0;
    let jobId: string | undefined;
    for (let state: string | undefined; state !== 'succeeded';) {
      if (!berth.scheduler.isRunning) {
        deaths += 1;
        assert.ok(deaths < 20, 'it does not get on');
        // It may also crash before it is ready.
        await berth.scheduler.start().catch(() => undefined);
      }
      const submitted = await berth.askWhileItLives(submitJob, onGpu('crashing'), 'crashing at an append');
      if (submitted?.ok) jobId = (submitted.result as unknown as JobView).id;
      const seen = jobId === undefined ? undefined : await berth.askWhileItLives(jobQuery, { jobId });
      if (seen?.ok) state = (seen.result as unknown as JobView | null)?.state;
      await sleep(20);
    }
    Object.assign(berth.settings, { NODE_OPTIONS: '' });
    await berth.scheduler.stop('SIGKILL');
    await berth.scheduler.start();
    await untilReleased(poolId, 1);
    assert.ok(deaths > 5, `it died ${deaths} times`);
    assert.equal(agent.script.launched.length, 1);
    assert.deepEqual(await berth.history('job', jobId ?? ''), [
      'submitted',
      'queued',
      'placed',
      'runStarted',
      'runEnded',
      'succeeded',
    ]);
  });
});
