import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { JobView } from '@berth/contracts/scheduler/views';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { RecordedEvent } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { calendarDecider } from './calendar/calendar.decider.js';
import { jobDecider } from './job/job.decider.js';
import { jobStream } from './streams.js';
import { hostId, userId } from './testing/fixtures.js';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  ForeignLog,
  type ForeignEvent,
  lost,
  returned,
  someGpus,
} from './testing/foreign-events.js';
import { Life, type BeforeAppend } from './testing/mortal.js';
import { SchedulerWorld } from './testing/scheduler-world.js';
import { ScriptedAgent } from './testing/scripted-agent.js';

const ada: Identity = { kind: 'user', userId, role: 'member' };
const TIMEOUT = { timeoutMs: 20_000, everyMs: 5 };
const folder = tempDir('knife');

/** A story told to a scheduler that may die at any append; whoever takes part repeats what was not answered. */
class Stage {
  readonly agent = new ScriptedAgent(hostId);
  readonly log = new ForeignLog();
  #world: SchedulerWorld | undefined;
  jobId = '';

  private constructor(
    private readonly folder: string,
    private readonly life: Life,
    private readonly beforeAppend?: BeforeAppend,
  ) {}

  static async open(name: string, life: Life, beforeAppend?: BeforeAppend): Promise<Stage> {
    const own = join(folder, name);
    mkdirSync(own);
    const stage = new Stage(own, life, beforeAppend);
    stage.#world = await stage.world(life);
    await stage.hear(aUser(), aProject(), aPool(), aGrant(), ...someGpus(hostId, 1));
    return stage;
  }

  /** Says it to the scheduler, and to the one that comes after it where it dies without an answer. */
  async insist<T>(say: (world: SchedulerWorld) => Promise<T>): Promise<T> {
    for (;;) {
      const world = this.#world as SchedulerWorld;
      const answer = await Promise.race([
        say(world).then((value) => ({ value })),
        world.died.then(() => undefined),
      ]);
      if (answer) return answer.value;
      await this.restart();
    }
  }

  async hear(...events: readonly ForeignEvent[]): Promise<void> {
    const recorded = this.log.record(...events);
    await this.insist((world) => world.hear(...recorded));
  }

  async submit(): Promise<void> {
    const submitted = await this.insist((world) =>
      world.submit(ada, { name: 'train', project: 'vision', gpus: { count: 1 } }, 'submission'),
    );
    assert.ok(submitted.ok, submitted.ok ? '' : submitted.error.message);
    this.jobId = submitted.value.result.id;
  }

  async cancel(): Promise<void> {
    const cancelled = await this.insist((world) => world.cancel(ada, this.jobId, 'cancellation'));
    assert.ok(cancelled.ok || cancelled.error.code === 'INVALID_STATE');
  }

  /** Waits until the job is in a state, whichever scheduler brings it there. */
  async until(state: JobView['state']): Promise<void> {
    await eventually(async () => {
      const job = await this.insist((world) => world.views.byIds(ada, [this.jobId]));
      assert.equal(job[0]?.state, state);
    }, TIMEOUT);
  }

  async untilNothingIsLeased(): Promise<void> {
    await eventually(async () => {
      const leases = count(await this.insist((world) => eventsOf(world)));
      assert.equal(leases.devicesLeased, leases.leaseReleased);
    }, TIMEOUT);
  }

  /** Ends the story, and gives all that was recorded. */
  async close(): Promise<readonly RecordedEvent[]> {
    await this.#world?.stop();
    const store = await openSqliteEventStore({ path: join(this.folder, 'events.db') });
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll()) events.push(...page);
    await store.close();
    return events;
  }

  private async restart(): Promise<void> {
    await this.#world?.stop();
    this.#world = await this.world(new Life());
  }

  private world(life: Life): Promise<SchedulerWorld> {
    const { folder: own, agent, beforeAppend } = this;
    return SchedulerWorld.open({
      folder: own,
      agents: [agent],
      life,
      ...(beforeAppend ? { beforeAppend } : {}),
    });
  }
}

async function eventsOf(world: SchedulerWorld): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of world.store.readAll()) events.push(...page);
  return events;
}

