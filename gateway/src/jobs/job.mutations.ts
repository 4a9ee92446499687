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
  description: 'Takes a job in. Acknowledged once it is on disk. What can never run here is refused at once.',
  input: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...jobFields(t),
    id: t.string({ description: 'An id of your own, unique in the project.' }),
    reservation: t.id({
      description: 'A booking of yours, or one shared with the project: it runs in that only.',
    }),
  }),
  success: successOf('submitJob', 'job', Job, 'The job as it was taken in.'),
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
  ['approveJob', approveJob, 'Lets a job that awaits approval go to the queue. For operators.'],
  ['cancelJob', cancelJob, 'Ends a job: at once where it waits, else as soon as its agent has stopped it.'],
] as const) {
  defineMutation({
    name,
    description,
    input: (t) => ({
      jobId: t.id({ required: true, description: jobId }),
      reason: t.string({ description: 'Why; kept in the history.' }),
    }),
    success: successOf(name, 'job', Job, after),
    run: async (input, { calls }, info) =>
      asValue(await calls.command(operation, { ...input, jobId: toPlainId(String(input.jobId)) }, info)),
  });
}

defineMutation({
  name: 'rejectJob',
  description: 'Refuses a job that awaits approval. For operators.',
  input: (t) => ({
    jobId: t.id({ required: true, description: jobId }),
    reason: t.string({ required: true, description: 'Why; the submitter sees it.' }),
  }),
  success: successOf('rejectJob', 'job', Job, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(rejectJob, { ...input, jobId: toPlainId(String(input.jobId)) }, info)),
});

defineMutation({
  name: 'deleteJob',
  description: 'Hides a job that has ended. Its history stays.',
  input: (t) => ({ jobId: t.id({ required: true, description: jobId }) }),
  success: successOf('deleteJob', 'job', Job, after),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(deleteJob, { jobId: toPlainId(String(input.jobId)) }, info)),
});
