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
import { asDone, asValue, defineMutation, doneOf, successOf, type Given } from '../graphql/mutation.js';
import { asJob, JobTemplateInput } from '../jobs/job.input.js';
import { CatchUpEnum, OverlapEnum, Schedule } from './schedule.type.js';
import { asWorkflow, workflowFields } from './workflow.input.js';

builder.queryFields((t) => ({
  schedule: t.field({
    type: Schedule,
    nullable: true,
    description: 'A schedule; null where there is none that the caller may see.',
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
        "Schedules of the caller's projects, newest first; all of them for those who run the place.",
      args: {
        project: t.arg.id({ description: 'Of this project only.' }),
        user: t.arg.id({ description: 'Of this user only.' }),
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
  description: 'A workflow to be.',
  fields: workflowFields,
});

const settings = (t: InputFieldBuilder<BuilderTypes, 'InputObject'>) => ({
  job: t.field({ type: JobTemplateInput, description: 'What is submitted each time; or a workflow.' }),
  workflow: t.field({ type: WorkflowTemplateInput, description: 'What is submitted each time; or a job.' }),
  timeZone: t.string({
    description:
      'Whose local time is meant, such as Europe/Berlin; UTC where left out. A time that summer time skips comes right after the gap (several in one gap come as one), one that the clock shows twice comes once, the first time; with every hour ("*") the clock is followed as it is.',
  }),
  catchUp: t.field({ type: CatchUpEnum, description: 'latest where left out.' }),
  overlap: t.field({ type: OverlapEnum, description: 'allow where left out.' }),
  until: t.field({ type: 'DateTime', description: 'No time after this is due; for ever where left out.' }),
});

const CRON =
  'Minute, hour, day, month and weekday, such as "30 2 * * 1-5"; six fields with seconds first; or @hourly, @daily, @weekly, @monthly, @yearly. Where both day (of month) and weekday are given, it comes on days that are either, as cron has it: "0 0 13 * 5" is every 13th and every Friday.';

interface WithTarget {
  readonly job?: Given<(typeof JobTemplateInput)['$inferInput']>;
  readonly workflow?: Given<(typeof WorkflowTemplateInput)['$inferInput']>;
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
    'Submits a job or a workflow again and again, in your name and by your grants as they are then. What is submitted finds BERTH_SCHEDULE_ID and BERTH_DUE_AT in its environment where it is a job.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What it is called, and what it submits.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    cron: t.string({ required: true, description: CRON }),
    ...settings(t),
    enabled: t.boolean({ description: 'Whether it begins at once; true where left out.' }),
    id: t.string({ description: 'An id of your own, unique in the project.' }),
  }),
  success: successOf('createSchedule', 'schedule', Schedule, 'The schedule as it was made.'),
  run: async ({ project, ...input }, { calls }, info) =>
    asValue(await calls.command(createSchedule, { ...asSchedule(input), project: toPlainId(project) }, info)),
});

defineMutation({
  name: 'updateSchedule',
  description:
    'Changes a schedule of yours; what is left out stays as it is, and `until: null` takes its end back. Nothing is made up by new times.',
  input: (t) => ({
    scheduleId: t.id({ required: true, description: scheduleId }),
    name: t.string({ description: 'What it is called.' }),
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
  description: 'Submits nothing more until it is resumed.',
  input: (t) => ({
    scheduleId: t.id({ required: true, description: scheduleId }),
    reason: t.string({ description: 'Why; shown with it.' }),
  }),
  success: successOf('pauseSchedule', 'schedule', Schedule, after),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(pauseSchedule, { ...input, scheduleId: toPlainId(String(input.scheduleId)) }, info),
    ),
});

defineMutation({
  name: 'resumeSchedule',
  description: 'Goes on from now. Times that passed meanwhile are not made up.',
  input: (t) => ({ scheduleId: t.id({ required: true, description: scheduleId }) }),
  success: successOf('resumeSchedule', 'schedule', Schedule, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(resumeSchedule, { scheduleId: toPlainId(String(input.scheduleId)) }, info)),
});

defineMutation({
  name: 'deleteSchedule',
  description: 'Ends a schedule. What it has submitted goes on, and its history stays.',
  input: (t) => ({ scheduleId: t.id({ required: true, description: scheduleId }) }),
  success: doneOf('deleteSchedule'),
  run: async (input, { calls }, info) =>
    asDone(await calls.command(deleteSchedule, { scheduleId: toPlainId(String(input.scheduleId)) }, info)),
});
