import type { JobTemplateView } from '@berth/contracts/scheduler/template';
import { builder } from '../graphql/builder.js';
import { Pool } from '../hosts/pool.type.js';
import { GpuSpec, JobClassEnum } from '../jobs/job.type.js';

export const JobTemplate = builder.objectRef<JobTemplateView>('JobTemplate').implement({
  description: 'A job that is submitted later.',
  fields: (t) => ({
    command: t.field({
      type: ['String'],
      description: 'Command: program and arguments.',
      resolve: ({ spec }) => [...spec.command],
    }),
    args: t.field({
      type: ['String'],
      description: 'Further arguments of the command.',
      resolve: ({ spec }) => [...spec.args],
    }),
    envNames: t.field({
      type: ['String'],
      description: 'Names of its environment variables; their values are kept secret.',
      resolve: ({ spec }) => [...spec.envNames],
    }),
    gpus: t.field({
      type: GpuSpec,
      description: 'Requested devices.',
      resolve: ({ spec }) => spec.gpus,
    }),
    class: t.field({
      type: JobClassEnum,
      description: 'Class of work: determines which slots of a device it takes.',
      resolve: ({ spec }) => spec.class,
    }),
    timeoutMinutes: t.float({
      description: 'Maximum duration of a run in minutes.',
      resolve: ({ spec }) => spec.timeoutMinutes,
    }),
    priority: t.int({
      description: 'Priority: 10 (first) to 1 (last).',
      resolve: ({ spec }) => spec.priority,
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool in which it runs.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
  }),
});
