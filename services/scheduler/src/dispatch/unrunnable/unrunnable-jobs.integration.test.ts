import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { jobQuery, pendingQuery, submitJob } from '@berth/contracts/scheduler/operations';
import { requestGpus } from '@berth/contracts/scheduler/requests';
import { reserve } from '@berth/contracts/scheduler/reservations';
import { submitArray } from '@berth/contracts/scheduler/array';
import { joinWaitlist } from '@berth/contracts/scheduler/waitlist';
import { idFromName, newId } from '@berth/kernel/ids';
import { aGrant, aPool, aProject, aUser, someGpus } from '../../testing/foreign-events.js';
import { Installation } from '../../testing/installation.js';
import { NatsAgent } from '../../testing/nats-agent.js';

jest.setTimeout(120_000);

let berth: Installation;
const agents: NatsAgent[] = [];
const bob = idFromName('user', 'bob');

beforeAll(async () => {
  // 9 seconds
  berth = await Installation.start({ BERTH_UNRUNNABLE_JOB_TIMEOUT_HOURS: '0.0025' });
  await berth.hear(aUser(bob, 'admin'));
  await berth.hear(aProject(idFromName('project', 'other'), 'other', bob));
});
afterAll(async () => {
  for (const agent of agents) await agent.close();
  await berth.stop();
});

const ahead = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const submit = (pool: string, name: string, change: object = {}) =>
  berth.done(submitJob, {
    project: 'vision',
    pool,
    name,
    command: ['true'],
    gpus: { count: 1 },
    ...change,
  });
const reasonsOf = async (jobId: string) => (await berth.done(pendingQuery, { ids: [jobId] }))[0];

describe('a job of a reservation that ends', () => {
  it('begins no more shortly before, is told the truth when it must leave, and ends with it', async () => {
    const { agent } = await berth.aHost('ending');
    agent.script.finishes = false;
    const until = ahead(12);
    const reservationInput = { pool: 'ending', gpus: { count: 1 } };
    const [own] = await berth.done(reserve, { ...reservationInput, project: 'vision', until });
    assert.ok(own);
    const next = { ...reservationInput, project: 'other', from: until, durationMinutes: 10 };
    const behind = await berth.others.ask([bob, 'admin'], reserve, next);
    assert.ok(behind.ok, behind.ok ? '' : behind.error.message);

    const job = await submit('ending', 'in it', { reservation: own.id, timeoutMinutes: 600 });
    const ended = await berth.untilState(job.id, 'failed');
    assert.match(
      ended.message ?? '',
      /^its reservation [0-9A-Z]{26} has ended, and it runs only in that reservation$/,
    );
    assert.equal(ended.runs.length, 1);
    const [run] = ended.runs;
    assert.equal(run?.outcome, 'preempted');
    assert.equal(run?.preemption?.cause, 'reservation');
    assert.match(
      run?.preemption?.message ?? '',
      new RegExp(`^its own reservation ends at ${until}, and a reservation`),
    );
    assert.ok((ended.endedAt ?? '') >= until);
  });
});

describe('a job that nothing in its pool could hold any more', () => {
  it("is in nobody's way, fails after a time, and runs where that changes before", async () => {
    const { agent, poolId } = await berth.aHost('shrinks', 2);
    agent.script.finishes = false;
    const report = (gpus: number) => someGpus(agent.hostId, gpus, 'shrinks', poolId).slice(1);
    const runs = await submit('shrinks', 'runs', { gpus: { count: 2 } });
    await berth.untilState(runs.id, 'running');
    const large = await submit('shrinks', 'large', { gpus: { count: 2 }, priority: 9 });
    const small = await submit('shrinks', 'small');
    await berth.eventually(async () => assert.equal((await reasonsOf(small.id))?.aheadCount, 1));

    for (const event of report(1)) await berth.hear(event);
    await berth.eventually(async () => {
      const behind = await reasonsOf(small.id);
      assert.deepEqual([behind?.aheadCount, behind?.position], [0, 1]);
      assert.ok(!behind?.reasons.some(({ code }) => code === 'BEHIND_OTHERS'));
      const [reason] = (await reasonsOf(large.id))?.reasons ?? [];
      assert.equal(reason?.code, 'CAN_NEVER_RUN');
      assert.match(
        reason?.message ?? '',
        /the maximum on one host is 1; it fails at .* unless that changes$/,
      );
    });

    for (const event of report(2)) await berth.hear(event);
    await berth.eventually(async () => assert.equal((await reasonsOf(small.id))?.aheadCount, 1));
    for (const event of report(1)) await berth.hear(event);
    const failed = await berth.untilState(large.id, 'failed');
    assert.match(
      failed.message ?? '',
      /^needs 2 GPUs on one host, the maximum on one host is 1; it timed out waiting/,
    );
    assert.deepEqual(await berth.history('job', large.id), [
      'submitted',
      'queued',
      'runnableChanged',
      'runnableChanged',
      'runnableChanged',
      'failed',
    ]);
    assert.equal((await berth.done(jobQuery, { jobId: small.id }))?.state, 'queued');
    agent.script.finishAll();
    await berth.untilState(small.id, 'running');
  });
});

describe('work for a pool whose first host has not joined', () => {
  it('is taken, waits for that, and runs then', async () => {
    const poolId = idFromName('pool', 'empty');
    await berth.hear(aPool(poolId, { name: 'empty' }));
    await berth.hear(aGrant({ poolId, grantId: newId() }));
    const job = await submit('empty', 'early');
    const wish = { project: 'vision', pool: 'empty', gpus: { count: 1 } };
    const array = await berth.done(submitArray, { ...wish, name: 'many', command: ['true'], count: 2 });
    await berth.done(requestGpus, { ...wish, durationMinutes: 60, reason: 'a try' });
    await berth.done(joinWaitlist, { ...wish, durationMinutes: 60 });
    const refused = await berth.ask(reserve, { ...wish, durationMinutes: 60 });
    assert.ok(!refused.ok);
    assert.deepEqual([refused.error.code, refused.error.field], ['INVALID_STATE', 'pool']);
    assert.match(refused.error.message, /the pool has no host yet; try again later/);
    await berth.eventually(async () => {
      const pending = await reasonsOf(job.id);
      assert.deepEqual(
        [pending?.reasons[0]?.code, pending?.reasons[0]?.kind],
        ['WAITING_FOR_HOSTS', 'waiting'],
      );
      assert.equal(pending?.estimateConfidence, 'unknown');
    });

    const agent = await NatsAgent.connect(berth.nats, idFromName('host', 'empty'));
    agents.push(agent);
    const [joins, reports] = someGpus(agent.hostId, 1, 'empty', poolId);
    assert.ok(joins && reports);
    const joinedAt = new Date().toISOString();
    await berth.hear({ ...joins, data: { ...joins.data, joinedAt } } as typeof joins);
    await berth.eventually(async () => {
      assert.match((await reasonsOf(job.id))?.reasons[0]?.message ?? '', /1 host is joining/);
    });
    await berth.hear(reports);
    await berth.untilState(job.id, 'succeeded');
    assert.ok(array.id);
    const never = await berth.ask(submitJob, { ...wish, name: 'x', command: ['true'], gpus: { count: 2 } });
    assert.equal(never.ok ? '' : never.error.code, 'CAN_NEVER_RUN');
  });
});
