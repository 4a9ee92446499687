import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { submitArrayInput } from '@berth/contracts/scheduler/array';
import { reserve } from '@berth/contracts/scheduler/reservations';
import { submitWorkflowInput } from '@berth/contracts/scheduler/workflow';
import type { RecordedEvent } from '@berth/event-store';
import { idFromName } from '@berth/kernel/ids';
import { tempDir } from '@berth/testing/temp-dir';
import fc from 'fast-check';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  ForeignLog,
  lost,
  returned,
  someGpus,
  type ForeignEvent,
} from './testing/foreign-events.js';
import { SchedulerWorld } from './testing/scheduler-world.js';
import { ScriptedAgent } from './testing/scripted-agent.js';
import { ada } from './testing/crash-scenario.js';

jest.setTimeout(300_000);

/**
 * Process state is not a view, and neither is needed for what runs to go on: views, the process store or both are deleted
 * after random histories, and the scheduler that starts then ends nothing, and carries out nothing twice.
 */
const folder = tempDir('lost-stores');
const HOSTS = [idFromName('host', 'a'), idFromName('host', 'b')];
const job = { command: ['true'], gpus: { count: 1 } };

type Step =
  'job' | 'array' | 'workflow' | 'book' | 'cancel' | 'finish' | 'fail' | 'markRunLost' | 'return' | 'other';
const STEPS: readonly Step[] = [
  'job',
  'array',
  'workflow',
  'book',
  'cancel',
  'finish',
  'fail',
  'markRunLost',
  'return',
  'other',
];
const LOST = [['views.db'], ['process.db'], ['views.db', 'process.db']] as const;

class History {
  readonly agents = HOSTS.map((hostId) => new ScriptedAgent(hostId));
  readonly heard: RecordedEvent[] = [];
  readonly #log = new ForeignLog();
  readonly #jobs: string[] = [];
  #world: SchedulerWorld | undefined;
  #steps = 0;

  constructor(private readonly own: string) {
    mkdirSync(own);
    for (const agent of this.agents) agent.finishes = false;
  }

  get world(): SchedulerWorld {
    assert.ok(this.#world);
    return this.#world;
  }

  async begin(): Promise<void> {
    this.#world = await SchedulerWorld.open({ folder: this.own, agents: this.agents });
    const [first, second] = HOSTS;
    await this.hear(aUser(), aProject(), aPool(), aGrant());
    await this.hear(...someGpus(first as string, 2), ...someGpus(second as string, 2, 'two'));
  }

  async step(step: Step): Promise<void> {
    const key = `step ${(this.#steps += 1)}`;
    const call = <I extends object>(operation: string, input: I) =>
      this.world.callOf(ada, operation, input, key);
    const [first = ''] = HOSTS;
    switch (step) {
      case 'job': {
        const submitted = await this.world.submit(ada, { name: 'one', project: 'vision', ...job }, key);
        if (submitted.ok) this.#jobs.push(submitted.value.result.id);
        break;
      }
      case 'array': {
        const input = submitArrayInput.parse({ name: 'many', project: 'vision', ...job, count: 3 });
        await this.world.arrays.submit(call('scheduler.array.submit.v1', input));
        break;
      }
      case 'workflow': {
        const nodes = [
          { name: 'first', job },
          { name: 'second', dependsOn: ['first'], job },
        ];
        const input = submitWorkflowInput.parse({ name: 'steps', project: 'vision', nodes });
        await this.world.workflows.submit(call('scheduler.workflow.submit.v1', input));
        break;
      }
      case 'book': {
        const input = reserve.input.parse({
          pool: 'lab',
          project: 'vision',
          gpus: { count: 1 },
          durationMinutes: 60,
        });
        await this.world.reservations.reserve(call('scheduler.reservation.reserve.v1', input));
        break;
      }
      case 'cancel': {
        const jobId = this.#jobs.shift();
        if (jobId !== undefined) await this.world.cancel(ada, jobId, key);
        break;
      }
      case 'finish':
        for (const agent of this.agents) agent.finishAll();
        break;
      case 'fail':
        this.agents[0]?.finishAll('failed');
        break;
      case 'markRunLost':
        await this.hear(lost(first));
        break;
      case 'return':
        await this.hear(returned(first));
        await this.agents[0]?.reconcile();
        break;
      case 'other':
        await this.hear(aUser(idFromName('user', key)));
        break;
    }
    await this.world.settled(20);
  }

  /** Stops in order, deletes the files, and starts again, with everything that others had said received anew. */
  async loses(files: readonly string[]): Promise<void> {
    await this.world.stop();
    for (const file of files)
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(this.own, file + suffix), { force: true });
    this.#world = await SchedulerWorld.open({ folder: this.own, agents: this.agents, heard: this.heard });
    await this.world.settled();
  }

  /** The runs on the hosts, including those that the scheduler no longer tracks. */
  running(): readonly string[] {
    return this.agents.flatMap(({ runs }) =>
      runs.filter(({ state }) => state === 'running').map(({ jobId, run }) => `${jobId}.${run}`),
    );
  }

  async events(): Promise<RecordedEvent[]> {
    return (await Array.fromAsync(this.world.store.readAll())).flat();
  }

  async hear(...events: readonly ForeignEvent[]): Promise<void> {
    const recorded = this.#log.record(...events);
    this.heard.push(...recorded);
    await this.world.hear(...recorded);
  }
}

/** Runs that the log says were placed and have not ended. */
function currentRuns(events: readonly RecordedEvent[]): ReadonlySet<string> {
  const runs = new Set<string>();
  for (const { type, data } of events) {
    const run = `${String(data['jobId'])}.${String(data['run'])}`;
    if (type === 'scheduler.job.placed.v1') runs.add(run);
    if (type === 'scheduler.job.runEnded.v1') runs.delete(run);
  }
  return runs;
}

describe('a scheduler whose views or process store are deleted', () => {
  let histories = 0;

  it('ends nothing, does nothing twice, parks nothing and shows the same, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...STEPS), { minLength: 4, maxLength: 14 }),
        fc.constantFrom(...LOST),
        async (steps, files) => {
          const history = new History(join(folder, `${(histories += 1)}`));
          await history.begin();
          try {
            for (const step of steps) await history.step(step);
            await history.world.settled();
            const before = await history.events();
            const views = await history.world.everyView();
            const current = currentRuns(before);
            const running = history.running().filter((run) => current.has(run));
            await history.loses(files);
            const after = (await history.events()).slice(before.length);
            assert.deepEqual(
              after.map(({ type, data }) => ({ type, data })),
              [],
            );
            assert.deepEqual(
              running.filter((run) => !history.running().includes(run)),
              [],
              'a run was ended',
            );
            assert.deepEqual(await history.world.everyView(), views, 'a view came out otherwise');
            const parked = await history.world.parked();
            assert.deepEqual(parked, []);
          } finally {
            await history.world.stop();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
