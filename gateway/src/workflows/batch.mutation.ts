import { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobView } from '@berth/contracts/scheduler/views';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { builder } from '../graphql/builder.js';
import { ErrorInterface, toRefusal, type Refusal } from '../graphql/errors.js';
import { atPlaceInList } from '../graphql/env-lists.js';
import { toPlainId } from '../graphql/ids.js';
import { defineMutation } from '../graphql/mutation.js';
import { asJob, jobFields } from '../jobs/job.input.js';
import { Job } from '../jobs/job.type.js';

const MOST_JOBS = 200;

interface Item {
  readonly job?: JobView;
  readonly error?: Refusal;
}

const BatchItem = builder.objectRef<Item>('SubmitJobsItem').implement({
  description: 'What came of one job of several: it was taken in or refused.',
  fields: (t) => ({
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job as it was taken in.',
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
  description: 'One job of several, as `submitJob` takes it.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is called.' }),
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    ...jobFields(t),
    id: t.string({ description: 'An id of your own, unique in the project.' }),
  }),
});

defineMutation({
  name: 'submitJobs',
  description:
    'Takes in several jobs that have nothing to do with each other, each by itself: some may be refused and others not.',
  input: (t) => ({
    jobs: t.field({ type: [BatchJobInput], required: true, description: `The jobs, ${MOST_JOBS} at most.` }),
  }),
  success: builder.objectRef<{ readonly items: readonly Item[] }>('SubmitJobsSuccess').implement({
    description: '`submitJobs` was done.',
    fields: (t) => ({
      items: t.field({
        type: [BatchItem],
        description: 'What came of each, in the order in which they were given.',
        resolve: ({ items }) => [...items],
      }),
    }),
  }),
  run: async ({ jobs }, { calls }, info) => {
    if (jobs.length === 0 || jobs.length > MOST_JOBS)
      return err(
        reject('VALIDATION_FAILED', `jobs: must have 1 to ${MOST_JOBS} jobs, has ${jobs.length}`, 'jobs'),
      );
    const items = jobs.map(async ({ project, ...job }, index): Promise<Item> => {
      const input = { ...asJob(job), project: toPlainId(project) };
      const reply = await calls.command(submitJob, input, info, String(index));
      if (reply.ok) return { job: reply.value };
      const { field, ...refusal } = toRefusal(atPlaceInList(job, reply.error));
      return { error: field === undefined ? refusal : { ...refusal, field: `jobs.${index}.${field}` } };
    });
    return ok({ items: await Promise.all(items) });
  },
});
