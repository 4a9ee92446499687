import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobSpec, PlacementDecision } from '@berth/contracts/scheduler/events';
import { START, type EventStore, type Position } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import { ownEvents, ProjectionRunner, type EventSource } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { Aggregates } from '@berth/service-host/aggregates';
import { createLogger } from '@berth/service-host/log';
import { aMeta } from '@berth/service-host/testing/commands';
import { FaultyStore } from '@berth/service-host/testing/faulty-store';
import { openTestStore } from '@berth/service-host/testing/stores';
import { eventually } from '@berth/testing/eventually';
import { calendarDecider } from '../calendar/calendar.decider.js';
import { Facts } from '../facts/facts.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import { Policies } from '../queue/policy/policies.js';
import { DirtyPools } from '../queue/waiting/dirty-pools.js';
import { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import { JobQueueIndexUpdater } from '../queue/waiting/job-queue-index-updater.js';
import { schedulingStates } from '../queue/waiting/scheduling-states.view.js';
import { calendarStream, jobStream } from '../streams.js';
import { aDevice, aHost, aSpec, aSubmission, poolId, userId, knowMember } from '../testing/fixtures.js';
import { ordersOf } from '../testing/placement.fixtures.js';
import { ReconciledHosts } from './reconciled-hosts.js';
import { Placer, type Planned } from './placer.js';

const JOBS = Array.from({ length: 12 }, (_, index) => idFromName('job', String(index)));
const host = aHost(
  'one',
  Array.from({ length: 8 }, (_, index) => aDevice(index)),
);

async function aPool(shape: (jobId: string, index: number) => Partial<JobSpec> = () => ({})) {
  const store = await openTestStore();
  for (const [index, jobId] of JOBS.entries()) {
    const jobs = new Aggregates(store, jobDecider);
    const submission = aSubmission({ jobId, spec: aSpec(shape(jobId, index)) });
    const done = await jobs.execute(jobStream(jobId), submission, aMeta(), { expectNew: true });
    assert.ok(done.ok);
  }
  /** An instance of the scheduler, with its own caches and a queue index that its own events feed. */
  const copy = async (own: EventStore = store) => {
    const feed = await aQueueFeed(own);
    const { queueIndex, untilIndexed } = feed;
    const facts = new Facts();
    knowMember(facts);
    facts.apply('facts-hosts', [{ id: host.hostId, before: undefined, after: host }]);
    const grant = { grantId: 'G', userId, projectId: null, poolId, deviceUuid: null, priority: 1 };
    const after = { ...grant, timeMultiplier: 1, maxHours: 1 };
    facts.apply('facts-grants', [{ id: 'G', before: undefined, after }]);
    const reconciledHosts = new ReconciledHosts();
    reconciledHosts.markReconciled(host.hostId);
    const jobs = new Aggregates(own, jobDecider);
    const calendars = new Aggregates(own, calendarDecider);
    const log = createLogger('test', 'silent');
    const policies = new Policies();
    const dirtyPools = new DirtyPools(() => queueIndex.pools);
    const orders = ordersOf(queueIndex);
    const decides = { queueIndex, untilIndexed, dirtyPools, orders, facts, policies, reconciledHosts };
    const placer = new Placer({ ...decides, calendars, clock: systemClock, log });
    const stop = new AbortController();
    const running = placer.run(stop.signal);
    const close = async () => {
      stop.abort();
      await running;
    };
    onTestEnd(close);
    return { placer, mark: () => dirtyPools.mark(poolId), close, feed, jobs, calendars };
  };
  const leases = async () => (await store.read(calendarStream(poolId))).map(({ data }) => data);
  return { store, copy, leases };
}

/** A queue index that is fed from a store as the scheduler's is; the feed can be held up. */
async function aQueueFeed(store: EventStore) {
  const queueIndex = new JobQueueIndex(() => 0);
  const readModels = memoryReadModels();
  let gate: Promise<void> | undefined;
  let waits = 0;
  const own = ownEvents('scheduler', store);
  const source: EventSource = {
    ...own,
    async *subscribe(options) {
      for await (const item of own.subscribe(options)) {
        await gate;
        yield item;
      }
    },
  };
  const updater = new JobQueueIndexUpdater(queueIndex, { mark: () => undefined });
  const projections = [schedulingStates] as never;
  const runner = new ProjectionRunner({ source, readModels, projections, onBatch: updater.follow });
  onTestEnd(() => runner.stop());
  const untilIndexed = async (position: Position = START) => {
    waits += 1;
    const known = await store.lastPosition();
    return runner.waitFor(position > known ? position : known, 20_000);
  };
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return () => {
      gate = undefined;
      resolve();
    };
  };
  await runner.start();
  assert.ok(await untilIndexed());
  await updater.fill(readModels);
  return { queueIndex, untilIndexed, hold, waits: () => waits };
}
type LeaseData = Extract<CalendarEvent, { type: 'scheduler.calendar.devicesLeased.v1' }>['data'];
interface Terms {
  readonly leasedAt: string;
  readonly until: string;
  readonly yieldsFrom: string;
  readonly decision: PlacementDecision;
}
const devicesOf = (data: object) =>
  (data as { devices: readonly { uuid: string }[] }).devices.map(({ uuid }) => uuid);

