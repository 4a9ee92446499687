import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { ScheduleEvent } from '@berth/contracts/scheduler/schedule';
import type { WorkflowEvent } from '@berth/contracts/scheduler/workflow';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { Platform } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import type { Facts } from '../../facts/facts.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import type { Job, JobCommand } from '../job/job.js';
import type { DelegatedSubmissions } from '../origin/delegated-submissions.js';
import type { Planning } from '../origin/planning.js';
import type { SchedulerConfig } from '../../scheduler.config.js';
import { scheduleStream } from '../../streams.js';
import { InMemoryView } from '@berth/read-models/in-memory-view';
import type { WorkflowCommand, Workflow } from '../workflow/workflow.js';
import type { Workflows } from '../workflow/workflows.js';
import type { ScheduleCommand, Schedule } from './schedule.js';
import { ScheduleController } from './schedule.controller.js';
import { scheduleDecider } from './schedule.decider.js';
import { ScheduleProcessManager } from './schedule.process-manager.js';
import { ScheduleQueries } from './schedule.queries.js';
import { SchedulePoller } from './schedule.poller.js';
import { schedulesView, type ScheduleDocument } from './schedule.view.js';
import { Schedules } from './schedules.js';

export interface ScheduleParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly workflowAggregates: Aggregates<Workflow, WorkflowCommand, WorkflowEvent>;
  readonly workflows: Workflows;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly planning: Planning;
  readonly delegated: DelegatedSubmissions;
}

type ScheduleAggregates = Aggregates<Schedule, ScheduleCommand, ScheduleEvent>;

/** Schedules: submissions repeated at given times. */
export function scheduleFeature(
  { store, readModels, clock, config, log }: Platform<SchedulerConfig>,
  { jobs, workflowAggregates, workflows, facts, visibility, planning, delegated }: ScheduleParts,
): Feature {
  const schedules: ScheduleAggregates = new Aggregates(store, scheduleDecider);
  const queries = new ScheduleQueries(readModels, visibility, clock);
  const table = new InMemoryView<ScheduleDocument>(schedulesView);
  const everyMs = config.BERTH_RECONCILE_INTERVAL_SECONDS * 1000;
  const timer = new SchedulePoller({ schedules, table, clock, log });
  const process = new ScheduleProcessManager({
    schedules,
    workflows: workflowAggregates,
    jobs,
    delegated,
    clock,
  });
  return {
    controllers: [ScheduleController],
    providers: [
      {
        provide: Schedules,
        useValue: new Schedules({
          schedules,
          store,
          planning,
          workflows,
          facts,
          queries,
          table,
          limits: {
            minSeconds: config.BERTH_SCHEDULE_MIN_INTERVAL_SECONDS,
            perUser: config.BERTH_MAX_SCHEDULES_PER_USER,
          },
        }),
      },
      { provide: ScheduleQueries, useValue: queries },
    ],
    projections: [schedulesView],
    onViews: table.follow,
    prepare: () => table.fill(readModels),
    processManagers: [process.processManager],
    background: [poller(() => timer.tick(), { name: 'schedule-timer', everyMs, log })],
    handle: pauseFor(schedules, table, facts, clock),
    mayReadHistory: async (identity, entity, id) => {
      if (entity !== 'schedule') return undefined;
      const projectId = await queries.projectOf(id);
      return projectId !== undefined && visibility.ofJob(identity, { projectId });
    },
  };
}

/**
 * Their owner is gone, or their project is archived. The facts are ahead of the event: a user who is active again
 * keeps the schedules that they have resumed.
 */
const pauseFor =
  (schedules: ScheduleAggregates, table: InMemoryView<ScheduleDocument>, facts: Facts, clock: Clock) =>
  async (event: RecordedEvent): Promise<void> => {
    const isOfProject = event.type === 'auth.project.archived.v1';
    if (!isOfProject && event.type !== 'auth.user.suspended.v1' && event.type !== 'auth.user.deleted.v1')
      return;
    const { projectId, userId } = event.data;
    if (!isOfProject && facts.users.get(String(userId))?.status === 'active') return;
    for (const [scheduleId, document] of table.entries()) {
      const isMeant = isOfProject ? document.projectId === projectId : document.userId === userId;
      if (!isMeant || document.schedule.status !== 'active') continue;
      const now = clock.now();
      const meta = causedBy('schedules', event, 'scheduler.schedule.pause.v1', now, scheduleId);
      const why = isOfProject ? { reason: 'its project is archived' } : {};
      const pause = { type: 'pause', cause: 'owner', now, ...why } as const;
      const paused = await schedules.execute(scheduleStream(scheduleId), pause, meta);
      if (!paused.ok && paused.error.code !== 'NOT_FOUND') orReject(paused);
    }
  };
