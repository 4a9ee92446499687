import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import { addMs, systemClock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import { aMeta } from '@berth/service-host/testing/commands';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import { policyDecider, type PolicyChange } from '../../queue/policy/policy.js';
import { quotaDecider, type QuotaCommand } from '../../queue/quota/quota.js';
import { calendarStream, jobStream, policyStream, quotaStream } from '../../streams.js';
import { aDevice, bob, reserve } from '../../testing/calendar.fixtures.js';
import { hostId, poolId, projectId, userId } from '../../testing/fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus } from '../../testing/foreign-events.js';
import { SchedulerWorld } from '../../testing/scheduler-world.js';
import { ScriptedAgent } from '../../testing/scripted-agent.js';

jest.setTimeout(120_000);

const folder = tempDir('making-room');
let worlds = 0;
const WAIT_OPTIONS = { timeoutMs: 30_000, everyMs: 20 };
const ada: Identity = { kind: 'user', userId, role: 'member' };
const bobby: Identity = { ...ada, userId: bob.userId };

/** A host with so many GPUs; ada is of class 2, bob of class 0. */
async function aWorld(gpus: number, change: PolicyChange = {}) {
  const own = join(folder, String((worlds += 1)));
  mkdirSync(own);
  const agent = new ScriptedAgent(hostId);
  agent.finishes = false;
  const clock = { aheadMs: 0, now: () => addMs(systemClock.now(), clock.aheadMs) };
  const world = await SchedulerWorld.open({ folder: own, agents: [agent], clock });
  onTestEnd(() => world.stop());
  const policies = new Aggregates(world.store, policyDecider);
  const policy = { type: 'set', poolId, change, now: clock.now() } as const;
  assert.ok((await policies.execute(policyStream(poolId), policy, aMeta())).ok);
  await world.viewsAreCurrent();
  const log = new ForeignLog();
  await world.hear(
    ...log.record(
      ...[aUser(), aUser(bob.userId), aProject(), aProject(bob.projectId, 'speech', bob.userId), aPool()],
      ...[aGrant({ priority: 2 }), aGrant({ userId: bob.userId, priority: 0 }), ...someGpus(hostId, gpus)],
    ),
  );
  const submit = async (who: Identity, name: string, input: object = {}) => {
    const project = who === ada ? 'vision' : 'speech';
    const reply = await world.submit(who, { name, project, gpus: { count: 1 }, ...input }, name);
    assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
    return reply.value.result.id;
  };
  const until = (jobId: string, state: string) =>
    eventually(async () => {
      await world.viewsAreCurrent();
      const job = await world.views.document(jobId);
      assert.equal(job?.state, state);
      return job;
    }, WAIT_OPTIONS);
  const typesOf = async (jobId: string) =>
    (await world.store.read(jobStream(jobId))).map(({ type }) => type.split('.')[2]);
  const calendar = async () => (await world.store.read(calendarStream(poolId))) as unknown as CalendarEvent[];
  const quota = async (limits: object, borrow: boolean) => {
    const quotaId = idFromName('quota', JSON.stringify(limits));
    const command: QuotaCommand = {
      ...{ type: 'set', quotaId, target: { projectId }, limits, borrow },
      now: clock.now(),
    };
    const quotas = new Aggregates(world.store, quotaDecider);
    assert.ok((await quotas.execute(quotaStream(quotaId), command, aMeta())).ok);
    await world.viewsAreCurrent();
  };
  return { world, agent, clock, submit, until, typesOf, calendar, quota };
}
const lowerClass = (minimumRunMinutes: number) => ({
  preemption: { mode: 'lowerClass' as const, minimumRunMinutes, graceSeconds: 1 },
});
const requests = async (world: SchedulerWorld, jobId: string) =>
  ((await world.store.read(jobStream(jobId))) as unknown as JobEvent[]).flatMap((event) =>
    event.type === 'scheduler.job.preemptionRequested.v1' ? [event.data] : [],
  );

describe('a job of a better class', () => {
  it('gets what one of a worse class holds, who waits again and goes on later', async () => {
    const { agent, submit, until, typesOf, world } = await aWorld(1, lowerClass(0));
    const low = await submit(ada, 'low');
    await until(low, 'running');
    const high = await submit(bobby, 'high');
    await until(high, 'running');
    const waiting = await until(low, 'queued');
    assert.deepEqual(
      waiting?.runs.map(({ outcome, preemption }) => [outcome, preemption?.cause, preemption?.graceSeconds]),
      [['preempted', 'betterClass', 1]],
    );
    const [request] = await requests(world, low);
    assert.equal(request?.forJobId, high);
    agent.finishAll();
    await until(high, 'succeeded');
    await until(low, 'running');
    agent.finishAll();
    await until(low, 'succeeded');
    assert.deepEqual(agent.launched, [`${low}.1`, `${high}.1`, `${low}.2`]);
    assert.deepEqual(await typesOf(low), [
      ...['submitted', 'queued', 'placed', 'runStarted', 'preemptionRequested', 'runEnded', 'queued'],
      ...['placed', 'runStarted', 'runEnded', 'succeeded'],
    ]);
  });

  it('waits until the minimum run time is over', async () => {
    const { clock, submit, until, world } = await aWorld(1, lowerClass(60));
    const low = await submit(ada, 'low');
    const placed = await until(low, 'running');
    const high = await submit(bobby, 'high');
    await until(high, 'queued');
    clock.aheadMs = 61 * 60_000;
    await until(high, 'running');
    const [request] = await requests(world, low);
    const ran = Date.parse(request?.requestedAt ?? '') - Date.parse(placed?.runs[0]?.placedAt ?? '');
    assert.ok(ran >= 60 * 60_000, `it had run for ${ran} ms`);
  });

  it('has nobody ended in vain, nor more than it needs', async () => {
    const { agent, submit, until, world } = await aWorld(2, lowerClass(0));
    const jobs = [await submit(ada, 'one'), await submit(ada, 'two')];
    for (const job of jobs) await until(job, 'running');
    const high = await submit(bobby, 'high');
    await until(high, 'running');
    const asked = await Promise.all(jobs.map((job) => requests(world, job)));
    assert.equal(asked.flat().length, 1);
    const equal = await submit(bobby, 'wide', { gpus: { count: 2 } });
    await until(equal, 'queued');
    agent.finishAll();
    await until(equal, 'running');
    assert.equal((await requests(world, high)).length, 0);
  });
});

describe('what is borrowed beyond a quota', () => {
  it('is given back when somebody within theirs asks for it', async () => {
    const { submit, until, quota, calendar, world } = await aWorld(2, {
      preemption: { mode: 'none', minimumRunMinutes: 0, graceSeconds: 1 },
    });
    await quota({ gpus: 1 }, true);
    const jobs = [await submit(ada, 'own'), await submit(ada, 'lent')];
    for (const job of jobs) await until(job, 'running');
    const leased = (await calendar()).flatMap((event) =>
      event.type === 'scheduler.calendar.devicesLeased.v1' ? [event.data] : [],
    );
    assert.deepEqual(leased.map(({ borrowed = false }) => borrowed).sort(), [false, true]);
    const lent = leased.find(({ borrowed }) => borrowed)?.jobId ?? '';
    const owner = await submit(bobby, 'owner');
    await until(owner, 'running');
    await until(lent, 'queued');
    assert.deepEqual(
      (await requests(world, lent)).map(({ cause }) => cause),
      ['borrowed'],
    );
  });

  it('is nothing where the quota does not allow it: the next runs when one has ended', async () => {
    const { agent, submit, until, quota, calendar } = await aWorld(2);
    await quota({ gpus: 1 }, false);
    const jobs = [await submit(ada, 'first'), await submit(ada, 'second'), await submit(ada, 'third')];
    let most = 0;
    for (let done = 0; done < jobs.length; done += 1) {
      await eventually(() => assert.equal(agent.launched.length, done + 1), WAIT_OPTIONS);
      agent.finishAll();
    }
    for (const job of jobs) await until(job, 'succeeded');
    let held = 0;
    for (const { type } of await calendar()) {
      held += type === 'scheduler.calendar.devicesLeased.v1' ? 1 : -1;
      most = Math.max(most, held);
    }
    assert.equal(most, 1);
  });
});

describe('a reservation that begins', () => {
  it('has a job leave in time that can make room', async () => {
    const { clock, submit, until, world } = await aWorld(1, {
      preemption: { mode: 'none', minimumRunMinutes: 0, graceSeconds: 1 },
    });
    const job = await submit(ada, 'filler', { preemptible: true });
    await until(job, 'running');
    const calendars = new Aggregates(world.store, calendarDecider);
    const now = clock.now();
    const occurrence = {
      reservationId: idFromName('reservation', 'soon'),
      from: addMs(now, 3_600_000),
      until: addMs(now, 7_200_000),
    };
    const device = { ...aDevice('GPU-one-0'), index: 0 };
    const command = reserve('soon', [], [0, 0], {
      ...bob,
      occurrences: [occurrence],
      choice: { count: 1, candidates: [device] },
      limits: { maxHours: 48, horizon: addMs(now, 7_200_000), maxPerUser: 1 },
      grantPriority: 0,
      now,
    });
    assert.ok((await calendars.execute(calendarStream(poolId), command, aMeta())).ok);
    clock.aheadMs = 3_600_000 - 5_000;
    await until(job, 'queued');
    const [request] = await requests(world, job);
    assert.deepEqual([request?.cause, request?.forReservationId], ['reservation', occurrence.reservationId]);
    assert.ok((request?.requestedAt ?? '') < occurrence.from);
  });
});