type Copy = Awaited<ReturnType<Awaited<ReturnType<typeof aPool>>['copy']>>;

/** The jobs take their leases, run, end and give the devices back. */
async function endAll({ jobs, calendars }: Copy, leases: readonly LeaseData[]): Promise<void> {
  for (const { leaseId, jobId, run, hostId, devices } of leases) {
    const now = systemClock.now();
    const place = { type: 'place', run, leaseId, hostId, devices, class: 'training', now } as const;
    const end = { type: 'endRun', run, hostId, outcome: 'succeeded', endedAt: now, now } as const;
    for (const command of [place, end])
      assert.ok((await jobs.execute(jobStream(jobId), command, aMeta())).ok);
    const release = { type: 'release', poolId, leaseId, cause: 'runEnded', endedAt: now } as const;
    assert.ok((await calendars.execute(calendarStream(poolId), release, aMeta())).ok);
  }
}

/** Every job gets a lease, and none a second one. */
async function leasedOnce(store: EventStore): Promise<void> {
  const leased = await eventually(async () => {
    const all = (await store.read(calendarStream(poolId))).filter(({ type }) => type.includes('Leased'));
    assert.ok(all.length >= JOBS.length);
    return all;
  });
  assert.deepEqual(leased.map(({ data }) => data['jobId']).sort(), [...JOBS].sort());
}

