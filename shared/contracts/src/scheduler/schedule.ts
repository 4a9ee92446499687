import { z } from 'zod';
import { defineCommand, defineEvent, defineQuery, type EventOf } from '../define.js';
import {
  argument,
  byCreation,
  namedListSorts,
  id,
  instant,
  name,
  nameOrId,
  page,
  type PageOf,
  reason,
} from '../fields.js';
import { submitJobInput } from './operations.js';
import { jobTemplate, jobTemplateInput, type JobTemplateView } from './template.js';
import { submitWorkflowInput, workflowNode, type WorkflowNode } from './workflow.js';

/** What becomes of times that were missed: nothing, or the last one of them is made up. */
export const catchUps = ['none', 'latest'] as const;
/** What happens where the last submission has not ended: both run, or the new one is skipped. */
export const overlaps = ['allow', 'skip'] as const;
export const scheduleStates = ['active', 'paused'] as const;
export const firingOutcomes = ['fired', 'submitted', 'refused', 'skipped'] as const;

/** What is submitted each time. */
export const scheduleTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), job: jobTemplate }),
  z.object({
    kind: z.literal('workflow'),
    description: z.string().optional(),
    nodes: z.array(workflowNode),
  }),
]);
export type ScheduleTarget = z.output<typeof scheduleTarget>;

const schedule = { scheduleId: id, projectId: id };
const timing = { cron: z.string(), timeZone: z.string() };
const manner = { catchUp: z.enum(catchUps), overlap: z.enum(overlaps), until: instant.optional() };

export const scheduleEvents = {
  created: defineEvent(
    'scheduler.schedule.created.v1',
    'A schedule submits jobs or workflows at the times of a cron expression.',
    z.object({
      ...schedule,
      userId: id,
      name: z.string(),
      externalId: z.string().optional(),
      ...timing,
      ...manner,
      target: scheduleTarget,
      enabled: z.boolean(),
      createdAt: instant,
    }),
  ),
  changed: defineEvent(
    'scheduler.schedule.changed.v1',
    'A schedule was changed; fields that are absent stay unchanged.',
    z.object({
      ...schedule,
      name: z.string().optional(),
      ...z.object({ ...timing, ...manner, target: scheduleTarget }).partial().shape,
      /** What it has no longer. */
      cleared: z.array(z.enum(['until'])).optional(),
      changedAt: instant,
    }),
  ),
  paused: defineEvent(
    'scheduler.schedule.paused.v1',
    'The schedule submits nothing until it is resumed: a user paused it, too many submissions were refused, or its owner is not active.',
    z.object({
      ...schedule,
      cause: z.enum(['request', 'refusals', 'owner']),
      reason: z.string().optional(),
      pausedAt: instant,
    }),
  ),
  resumed: defineEvent(
    'scheduler.schedule.resumed.v1',
    'The schedule was resumed. Missed times are not made up.',
    z.object({ ...schedule, resumedAt: instant }),
  ),
  deleted: defineEvent('scheduler.schedule.deleted.v1', 'The schedule was deleted.', z.object(schedule)),
  fired: defineEvent(
    'scheduler.schedule.fired.v1',
    'The schedule fired. What is submitted for it has an id that follows from it.',
    z.object({ ...schedule, dueAt: instant, firedAt: instant }),
  ),
  submitted: defineEvent(
    'scheduler.schedule.submitted.v1',
    'The due submission was accepted.',
    z.object({ ...schedule, dueAt: instant, jobId: id.optional(), workflowId: id.optional() }),
  ),
  refused: defineEvent(
    'scheduler.schedule.refused.v1',
    'The due submission was refused.',
    z.object({ ...schedule, dueAt: instant, code: z.string(), message: z.string() }),
  ),
  skipped: defineEvent(
    'scheduler.schedule.skipped.v1',
    'The due submission was skipped.',
    z.object({ ...schedule, dueAt: instant, reason: z.string() }),
  ),
};
export type ScheduleEvent = EventOf<typeof scheduleEvents>;

export type FiringView = {
  readonly dueAt: string;
  readonly firedAt: string;
  readonly outcome: (typeof firingOutcomes)[number];
  readonly jobId?: string;
  readonly workflowId?: string;
  /** Why it was refused or skipped. */
  readonly message?: string;
};

export type ScheduleView = {
  readonly id: string;
  readonly externalId?: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: (typeof catchUps)[number];
  readonly overlap: (typeof overlaps)[number];
  readonly until?: string;
  readonly job?: JobTemplateView;
  readonly nodes?: readonly (Omit<WorkflowNode, 'job'> & { readonly job: JobTemplateView })[];
  readonly state: (typeof scheduleStates)[number];
  /** Why it is paused. */
  readonly message?: string;
  /** The next five; none while it is paused. */
  readonly nextTimes: readonly string[];
  /** The last ten, the latest first. */
  readonly lastFirings: readonly FiringView[];
  readonly createdAt: string;
};

export const workflowTemplateInput = submitWorkflowInput.omit({
  name: true,
  project: true,
  externalId: true,
});

const settings = {
  name,
  /**
   * Five fields, or six with seconds first, or @hourly, @daily, @weekly, @monthly, @yearly. Day of month and day of week
   * unite where both are given.
   */
  cron: argument(120),
  /** Of the IANA database, such as Europe/Berlin. */
  timeZone: argument(64),
  job: jobTemplateInput,
  workflow: workflowTemplateInput,
  catchUp: z.enum(catchUps),
  overlap: z.enum(overlaps),
  until: instant,
};

export const createScheduleInput = z.strictObject({
  ...z.object(settings).partial().shape,
  name: settings.name,
  /** Id or name. */
  project: nameOrId,
  cron: settings.cron,
  timeZone: settings.timeZone.default('UTC'),
  catchUp: settings.catchUp.default('latest'),
  overlap: settings.overlap.default('allow'),
  enabled: z.boolean().default(true),
  externalId: submitJobInput.shape.externalId,
});
export const updateScheduleInput = z.strictObject({
  scheduleId: id,
  ...z.object(settings).partial().shape,
  /** Null: it has no end any more. */
  until: settings.until.nullable().optional(),
});

export const createSchedule = defineCommand<ScheduleView>('runJobs')(
  'scheduler',
  'schedule',
  'create',
  createScheduleInput,
);
export const updateSchedule = defineCommand<ScheduleView>('runJobs')(
  'scheduler',
  'schedule',
  'update',
  updateScheduleInput,
);
export const pauseSchedule = defineCommand<ScheduleView>('runJobs')(
  'scheduler',
  'schedule',
  'pause',
  z.strictObject({ scheduleId: id, reason: reason.optional() }),
);
export const resumeSchedule = defineCommand<ScheduleView>('runJobs')(
  'scheduler',
  'schedule',
  'resume',
  z.strictObject({ scheduleId: id }),
);
export const deleteSchedule = defineCommand('runJobs')(
  'scheduler',
  'schedule',
  'delete',
  z.strictObject({ scheduleId: id }),
);

export const schedulesByIdQuery = defineQuery<readonly ScheduleView[]>('read')(
  'scheduler',
  'schedulesById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
/** Newest first. */
export const schedulesQuery = defineQuery<PageOf<ScheduleView>>('read')(
  'scheduler',
  'schedules',
  page.extend({
    projectId: id.optional(),
    userId: id.optional(),
    search: argument(120).optional(),
    ...byCreation,
    sort: z.enum(namedListSorts).optional(),
  }),
);
