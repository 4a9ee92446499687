import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobView } from '@berth/contracts/scheduler/views';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { RecordedEvent } from '@berth/event-store';
import { addMs, systemClock } from '@berth/kernel/clock';
import type { Identity } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { calendarDecider } from '../calendar/calendar.decider.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import type { Job } from '../jobs/job/job.js';
import { hostId, userId } from './fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus, type ForeignEvent } from './foreign-events.js';
import { Life, type BeforeAppend } from './mortal.js';
import { SchedulerWorld } from './scheduler-world.js';
import { ScriptedAgent } from './scripted-agent.js';

export const ada: Identity = { kind: 'user', userId, role: 'member' };
const TIMEOUT = { timeoutMs: 20_000, everyMs: 5 };

/** A story told to a scheduler that may die at any append; whoever takes part repeats what was not answered. */
export class Stage {
  readonly agent = new ScriptedAgent(hostId);
  readonly log = new ForeignLog();
  /** Of every scheduler of the story, ahead of the machine's by so much. */
  readonly clock = { aheadMs: 0, now: () => addMs(systemClock.now(), this.clock.aheadMs) };
  #world: SchedulerWorld | undefined;
  jobId = '';

  private constructor(
    private readonly folder: string,
    private readonly life: Life,
    private readonly beforeAppend?: BeforeAppend,
  ) {}

  static async open(folder: string, name: string, life: Life, beforeAppend?: BeforeAppend): Promise<Stage> {
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
      clock: this.clock,
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
export function count(events: readonly RecordedEvent[]): { readonly [name: string]: number } {
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
  const jobs = new Map<string, Job>();
  const leased = new Set<string>();
  for (const event of events) {
    if (event.type.startsWith('scheduler.job.')) {
      const job = jobs.get(event.stream) ?? jobDecider.initialState;
      jobs.set(event.stream, jobDecider.evolve(job, event as never));
      continue;
    }
    if (!event.type.startsWith('scheduler.calendar.')) continue;
    calendar = calendarDecider.evolve(calendar, event as never);
    assert.ok([...calendar.onPlace.values()].every((leases) => leases.length === 1));
    if (event.type !== 'scheduler.calendar.devicesLeased.v1') continue;
    const leaseId = String(event.data['leaseId']);
    assert.ok(!leased.has(leaseId), 'a lease was made twice');
    leased.add(leaseId);
  }
  assert.equal(calendar.leases.size, 0);
  const unfinished = [...jobs.values()].filter(({ status }) => /placed|running|queued|awaiting/.test(status));
  assert.deepEqual(unfinished, []);
}

/** Tells a story once for every append in it, to a scheduler that dies right there. */
export async function tellWithEveryDeath(
  folder: string,
  name: string,
  tell: (stage: Stage) => Promise<void>,
  check: (events: readonly RecordedEvent[], agent: ScriptedAgent) => void,
  beforeAppend?: () => BeforeAppend,
): Promise<number> {
  for (let append = 1; ; append += 1) {
    let survived = true;
    for (const when of ['before', 'after'] as const) {
      const life = new Life({ append, when });
      const stage = await Stage.open(folder, `${name}-${append}-${when}`, life, beforeAppend?.());
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
