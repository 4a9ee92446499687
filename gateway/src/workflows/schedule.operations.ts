import {
  createSchedule,
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  schedulesQuery,
  updateSchedule,
  workflowTemplateInput,
} from '@berth/contracts/scheduler/schedule';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { namedListArgs } from '../graphql/list-sort.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { defineCommandMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Schedule } from './schedule.type.js';
import { workflowFields } from './workflow.input.js';

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
        ...namedListArgs(t.arg),
      },
      resolve: async (_root, { project, user, first, after, last, before, ...filters }, { calls }) =>
        queryConnection(
          calls,
          schedulesQuery,
          { first, after, last, before },
          {
            ...filters,
            projectId: plainIdOf(project),
            userId: plainIdOf(user),
          },
        ),
    },
    ...connectionNames('Schedule'),
  ),
}));

deriveInputType(workflowTemplateInput, {
  name: 'WorkflowTemplateInput',
  description: 'A workflow to be submitted.',
  fields: workflowFields,
});

const settings = {
  job: 'Job to submit each time; give this or a workflow.',
  workflow: 'Workflow to submit each time; give this or a job.',
  timeZone:
    'IANA time zone such as Europe/Berlin; default: UTC. Times skipped by daylight saving fire once, right after the gap; repeated times fire once, the first time. With every hour ("*"), each hour of the clock fires.',
  catchUp: 'Default: latest.',
  overlap: 'Default: allow.',
  until: 'The schedule does not fire after this; default: no end.',
};

const CRON =
  'Cron expression: minute, hour, day, month and weekday, such as "30 2 * * 1-5"; six fields with seconds first; or @hourly, @daily, @weekly, @monthly, @yearly. If both day of month and weekday are given, it fires on days that match either, as in cron: "0 0 13 * 5" is every 13th and every Friday.';

const scheduleId = 'Id of the schedule.';
const after = 'The schedule after the change.';

defineCommandMutation({
  operation: createSchedule,
  name: 'createSchedule',
  description:
    "Creates a schedule, which submits a job or a workflow repeatedly on behalf of its owner, with the owner's grants at that time. Jobs get BERTH_SCHEDULE_ID and BERTH_DUE_AT in their environment.",
  input: {
    name: 'Name of the schedule and of what it submits.',
    project: 'Id or name of the project it is charged to.',
    cron: CRON,
    ...settings,
    enabled: 'Whether it is active; default: true.',
    externalId: 'Id chosen by the caller, unique in the project.',
  },
  success: successOf('createSchedule', 'schedule', Schedule, 'The new schedule.'),
});

defineCommandMutation({
  operation: updateSchedule,
  name: 'updateSchedule',
  description:
    'Changes a schedule. Omitted fields keep their value; `until: null` removes the end. New times do not fire for the past.',
  input: { scheduleId, name: 'Name.', cron: CRON, ...settings },
  success: successOf('updateSchedule', 'schedule', Schedule, after),
});

defineCommandMutation({
  operation: pauseSchedule,
  name: 'pauseSchedule',
  description: 'Pauses a schedule: it submits nothing until it is resumed.',
  input: { scheduleId, reason: 'Reason; shown with the schedule.' },
  success: successOf('pauseSchedule', 'schedule', Schedule, after),
});

defineCommandMutation({
  operation: resumeSchedule,
  name: 'resumeSchedule',
  description: 'Resumes a schedule. Times that were missed meanwhile do not fire.',
  input: { scheduleId },
  success: successOf('resumeSchedule', 'schedule', Schedule, after),
});

defineCommandMutation({
  operation: deleteSchedule,
  name: 'deleteSchedule',
  description: 'Deletes a schedule. What it has submitted continues, and its history is kept.',
  input: { scheduleId },
  success: doneOf('deleteSchedule'),
});
