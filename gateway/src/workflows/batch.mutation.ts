import { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { builder } from '../graphql/builder.js';
import { ErrorInterface, toRefusal, type Refusal } from '../graphql/errors.js';
import { atListIndex } from '../graphql/env-lists.js';
import { toPlainId } from '../graphql/ids.js';
import { defineMutation } from '../graphql/mutation.js';
import { asJob, jobFields } from '../jobs/job.input.js';
import { Job } from '../jobs/job.type.js';

const MAX_JOBS = 200;

interface Item {
  readonly job?: JobView;
  readonly error?: Refusal;
}

const BatchItem = builder.objectRef<Item>('SubmitJobsItem').implement({
  description: 'Result of one job: submitted or refused.',
  fields: (t) => ({
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The submitted job.',
      resolve: ({ job }) => job,
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it was refused.',
      resolve: ({ error }) => error,
    }),
  }),
});

const BatchJobInput = builder.inputType('SubmitJobsJobInput', {
  description: 'One job, with the input of `submitJob`.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...jobFields(t),
    externalId: t.string({ description: 'Id chosen by the caller, unique in the project.' }),
  }),
});

defineMutation({
  name: 'submitJobs',
  description: 'Submits several independent jobs. Each is submitted or refused individually.',
  input: (t) => ({
    jobs: t.field({ type: [BatchJobInput], required: true, description: `The jobs, ${MAX_JOBS} at most.` }),
  }),
  success: builder.objectRef<{ readonly items: readonly Item[] }>('SubmitJobsSuccess').implement({
    description: '`submitJobs` succeeded.',
    fields: (t) => ({
      items: t.field({
        type: [BatchItem],
        description: 'Result of each job, in the given order.',
        resolve: ({ items }) => [...items],
      }),
    }),
  }),
  run: async ({ jobs }, { calls }, info) => {
    if (jobs.length === 0 || jobs.length > MAX_JOBS)
      return err(
        reject('VALIDATION_FAILED', `jobs: must have 1 to ${MAX_JOBS} jobs, has ${jobs.length}`, 'jobs'),
      );
    const items = jobs.map(async ({ project, ...job }, index): Promise<Item> => {
      const input = { ...asJob(job), project: toPlainId(project) };
      const reply = await calls.command(submitJob, input, info, String(index));
      if (reply.ok) return { job: reply.value };
      const { field, ...refusal } = toRefusal(atListIndex(job, reply.error));
      return { error: field === undefined ? refusal : { ...refusal, field: `jobs.${index}.${field}` } };
    });
    return ok({ items: await Promise.all(items) });
  },
});
