import type { JobTemplateView } from '@berth/contracts/scheduler/template';
import { builder } from '../graphql/builder.js';
import { Pool } from '../hosts/pool.type.js';
import { GpuSpec, JobClassEnum } from '../jobs/job.type.js';

export const JobTemplate = builder.objectRef<JobTemplateView>('JobTemplate').implement({
  description: 'A job to be: what is submitted when its time has come.',
  fields: (t) => ({
    command: t.field({
      type: ['String'],
      description: 'What it runs.',
      resolve: ({ spec }) => [...spec.command],
    }),
    args: t.field({
      type: ['String'],
      description: 'What the command is given besides.',
      resolve: ({ spec }) => [...spec.args],
    }),
    envNames: t.field({
      type: ['String'],
      description: 'Names of its environment variables; their values are kept secret.',
      resolve: ({ spec }) => [...spec.envNames],
    }),
    gpus: t.field({
      type: GpuSpec,
      description: 'Devices that it asks for.',
      resolve: ({ spec }) => spec.gpus,
    }),
    class: t.field({
      type: JobClassEnum,
      description: 'Which slots of a device it takes.',
      resolve: ({ spec }) => spec.class,
    }),
    timeoutMinutes: t.float({
      description: 'Longest time of a run.',
      resolve: ({ spec }) => spec.timeoutMinutes,
    }),
    priority: t.int({ description: '10 goes first.', resolve: ({ spec }) => spec.priority }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Where it is to run.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
  }),
});
