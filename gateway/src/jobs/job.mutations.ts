import {
  approveJob,
  cancelJob,
  deleteJob,
  rejectJob,
  submitJob,
} from '@berth/contracts/scheduler/operations';
import { defineCommandMutation, successOf } from '../graphql/mutation.js';
import { jobFields } from './job.input.js';
import { Job } from './job.type.js';

defineCommandMutation({
  operation: submitJob,
  name: 'submitJob',
  description:
    'Submits a job. It is acknowledged when it is stored on disk. A job that can never run is refused.',
  input: {
    name: 'Name.',
    project: 'Id or name of the project it is charged to.',
    ...jobFields,
    externalId: 'Id chosen by the caller, unique in the project.',
  },
  success: successOf('submitJob', 'job', Job, 'The submitted job.'),
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
  defineCommandMutation({
    operation,
    name,
    description,
    input: { jobId, reason: 'Reason; kept in the history.' },
    success: successOf(name, 'job', Job, after),
  });
}

defineCommandMutation({
  operation: rejectJob,
  name: 'rejectJob',
  description: 'Rejects a job that awaits approval. Requires staff (admin or operator).',
  input: { jobId, reason: 'Reason; shown to the submitter.' },
  success: successOf('rejectJob', 'job', Job, after),
});

defineCommandMutation({
  operation: deleteJob,
  name: 'deleteJob',
  description: 'Hides a job that has ended. Its history is kept.',
  input: { jobId },
  success: successOf('deleteJob', 'job', Job, after),
});
