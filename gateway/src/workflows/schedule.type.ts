import {
  catchUps,
  firingOutcomes,
  overlaps,
  scheduleStates,
  type FiringView,
  type ScheduleView,
} from '@berth/contracts/scheduler/schedule';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { Job } from '../jobs/job.type.js';
import { ownerFields } from '../projects/owner.fields.js';
import { JobTemplate } from './job-template.type.js';
import { plannedNode, Workflow } from './workflow.type.js';

export const CatchUpEnum = enumOf('CatchUp', {
  description: 'What happens to times that were missed.',
  values: catchUps,
  valueDescriptions: { none: 'They are skipped.', latest: 'The latest of them is made up for.' },
});
export const OverlapEnum = enumOf('Overlap', {
  description: 'What happens where what was submitted last has not ended.',
  values: overlaps,
  valueDescriptions: { allow: 'Another is submitted.', skip: 'That time is skipped.' },
});
const ScheduleStateEnum = enumOf('ScheduleState', {
  description: 'Whether a schedule submits.',
  values: scheduleStates,
  valueDescriptions: { paused: 'Nothing is submitted until somebody resumes it.' },
});
const OutcomeEnum = enumOf('ScheduleFiringOutcome', {
  description: 'The outcome of a time of a schedule.',
  values: firingOutcomes,
  valueDescriptions: { fired: 'It was noticed, and is not submitted yet.' },
});

const ScheduleFiring = builder.objectRef<FiringView>('ScheduleFiring').implement({
  description: 'One firing of a schedule.',
  fields: (t) => ({
    dueAt: t.field({ type: 'DateTime', description: 'When it was due.', resolve: (run) => run.dueAt }),
    firedAt: t.field({
      type: 'DateTime',
      description: 'When it fired.',
      resolve: (run) => run.firedAt,
    }),
    outcome: t.field({ type: OutcomeEnum, description: 'Result.', resolve: (run) => run.outcome }),
    message: t.exposeString('message', { nullable: true, description: 'Why it was refused or skipped.' }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job that was submitted.',
      resolve: ({ jobId }, _args, { loaders }) => (jobId === undefined ? null : loaders.jobs().load(jobId)),
    }),
    workflow: t.field({
      type: Workflow,
      nullable: true,
      description: 'The workflow that was submitted.',
      resolve: ({ workflowId }, _args, { loaders }) =>
        workflowId === undefined ? null : loaders.workflows().load(workflowId),
    }),
  }),
});

type Planned = NonNullable<ScheduleView['nodes']>[number];
const ScheduledNode = builder.objectRef<Planned>('ScheduledNode').implement({
  description: 'A node of the workflow that a schedule submits.',
  interfaces: [plannedNode],
  isTypeOf: (value) => typeof value === 'object' && value !== null && !('attempt' in value),
});

export const Schedule = builder.nodeRef(builder.objectRef<ScheduleView>('Schedule'), {
  id: { resolve: (schedule: ScheduleView) => schedule.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.schedules().load(String(id)))),
});

Schedule.implement({
  description: 'Submits a job or a workflow at times given by a cron expression, on behalf of its owner.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'External id given by the owner.',
    }),
    name: t.exposeString('name', { description: 'Name of the schedule and of what it submits.' }),
    cron: t.exposeString('cron', { description: 'Cron expression.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA time zone of the cron expression.' }),
    catchUp: t.field({
      type: CatchUpEnum,
      description: 'What to do about missed times.',
      resolve: (own) => own.catchUp,
    }),
    overlap: t.field({
      type: OverlapEnum,
      description: 'Whether submissions may overlap.',
      resolve: (own) => own.overlap,
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The schedule does not fire after this.',
      resolve: (schedule) => schedule.until,
    }),
    job: t.field({
      type: JobTemplate,
      nullable: true,
      description: 'The job that it submits; null where it submits a workflow.',
      resolve: (schedule) => schedule.job,
    }),
    nodes: t.field({
      type: [ScheduledNode],
      nullable: true,
      description: 'The nodes of the workflow that it submits; null where it submits a job.',
      resolve: (schedule) => (schedule.nodes === undefined ? null : [...schedule.nodes]),
    }),
    state: t.field({
      type: ScheduleStateEnum,
      description: 'State.',
      resolve: (own) => own.state,
    }),
    message: t.exposeString('message', { nullable: true, description: 'Why it is paused.' }),
    nextTimes: t.field({
      type: ['DateTime'],
      description: 'Next five times; empty while it is paused.',
      resolve: (schedule) => [...schedule.nextTimes],
    }),
    lastFirings: t.field({
      type: [ScheduleFiring],
      description: 'Last ten firings, the latest first.',
      resolve: (schedule) => [...schedule.lastFirings],
    }),
    ...ownerFields(t, 'Owner, on whose behalf it submits.'),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (own) => own.createdAt,
    }),
  }),
});
