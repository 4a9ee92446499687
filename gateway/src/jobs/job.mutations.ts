import {
  approveJob,
  cancelJob,
  deleteJob,
  rejectJob,
  submitJob,
} from '@berth/contracts/scheduler/operations';
import { toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { asJob, jobFields } from './job.input.js';
import { Job } from './job.type.js';

defineMutation({
  name: 'submitJob',
  description:
    'Submits a job. It is acknowledged when it is stored on disk. A job that can never run is refused.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Name.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...jobFields(t),
    externalId: t.string({ description: 'Id chosen by the caller, unique in the project.' }),
    reservation: t.id({
      description: 'A reservation of yours, or one shared with the project. The job runs only within it.',
    }),
  }),
  success: successOf('submitJob', 'job', Job, 'The submitted job.'),
  run: async ({ project, reservation, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        submitJob,
        {
          ...asJob(input),
          project: toPlainId(project),
          ...(reservation === undefined ? {} : { reservation: toPlainId(String(reservation)) }),
        },
        info,
      ),
    ),
});

const jobId = 'Id of the job.';
const after = 'The job after the change.';

for (const [name, operation, description] of [
  ['approveJob', approveJob, 'Approves a job that awaits approval. Requires staff (admin or operator).'],
  [
    'cancelJob',
    cancelJob,
    'Cancels a job: immediately if it waits, otherwise when its agent has stopped it.',
  ],
] as const) {
  defineMutation({
    name,
    description,
    input: (t) => ({
      jobId: t.id({ required: true, description: jobId }),
      reason: t.string({ description: 'Reason; kept in the history.' }),
    }),
    success: successOf(name, 'job', Job, after),
    run: async (input, { calls }, info) =>
      asValue(await calls.command(operation, { ...input, jobId: toPlainId(String(input.jobId)) }, info)),
  });
}

defineMutation({
  name: 'rejectJob',
  description: 'Rejects a job that awaits approval. Requires staff (admin or operator).',
  input: (t) => ({
    jobId: t.id({ required: true, description: jobId }),
    reason: t.string({ required: true, description: 'Reason; shown to the submitter.' }),
  }),
  success: successOf('rejectJob', 'job', Job, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(rejectJob, { ...input, jobId: toPlainId(String(input.jobId)) }, info)),
});

defineMutation({
  name: 'deleteJob',
  description: 'Hides a job that has ended. Its history is kept.',
  input: (t) => ({ jobId: t.id({ required: true, description: jobId }) }),
  success: successOf('deleteJob', 'job', Job, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(deleteJob, { jobId: toPlainId(String(input.jobId)) }, info)),
});
