import { z } from 'zod';
import { submitJob, submitJobInput } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { builder } from '../graphql/builder.js';
import { ErrorInterface, toRefusal, type Refusal } from '../graphql/errors.js';
import { atListIndex } from '../graphql/env-lists.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { asSuccess, defineMutation } from '../graphql/mutation.js';
import { jobFields } from '../jobs/job.input.js';
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

deriveInputType(submitJobInput, {
  name: 'SubmitJobsJobInput',
  description: 'One job, with the input of `submitJob`.',
  fields: {
    name: 'Name.',
    project: 'Id or name of the project it is charged to.',
    ...jobFields,
    externalId: 'Id chosen by the caller, unique in the project.',
  },
});

defineMutation({
  name: 'submitJobs',
  description: 'Submits several independent jobs. Each is submitted or refused individually.',
  schema: z.strictObject({ jobs: z.array(submitJobInput) }),
  input: { jobs: `The jobs, ${MAX_JOBS} at most.` },
  success: asSuccess(
    builder.objectRef<{ readonly items: readonly Item[] }>('SubmitJobsSuccess').implement({
      description: '`submitJobs` succeeded.',
      fields: (t) => ({
        items: t.field({
          type: [BatchItem],
          description: 'Result of each job, in the given order.',
          resolve: ({ items }) => [...items],
        }),
      }),
    }),
  ),
  run: async ({ jobs }, { calls }, info, given) => {
    const written = given['jobs'] as readonly object[];
    if (jobs.length === 0 || jobs.length > MAX_JOBS)
      return err(
        reject('VALIDATION_FAILED', `jobs: must have 1 to ${MAX_JOBS} jobs, has ${jobs.length}`, 'jobs', {
          minimum: 1,
          maximum: MAX_JOBS,
          given: jobs.length,
        }),
      );
    const items = jobs.map(async (job, index): Promise<Item> => {
      const reply = await calls.command(submitJob, job, info, String(index));
      if (reply.ok) return { job: reply.value };
      const { field, ...refusal } = toRefusal(atListIndex(written[index] ?? {}, reply.error));
      return { error: field === undefined ? refusal : { ...refusal, field: `jobs.${index}.${field}` } };
    });
    return ok({ items: await Promise.all(items) });
  },
});
