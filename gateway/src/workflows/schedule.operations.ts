import type { InputFieldBuilder } from '@pothos/core';
import {
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  schedulesQuery,
  updateSchedule,
} from '@berth/contracts/scheduler/schedule';
import { isId } from '@berth/kernel/ids';
import { builder, type BuilderTypes } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import {
  asDone,
  asValue,
  defineMutation,
  doneOf,
  successOf,
  type WithoutNulls,
} from '../graphql/mutation.js';
import { asJob, JobTemplateInput } from '../jobs/job.input.js';
import { CatchUpEnum, OverlapEnum, Schedule } from './schedule.type.js';
import { asWorkflow, workflowFields } from './workflow.input.js';

builder.queryFields((t) => ({
  schedule: t.field({
    type: Schedule,
    nullable: true,
    description: 'A schedule; null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Which one.' }) },
    resolve: (_root, { id }, { loaders }) => {
      const scheduleId = toPlainId(String(id));
      return isId(scheduleId) ? loaders.schedules().load(scheduleId) : null;
    },
  }),
  schedules: t.connection(
    {
      type: Schedule,
      description:
        "Schedules of the caller's projects, newest first; all of them for admins, operators and auditors.",
      args: {
        project: t.arg.id({ description: 'Filters by project.' }),
        user: t.arg.id({ description: 'Filters by user.' }),
      },
      resolve: async (_root, { project, user, ...page }, { calls }) =>
        queryConnection(calls, schedulesQuery, page, {
          projectId: plainIdOf(project),
          userId: plainIdOf(user),
        }),
    },
    ...connectionNames('Schedule'),
  ),
}));

const WorkflowTemplateInput = builder.inputType('WorkflowTemplateInput', {
  description: 'A workflow to be submitted.',
  fields: workflowFields,
});

const settings = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  job: t.field({ type: JobTemplateInput, description: 'Job to submit each time; give this or a workflow.' }),
  workflow: t.field({
    type: WorkflowTemplateInput,
    description: 'Workflow to submit each time; give this or a job.',
  }),
  timeZone: t.string({
    description:
      'IANA time zone such as Europe/Berlin; default: UTC. Times skipped by daylight saving fire once, right after the gap; repeated times fire once, the first time. With every hour ("*"), each hour of the clock fires.',
  }),
  catchUp: t.field({ type: CatchUpEnum, description: 'Default: latest.' }),
  overlap: t.field({ type: OverlapEnum, description: 'Default: allow.' }),
  until: t.field({
    type: 'DateTime',
    description: 'The schedule does not fire after this; default: no end.',
  }),
});

const CRON =
  'Cron expression: minute, hour, day, month and weekday, such as "30 2 * * 1-5"; six fields with seconds first; or @hourly, @daily, @weekly, @monthly, @yearly. If both day of month and weekday are given, it fires on days that match either, as in cron: "0 0 13 * 5" is every 13th and every Friday.';

interface WithTarget {
  readonly job?: WithoutNulls<(typeof JobTemplateInput)['$inferInput']>;
  readonly workflow?: WithoutNulls<(typeof WorkflowTemplateInput)['$inferInput']>;
}

const asSchedule = <T extends WithTarget>({ job, workflow, ...fields }: T) => ({
  ...fields,
  ...(job === undefined ? {} : { job: asJob(job) }),
  ...(workflow === undefined ? {} : { workflow: asWorkflow(workflow) }),
});

const scheduleId = 'Id of the schedule.';
const after = 'The schedule after the change.';

defineMutation({
  name: 'createSchedule',
  description:
    "Creates a schedule, which submits a job or a workflow repeatedly on behalf of its owner, with the owner's grants at that time. Jobs get BERTH_SCHEDULE_ID and BERTH_DUE_AT in their environment.",
  input: (t) => ({
    name: t.string({ required: true, description: 'Name of the schedule and of what it submits.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    cron: t.string({ required: true, description: CRON }),
    ...settings(t),
    enabled: t.boolean({ description: 'Whether it is active; default: true.' }),
    externalId: t.string({ description: 'Id chosen by the caller, unique in the project.' }),
  }),
  success: successOf('createSchedule', 'schedule', Schedule, 'The new schedule.'),
  run: async ({ project, ...input }, { calls }, info) =>
    asValue(await calls.command(createSchedule, { ...asSchedule(input), project: toPlainId(project) }, info)),
});

defineMutation({
  name: 'updateSchedule',
  description:
    'Changes a schedule. Omitted fields keep their value; `until: null` removes the end. New times do not fire for the past.',
  input: (t) => ({
    scheduleId: t.id({ required: true, description: scheduleId }),
    name: t.string({ description: 'Name.' }),
    cron: t.string({ description: CRON }),
    ...settings(t),
  }),
  clearable: ['until'],
  success: successOf('updateSchedule', 'schedule', Schedule, after),
  run: async (input, { calls }, info, cleared) =>
    asValue(
      await calls.command(
        updateSchedule,
        { ...asSchedule(input), ...cleared, scheduleId: toPlainId(String(input.scheduleId)) },
        info,
      ),
    ),
});

defineMutation({
  name: 'pauseSchedule',
  description: 'Pauses a schedule: it submits nothing until it is resumed.',
  input: (t) => ({
    scheduleId: t.id({ required: true, description: scheduleId }),
    reason: t.string({ description: 'Reason; shown with the schedule.' }),
  }),
  success: successOf('pauseSchedule', 'schedule', Schedule, after),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(pauseSchedule, { ...input, scheduleId: toPlainId(String(input.scheduleId)) }, info),
    ),
});

defineMutation({
  name: 'resumeSchedule',
  description: 'Resumes a schedule. Times that were missed meanwhile do not fire.',
  input: (t) => ({ scheduleId: t.id({ required: true, description: scheduleId }) }),
  success: successOf('resumeSchedule', 'schedule', Schedule, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(resumeSchedule, { scheduleId: toPlainId(String(input.scheduleId)) }, info)),
});

defineMutation({
  name: 'deleteSchedule',
  description: 'Deletes a schedule. What it has submitted continues, and its history is kept.',
  input: (t) => ({ scheduleId: t.id({ required: true, description: scheduleId }) }),
  success: doneOf('deleteSchedule'),
  run: async (input, { calls }, info) =>
    asDone(await calls.command(deleteSchedule, { scheduleId: toPlainId(String(input.scheduleId)) }, info)),
});