describe('placing', () => {
  it('leases what is free, each job and each device once, in one append', async () => {
    const { store, copy, leases } = await aPool();
    const before = store.appends;
    (await copy()).mark();
    const made = await eventually(async () => {
      const all = await leases();
      assert.equal(all.length, 8);
      return all;
    });
    assert.equal(store.appends, before + 1);
    assert.equal(new Set(made.flatMap(devicesOf)).size, 8);
    assert.equal(new Set(made.map(({ jobId }) => jobId)).size, 8);
  });

  it('by two schedulers at once never gives a job or a device twice', async () => {
    const { store, copy, leases } = await aPool();
    const release = store.hold();
    const [one, other] = [await copy(), await copy()];
    one.mark();
    other.mark();
    await eventually(() => assert.ok(store.appends >= JOBS.length + 2));
    release();
    await one.close();
    await other.close();
    const made = await leases();
    assert.equal(made.length, 8);
    assert.equal(new Set(made.flatMap(devicesOf)).size, 8);
    assert.equal(new Set(made.map(({ jobId }) => jobId)).size, 8);
  });

  it('by a scheduler that was frozen in the middle of it leases nothing that is over meanwhile', async () => {
    const { store, copy, leases } = await aPool();
    const frozenStore = new FaultyStore(store);
    const [frozen, other] = [await copy(frozenStore), await copy()];
    const thaw = frozenStore.hold();
    frozen.mark();
    await eventually(() => assert.equal(frozenStore.appends, 1));

    other.mark();
    const made = await eventually(async () => {
      const all = await leases();
      assert.equal(all.length, 8);
      return all as unknown as LeaseData[];
    });
    await endAll(other, made);

    thaw();
    frozen.mark();
    await leasedOnce(store);
  });

  it('by a scheduler whose queue index lags waits until that has seen what the calendar has', async () => {
    const { store, copy, leases } = await aPool();
    const [late, other] = [await copy(), await copy()];
    const goOn = late.feed.hold();
    other.mark();
    const made = await eventually(async () => {
      const all = await leases();
      assert.equal(all.length, 8);
      return all as unknown as LeaseData[];
    });
    await endAll(other, made);

    const before = late.feed.waits();
    late.mark();
    await eventually(() => assert.ok(late.feed.waits() > before));
    assert.equal(late.feed.queueIndex.queue(poolId).length, JOBS.length, 'its index knows of it');
    goOn();
    await leasedOnce(store);
  });

  it('leaves out jobs that were cancelled just before, once the queue index knows of it', async () => {
    const { copy, leases } = await aPool();
    const { mark, jobs } = await copy();
    for (const jobId of JOBS.slice(0, 6)) {
      const now = systemClock.now();
      assert.ok((await jobs.execute(jobStream(jobId), { type: 'cancel', now }, aMeta())).ok);
    }
    mark();
    const made = await eventually(async () => {
      const all = await leases();
      assert.ok(all.length > 0);
      return all;
    });
    const cancelled: readonly unknown[] = JOBS.slice(0, 6);
    assert.ok(made.every(({ jobId }) => !cancelled.includes(jobId)));
  });

  it('goes on after a pass that failed', async () => {
    const { store, copy, leases } = await aPool();
    const { mark } = await copy();
    store.failNext('before');
    const before = store.appends;
    mark();
    await eventually(() => assert.equal(store.appends, before + 1));
    assert.equal((await leases()).length, 0);
    mark();
    await eventually(async () => assert.equal((await leases()).length, 8));
  });

  it('says with a lease what it was decided on, until when it holds, and from when it gives way', async () => {
    const { copy, leases } = await aPool(() => ({ timeoutMinutes: 30, preemptible: true }));
    (await copy()).mark();
    const made = await eventually(async () => {
      const all = await leases();
      assert.equal(all.length, 8);
      return all;
    });
    for (const { leasedAt, until, yieldsFrom, decision } of made as unknown as Terms[]) {
      const after = (instant: string) => (Date.parse(instant) - Date.parse(leasedAt)) / 1000;
      assert.deepEqual([after(until), after(yieldsFrom)], [30 * 60 + 70, 10 * 60]);
      assert.equal(decision.rule, 'inOrder');
    }
  });

  it('leaves out a gang of which somebody was cancelled meanwhile, as a whole', async () => {
    const gangOf = (index: number) => ({
      gangId: ['broken', 'other', 'third'][index >> 2]!,
      rank: index % 4,
      size: 4,
    });
    const { copy, leases } = await aPool((_, index) => ({ gang: gangOf(index) }));
    const { mark, jobs } = await copy();
    const cancel = { type: 'cancel', now: systemClock.now() } as const;
    assert.ok((await jobs.execute(jobStream(JOBS[2]!), cancel, aMeta())).ok);
    mark();
    const made = await eventually(async () => {
      const all = await leases();
      assert.ok(all.length > 0);
      return all;
    });
    assert.equal(made.length % 4, 0);
    assert.ok(made.every(({ gangId }) => gangId !== 'broken'));
  });

  it('tells of each pass what it placed, and who has to wait until when', async () => {
    const { copy } = await aPool();
    const { placer, mark } = await copy();
    const told: Planned[] = [];
    placer.onPlanned((planned) => told.push(planned));
    mark();
    const [first] = await eventually(() => {
      assert.ok(told.length > 0);
      return told;
    });
    assert.equal(first?.plan.placements.length, 8);
    assert.equal(first.plan.waiting[0]?.waitingAhead, 0);
    assert.ok((first.plan.waiting[0]?.plannedAt ?? '') > first.now);
  });

  it('makes no pass after it was stopped', async () => {
    const { store, copy } = await aPool();
    const { mark, close } = await copy();
    const before = store.appends;
    await close();
    mark();
    await close();
    assert.equal(store.appends, before);
  });
});