/** How often each event was recorded, by the third part of its name. */
function count(events: readonly RecordedEvent[]): { readonly [name: string]: number } {
  const counts: { [name: string]: number } = {};
  for (const { type } of events) {
    const name = type.split('.')[2] ?? '';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** What holds after every story: the log replays, nothing is held any more, and no device was ever held twice. */
function checkTheLog(events: readonly RecordedEvent[]): void {
  let calendar = calendarDecider.initialState;
  let job = jobDecider.initialState;
  const leased = new Set<string>();
  for (const event of events) {
    if (event.type.startsWith('scheduler.job.')) {
      job = jobDecider.evolve(job, event as never);
      continue;
    }
    calendar = calendarDecider.evolve(calendar, event as never);
    assert.ok([...calendar.onPlace.values()].every((leases) => leases.length === 1));
    if (event.type !== 'scheduler.calendar.devicesLeased.v1') continue;
    const leaseId = String(event.data['leaseId']);
    assert.ok(!leased.has(leaseId), 'a lease was made twice');
    leased.add(leaseId);
  }
  assert.equal(calendar.leases.size, 0);
  assert.ok(job.status !== 'placed' && job.status !== 'running' && job.status !== 'queued');
}

/** Tells a story once for every append in it, to a scheduler that dies right there. */
async function tellWithEveryDeath(
  name: string,
  tell: (stage: Stage) => Promise<void>,
  check: (events: readonly RecordedEvent[], agent: ScriptedAgent) => void,
  beforeAppend?: () => BeforeAppend,
): Promise<number> {
  for (let append = 1; ; append += 1) {
    let survived = true;
    for (const when of ['before', 'after'] as const) {
      const life = new Life({ append, when });
      const stage = await Stage.open(`${name}-${append}-${when}`, life, beforeAppend?.());
      const [story] = await Promise.allSettled([tell(stage)]);
      const died = life.isOver;
      const events = await stage.close();
      try {
        if (story.status === 'rejected') throw story.reason;
        checkTheLog(events);
        check(events, stage.agent);
      } catch (error) {
        throw new Error(`death ${when} append ${append}`, { cause: error });
      }
      survived &&= !died;
    }
    if (survived) return append - 1;
  }
}

describe('a scheduler that dies between any two appends', { timeout: 120_000 }, () => {
  it('runs a job once all the same', async () => {
    const appends = await tellWithEveryDeath(
      'success',
      async (stage) => {
        await stage.submit();
        await stage.until('succeeded');
        await stage.untilNothingIsLeased();
      },
      (events, agent) => {
        const once = [
          'submitted',
          'queued',
          'devicesLeased',
          'placed',
          'runStarted',
          'runEnded',
          'succeeded',
        ];
        assert.deepEqual(
          count(events),
          Object.fromEntries([...once, 'leaseReleased'].map((type) => [type, 1])),
        );
        assert.equal(agent.launched.length, 1);
      },
    );
    assert.equal(appends, 6);
  });

  it('cancels a running job all the same', async () => {
    await tellWithEveryDeath(
      'cancel',
      async (stage) => {
        stage.agent.finishes = false;
        await stage.submit();
        await stage.until('running');
        await stage.cancel();
        await stage.until('cancelled');
        await stage.untilNothingIsLeased();
      },
      (events, agent) => {
        const { cancelRequested, runEnded, cancelled, leaseReleased } = count(events);
        assert.deepEqual([cancelRequested, runEnded, cancelled, leaseReleased], [1, 1, 1, 1]);
        assert.equal(agent.launched.length, 1);
      },
    );
  });

  it('takes a lease back from a job that was cancelled meanwhile', async () => {
    await tellWithEveryDeath(
      'refusal',
      async (stage) => {
        await stage.submit();
        await stage.until('cancelled');
        await stage.untilNothingIsLeased();
      },
      (events, agent) => {
        const { devicesLeased, placed = 0, cancelled, leaseReleased } = count(events);
        assert.deepEqual([devicesLeased, placed, cancelled, leaseReleased], [1, 0, 1, 1]);
        const released = events.find(({ type }) => type === 'scheduler.calendar.leaseReleased.v1');
        assert.equal(released?.data['cause'], 'jobRefused');
        assert.equal(agent.launched.length, 0);
      },
      cancelsBetweenLeaseAndPlacement,
    );
  });

  it('queues the job of a lost host once, and has the stale run ended', async () => {
    await tellWithEveryDeath(
      'lost',
      async (stage) => {
        stage.agent.finishes = false;
        await stage.submit();
        await stage.until('running');
        await stage.hear(lost(hostId));
        await stage.until('queued');
        stage.agent.finishes = true;
        await stage.hear(returned(hostId));
        await stage.until('succeeded');
        await stage.untilNothingIsLeased();
      },
      (events, agent) => {
        const outcomes = events
          .filter(({ type }) => type === 'scheduler.job.runEnded.v1')
          .map(({ data }) => data['outcome']);
        assert.deepEqual(outcomes, ['lost', 'succeeded']);
        const { devicesLeased, placed, leaseReleased, succeeded } = count(events);
        assert.deepEqual([devicesLeased, placed, leaseReleased, succeeded], [2, 2, 2, 1]);
        assert.equal(agent.launched.length, 2);
      },
    );
  });
});

/** Another copy of the scheduler takes the cancellation just before this one would place the job. */
function cancelsBetweenLeaseAndPlacement(): BeforeAppend {
  let done = false;
  return async (stream, events, store) => {
    if (done || events[0]?.type !== 'scheduler.job.placed.v1') return;
    done = true;
    const jobId = stream.slice(jobStream('').length);
    const now = new Date().toISOString();
    const meta = { ...events[0].metadata, commandId: crypto.randomUUID(), now };
    const other = new Aggregates(store, jobDecider);
    const cancelled = await other.execute(jobStream(jobId), { kind: 'cancel', now }, meta);
    assert.ok(cancelled.ok);
  };
}
