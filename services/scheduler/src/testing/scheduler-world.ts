import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputOf } from '@berth/contracts/define';
import { submitJobInput, type submitJob } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import type { QuarantineEvent } from '@berth/contracts/scheduler/quarantine';
import type { Actor, EventStore, RecordedEvent } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { systemClock, type Clock } from '@berth/kernel/clock';
import { newId } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import { foldBatch, type ReadModels, type StoredDocument } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import { systemCommand, type CommandMeta } from '@berth/service-host/command-meta';
import type { Aggregates } from '@berth/service-host/aggregates';
import { createLogger } from '@berth/service-host/log';
import { orReject, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import type { Platform, ServiceParts } from '@berth/service-host/platform';
import { ProcessStore } from '@berth/service-host/process-store';
import { RunningProcessManager } from '@berth/service-host/process-manager';
import { openSqliteKeyStore } from '@berth/service-host/sqlite-key-store';
import { Vault } from '@berth/service-host/vault';
import { Views } from '@berth/service-host/views';
import { AgentController } from '../dispatch/agent/agent.controller.js';
import { ArrayQueries } from '../jobs/array/array.queries.js';
import { Arrays } from '../jobs/array/arrays.js';
import { buildScheduler } from '../build.js';
import { Facts } from '../facts/facts.js';
import { JobController } from '../jobs/job/job.controller.js';
import { Submissions } from '../jobs/job/submissions.js';
import { Reconciler } from '../dispatch/reconciler.js';
import { QUARANTINES } from '../dispatch/quarantine/quarantine.controller.js';
import type { QuarantineCommand } from '../dispatch/quarantine/quarantine.decider.js';
import type { Quarantine } from '../dispatch/quarantine/quarantine.js';
import { PendingQueries } from '../queue/pending/pending.queries.js';
import { QueueQueries } from '../queue/order/queue.queries.js';
import type { SchedulerConfig } from '../scheduler.config.js';
import { Reservations } from '../reservations/reservation/reservations.js';
import { JOBS } from '../scheduler.tokens.js';
import { quarantineStream } from '../streams.js';
import { ScheduleQueries } from '../jobs/schedule/schedule.queries.js';
import { Schedules } from '../jobs/schedule/schedules.js';
import { JobQueries } from '../jobs/views/job.queries.js';
import { WorkflowQueries } from '../jobs/workflow/workflow.queries.js';
import { Workflows } from '../jobs/workflow/workflows.js';
import { CrashingProcess, crashingReadModels, crashingStore, type BeforeAppend } from './crashing-store.js';
import { eventsOf, MASTER_KEY, metaOf } from './fixtures.js';
import { busTo, type ScriptedAgent, type SchedulerConnection } from './scripted-agent.js';

export interface WorldOptions {
  /** Where the stores are; another world may go on from them. */
  readonly folder: string;
  readonly agents: readonly ScriptedAgent[];
  readonly life?: CrashingProcess;
  readonly beforeAppend?: BeforeAppend;
  readonly clock?: Clock;
  readonly sweepSeconds?: number;
  /** Events of other services from before this scheduler started, all of which it receives. */
  readonly heard?: readonly RecordedEvent[];
}

/** A scheduler without bus and Nest: its own parts over real stores, put together as the host does. */
export class SchedulerWorld {
  readonly jobs: JobController;
  readonly agentDoor: AgentController;
  readonly queue: QueueQueries;
  readonly pending: PendingQueries;
  readonly views: JobQueries;
  readonly facts: Facts;
  readonly arrays: Arrays;
  readonly reservations: Reservations;
  readonly arrayViews: ArrayQueries;
  readonly schedules: Schedules;
  readonly scheduleViews: ScheduleQueries;
  readonly workflows: Workflows;
  readonly workflowViews: WorkflowQueries;
  processManagers: readonly RunningProcessManager[] = [];
  readonly #stop: (() => Promise<unknown>)[] = [];
  #ending: AbortController | undefined;
  readonly #close: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly store: EventStore,
    private readonly readModels: ReadModels,
    private readonly life: CrashingProcess,
    private readonly processes: ProcessStore,
    readonly parts: ServiceParts,
    private readonly clock: Clock,
    private readonly waitForViews: Platform['waitForViews'],
  ) {
    this.facts = this.#provided(Facts);
    this.views = this.#provided(JobQueries);
    this.queue = this.#provided(QueueQueries);
    this.pending = this.#provided(PendingQueries);
    this.arrays = this.#provided(Arrays);
    this.reservations = this.#provided(Reservations);
    this.arrayViews = this.#provided(ArrayQueries);
    this.schedules = this.#provided(Schedules);
    this.scheduleViews = this.#provided(ScheduleQueries);
    this.workflows = this.#provided(Workflows);
    this.workflowViews = this.#provided(WorkflowQueries);
    const aggregates = this.#provided<never>(JOBS);
    this.jobs = new JobController(aggregates, this.#provided(Submissions), this.facts, this.views);
    this.agentDoor = new AgentController(aggregates, this.#provided(Reconciler), this.facts);
  }

  static async open(options: WorldOptions): Promise<SchedulerWorld> {
    const {
      folder,
      life = new CrashingProcess(),
      clock = systemClock,
      agents,
      sweepSeconds = 0.05,
    } = options;
    const realStore = await openSqliteEventStore({ path: join(folder, 'events.db'), clock });
    const realReadModels = await openSqliteReadModels({ path: join(folder, 'views.db') });
    const realProcesses = await openSqliteReadModels({ path: join(folder, 'process.db') });
    const processes = new ProcessStore(crashingReadModels(realProcesses, life));
    const keys = openSqliteKeyStore(join(folder, 'keys.db'));
    const store = crashingStore(realStore, life, options.beforeAppend);
    const readModels = crashingReadModels(realReadModels, life);
    const views = new Views();
    const log = createLogger('scheduler', 'silent');
    const caughtUp = Promise.withResolvers<void>();
    const platform = {
      config: {
        BERTH_RECONCILE_INTERVAL_SECONDS: sweepSeconds,
        BERTH_UNRUNNABLE_JOB_TIMEOUT_HOURS: 24,
        BERTH_SCHEDULE_MIN_INTERVAL_SECONDS: 60,
        BERTH_MAX_SCHEDULES_PER_USER: 20,
      } as SchedulerConfig,
      log,
      clock,
      store,
      readModels,
      processes,
      factsCaughtUp: caughtUp.promise,
      lastKnownPosition: () => store.lastPosition(),
      vault: new Vault(MASTER_KEY, keys),
      bus: busTo(agents, life),
      waitForViews: (...wait: Parameters<Views['waitFor']>) => views.waitFor(...wait),
    } as unknown as Platform<SchedulerConfig>;
    const parts = buildScheduler(platform);
    const world = new SchedulerWorld(store, readModels, life, processes, parts, clock, platform.waitForViews);
    await views.start('scheduler', platform, parts);
    await views.waitFor(await realStore.lastPosition(), 10_000);
    await parts.prepare?.();
    // As a consumer does: the copies first, then the handlers.
    await world.#fold(options.heard ?? []);
    caughtUp.resolve();
    const processManagers = (parts.processManagers ?? []).map(
      (processManager) =>
        new RunningProcessManager(processManager, { service: 'scheduler', store, processes, log }),
    );
    for (const processManager of processManagers) processManager.start();
    world.processManagers = processManagers;
    const ending = new AbortController();
    const background = (parts.background ?? []).map((work) => work.start(ending.signal));
    world.#ending = ending;
    world.#stop.push(
      () => Promise.all(background),
      () => Promise.all(processManagers.map((processManager) => processManager.stop())),
      () => views.stop(),
    );
    world.#close.push(
      () => realReadModels.close(),
      () => realProcesses.close(),
      () => realStore.close(),
      () => keys.close(),
    );
    for (const agent of agents) agent.connect(world.connectionOf(agent.hostId));
    await world.#handle(options.heard ?? []);
    return world;
  }

  /** As staff do. */
  async liftQuarantine(hostId: string): Promise<void> {
    const aggregates =
      this.#provided<Aggregates<Quarantine, QuarantineCommand, QuarantineEvent>>(QUARANTINES);
    const now = this.clock.now();
    const command = { type: 'lift', hostId, now } as const;
    const meta = systemCommand('staff', 'scheduler.quarantine.lift.v1', now);
    await aggregates.execute(quarantineStream(hostId), command, meta);
  }

  get died(): Promise<void> {
    return this.life.died;
  }

  /** Whether the views, and what is made from them, have seen all that is stored; waits for it. */
  async viewsAreCurrent(): Promise<boolean> {
    return this.waitForViews(await this.store.lastPosition(), 20_000);
  }

  /** In order; a crashed one releases its files at once. */
  async stop(): Promise<void> {
    this.#ending?.abort();
    if (!this.life.isOver) for (const stop of this.#stop) await stop();
    this.life.end();
    for (const close of this.#close) await close();
  }

  /** What other services have recorded, as the bus delivers it. */
  async hear(...events: readonly RecordedEvent[]): Promise<void> {
    await this.#fold(events);
    await this.#handle(events);
  }

  async #fold(events: readonly RecordedEvent[]): Promise<void> {
    for (const { source, projections, onChanges } of this.parts.foreign ?? []) {
      const own = eventsOf(source, events);
      for (const projection of projections) {
        const collection = this.readModels.collection(projection.collection);
        const folded = await foldBatch(projection, collection as never, own);
        if (folded.failure) throw folded.failure;
        onChanges?.(projection.name, folded.changes);
      }
    }
  }

  async #handle(events: readonly RecordedEvent[]): Promise<void> {
    for (const { source, handle } of this.parts.foreign ?? [])
      for (const event of eventsOf(source, events)) await handle?.(event);
  }

  /** Every document of every view and copy, by collection. */
  async everyView(): Promise<Readonly<Record<string, readonly StoredDocument<JsonObject>[]>>> {
    const copies = (this.parts.foreign ?? []).flatMap(({ projections }) => projections);
    const views: Record<string, readonly StoredDocument<JsonObject>[]> = {};
    for (const { collection } of [...this.parts.projections, ...copies])
      views[collection.name] = await Array.fromAsync(everyDocument(this.readModels.collection(collection)));
    return views;
  }

  /** What process managers could not handle, and why. */
  async parked(): Promise<readonly string[]> {
    const { items } = await this.processes.parked.list();
    return items.map(({ node }) => `${node.consumer} ${node.entity} ${node.eventType}: ${node.error}`);
  }

  /** Resolves when every process manager has dealt with all that is stored, and nothing more came of it for a while. */
  async settled(quietMs = 150): Promise<void> {
    for (let before = ''; ;) {
      const last = await this.store.lastPosition();
      const behind = this.processManagers.filter(
        ({ status }) => status.state !== 'live' || (status.reached ?? '') < last,
      );
      if (behind.length === 0 && last === before && (await this.viewsAreCurrent())) return;
      before = behind.length === 0 ? last : '';
      await sleep(quietMs);
    }
  }

  submit(identity: Identity, input: Partial<InputOf<typeof submitJob>>, key: string): Reply<JobView> {
    const parsed = submitJobInput.parse({ command: ['true'], ...input });
    const meta = this.meta({ kind: 'user', id: identity.userId }, 'scheduler.job.submit.v1', key, parsed);
    return this.jobs.submit({ input: parsed, identity, meta });
  }

  cancel(identity: Identity, jobId: string, key: string): Reply<JobView> {
    const meta = this.meta({ kind: 'user', id: identity.userId }, 'scheduler.job.cancel.v1', key, { jobId });
    return this.jobs.cancel({ input: { jobId }, identity, meta });
  }

  /** A call as the transport makes it of a request: the same for the same key. */
  callOf<I extends object>(identity: Identity, operation: string, input: I, key: string): UserCall<I> {
    return { input, identity, meta: this.meta({ kind: 'user', id: identity.userId }, operation, key, input) };
  }

  /** How a host's agent reaches this scheduler. */
  connectionOf(hostId: string): SchedulerConnection {
    const actor = { kind: 'agent', id: hostId } as const;
    return {
      died: this.died,
      report: async (report, key) => {
        const meta = this.meta(actor, 'scheduler.agent.report.v1', key, report);
        const answered = await this.agentDoor.report({ input: report, identity: undefined, hostId, meta });
        return answered.ok ? undefined : answered.error;
      },
      reconcile: async (runs) => {
        const meta = this.meta(actor, 'scheduler.agent.reconcile.v1', newId(), runs);
        const call = { input: { runs: [...runs] }, identity: undefined, hostId, meta };
        return orReject(await this.agentDoor.reconcile(call)).result;
      },
    };
  }

  meta(actor: Actor, command: string, key: string, input: object): CommandMeta {
    return metaOf(actor, command, key, input, this.clock.now());
  }

  #provided<T>(token: unknown): T {
    const { providers = [] } = this.parts.module as { providers?: { provide: unknown; useValue: unknown }[] };
    return providers.find(({ provide }) => provide === token)?.useValue as T;
  }
}
