import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobView } from '@berth/contracts/scheduler/views';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { RecordedEvent } from '@berth/event-store';
import { addMs, systemClock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import type { Identity } from '@berth/service-host/operation';
import { eventually } from '@berth/testing/eventually';
import { calendarDecider } from '../calendar/calendar.decider.js';
import { jobDecider } from '../jobs/job/job.decider.js';
import type { Job } from '../jobs/job/job.js';
import { hostId, userId } from './fixtures.js';
import { aGrant, aPool, aProject, aUser, ForeignLog, someGpus, type ForeignEvent } from './foreign-events.js';
import { CrashingProcess, type BeforeAppend } from './crashing-store.js';
import { SchedulerWorld } from './scheduler-world.js';
import { ScriptedAgent } from './scripted-agent.js';

export const ada: Identity = { kind: 'user', userId, role: 'member' };
const TIMEOUT = { timeoutMs: 20_000, everyMs: 5 };

/** A scenario for a scheduler that may crash at any append; each participant repeats what was not acknowledged. */
export class CrashScenario {
  readonly agent = new ScriptedAgent(hostId);
  readonly log = new ForeignLog();
  /** Clock offset of every scheduler of the scenario from the machine's. */
  readonly clock = { aheadMs: 0, now: () => addMs(systemClock.now(), this.clock.aheadMs) };
  #world: SchedulerWorld | undefined;
  jobId = '';

  private constructor(
    private readonly folder: string,
    private readonly life: CrashingProcess,
    private readonly beforeAppend?: BeforeAppend,
  ) {}

  static async open(
    folder: string,
    name: string,
    life: CrashingProcess,
    beforeAppend?: BeforeAppend,
  ): Promise<CrashScenario> {
    const own = join(folder, name);
    mkdirSync(own);
    const scenario = new CrashScenario(own, life, beforeAppend);
    scenario.#world = await scenario.#openWorld(life);
    await scenario.hear(aUser(), aProject(), aPool(), aGrant(), ...someGpus(hostId, 1));
    return scenario;
  }

  /** Sends it to the scheduler, and again to its successor where it crashes without a reply. */
  async insist<T>(say: (world: SchedulerWorld) => Promise<T>): Promise<T> {
    for (;;) {
      const world = this.#world as SchedulerWorld;
      const answer = await Promise.race([
        say(world).then((value) => ({ value })),
        world.died.then(() => undefined),
      ]);
      if (answer) return answer.value;
      await this.#restart();
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

  /** Ends the scenario, and gives all that was recorded. */
  async close(): Promise<readonly RecordedEvent[]> {
    await this.#world?.stop();
    const store = await openSqliteEventStore({ path: join(this.folder, 'events.db') });
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll()) events.push(...page);
    await store.close();
    return events;
  }

  async #restart(): Promise<void> {
    await this.#world?.stop();
    this.#world = await this.#openWorld(new CrashingProcess());
  }

  #openWorld(life: CrashingProcess): Promise<SchedulerWorld> {
    const { folder: own, agent, beforeAppend } = this;
    return SchedulerWorld.open({
      folder: own,
      agents: [agent],
      clock: this.clock,
      life,
      ...defined({ beforeAppend }),
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

/** What holds after every scenario: the log replays, nothing is held any more, and no device was ever held twice. */
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

/** Runs a scenario once for every append in it, with a crash at that append. */
export async function crashAtEveryAppend(
  folder: string,
  name: string,
  tell: (scenario: CrashScenario) => Promise<void>,
  check: (events: readonly RecordedEvent[], agent: ScriptedAgent) => void,
  beforeAppend?: () => BeforeAppend,
): Promise<number> {
  for (let append = 1; ; append += 1) {
    let survived = true;
    for (const when of ['before', 'after'] as const) {
      const life = new CrashingProcess({ append, when });
      const scenario = await CrashScenario.open(folder, `${name}-${append}-${when}`, life, beforeAppend?.());
      const [story] = await Promise.allSettled([tell(scenario)]);
      const died = life.isOver;
      const events = await scenario.close();
      try {
        if (story.status === 'rejected') throw story.reason;
        checkTheLog(events);
        check(events, scenario.agent);
      } catch (error) {
        throw new Error(`death ${when} append ${append}`, { cause: error });
      }
      survived &&= !died;
    }
    if (survived) return append - 1;
  }
}
