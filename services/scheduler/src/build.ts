import type { CalendarEvent, JobEvent } from '@berth/contracts/scheduler/events';
import type { ProjectedBatch } from '@berth/read-models';
import { Aggregates } from '@berth/service-host/aggregates';
import { Vault } from '@berth/service-host/vault';
import type { Platform, ServiceParts } from '@berth/service-host/platform';
import type { Calendar } from './calendar/calendar.js';
import { calendarDecider, type CalendarCommand } from './calendar/calendar.decider.js';
import { Facts, foreignFacts } from './facts/facts.js';
import { seesEverything } from './facts/entitlement.js';
import type { JobCommand } from './job/job.commands.js';
import { jobDecider } from './job/job.decider.js';
import type { Job } from './job/job.js';
import { Agents } from './processes/agents.js';
import { Dispatcher } from './processes/dispatcher.js';
import { ForeignHandlers } from './processes/foreign.handlers.js';
import { HostRoster } from './processes/host-roster.js';
import { placeLeasedJobs, releaseEndedRuns } from './processes/lease.reactors.js';
import { Placer } from './processes/placer.js';
import { Reconciler } from './processes/reconciler.js';
import { sweep } from './processes/sweep.js';
import { Board } from './queue/board.js';
import { loadBoard } from './queue/load-board.js';
import { QueueQueries } from './queue/queue.queries.js';
import type { SchedulerConfig } from './scheduler.config.js';
import { SchedulerModule } from './scheduler.module.js';
import { JOBS } from './scheduler.tokens.js';
import { JobQueries } from './views/job.queries.js';
import { jobsView, type JobDocument } from './views/job.view.js';

/** Puts the scheduler together from its parts. */
export function buildScheduler(platform: Platform<SchedulerConfig>): ServiceParts {
  const { store, readModels, vault, bus, clock, log, config, waitForViews } = platform;
  const jobs = new Aggregates<Job, JobCommand, JobEvent>(store, jobDecider, { cacheSize: 20_000 });
  const calendars = new Aggregates<Calendar, CalendarCommand, CalendarEvent>(store, calendarDecider);
  const facts = new Facts();
  const board = new Board();
  const roster = new HostRoster();
  const agents = new Agents(bus);
  const dispatcher = new Dispatcher(jobs, board, facts, agents, vault, clock, log);
  const reconciler = new Reconciler(jobs, board, facts, roster, dispatcher, agents, log);
  const placer = new Placer(board, facts, roster, calendars, clock, log);
  const jobQueries = new JobQueries(readModels, facts, waitForViews);
  const queueQueries = new QueueQueries(board, facts, roster, calendars, jobQueries, clock);
  const handlers = new ForeignHandlers(board, roster, dispatcher, reconciler, async () => {
    await waitForViews(await store.lastPosition(), 10_000);
  });
  facts.onChange((projection) => {
    if (projection !== 'facts-projects' && projection !== 'facts-users')
      for (const pool of board.pools) placer.request(pool);
  });
  roster.onSettled(() => {
    for (const pool of board.pools) placer.request(pool);
  });
  const onViews = (batch: ProjectedBatch): void => {
    if (batch.projection !== jobsView.name) return;
    for (const { after } of batch.changes) {
      if (after === undefined) continue;
      const document = after as unknown as JobDocument;
      placer.request(board.apply(document));
      const held = board.held(document.id);
      if (held && batch.live) void dispatcher.tend(held);
    }
  };
  return {
    module: SchedulerModule.of([
      { provide: JOBS, useValue: jobs },
      { provide: Facts, useValue: facts },
      { provide: Board, useValue: board },
      { provide: Vault, useValue: vault },
      { provide: JobQueries, useValue: jobQueries },
      { provide: QueueQueries, useValue: queueQueries },
      { provide: Reconciler, useValue: reconciler },
    ]),
    projections: [jobsView] as never,
    onViews,
    foreign: [
      {
        source: 'auth',
        projections: foreignFacts.auth as never,
        onChanges: (name, changes) => facts.apply(name, changes),
      },
      {
        source: 'inventory',
        projections: foreignFacts.inventory as never,
        onChanges: (name, changes) => facts.apply(name, changes),
        handle: (event) => handlers.inventory(event),
      },
    ],
    reactors: [placeLeasedJobs(jobs, calendars, clock), releaseEndedRuns(jobs, calendars, clock)],
    background: [sweep(board, placer, dispatcher, reconciler, config.BERTH_SWEEP_SECONDS)],
    prepare: async () => {
      await facts.load(readModels);
      await loadBoard(board, readModels);
    },
    mayReadHistory: async (identity, entity, id) => {
      if (entity !== 'job') return seesEverything(identity);
      const document = await jobQueries.document(id);
      return document !== undefined && jobQueries.maySee(identity, document);
    },
  };
}
