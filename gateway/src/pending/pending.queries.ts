import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { Pending } from './pending.type.js';

builder.queryFields((t) => ({
  whyPending: t.field({
    type: Pending,
    nullable: true,
    description:
      'Why a job is pending: all reasons, its position, and its estimated start. Null if it is not pending or the caller may not see it.',
    args: { jobId: t.arg.id({ required: true, description: 'Which job.' }) },
    resolve: (_root, { jobId }, { loaders }) => {
      const id = toPlainId(String(jobId));
      return isId(id) ? loaders.pending().load(id) : null;
    },
  }),
}));
