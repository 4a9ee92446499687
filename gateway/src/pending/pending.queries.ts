import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { Pending } from './pending.type.js';

builder.queryFields((t) => ({
  whyPending: t.field({
    type: Pending,
    nullable: true,
    description:
      'Why a job waits: every reason with its numbers, its place, and when it is likely to start. Null where it does not wait, or the caller may not see it.',
    args: { jobId: t.arg.id({ required: true, description: 'Which job.' }) },
    resolve: (_root, { jobId }, { loaders }) => {
      const id = toPlainId(String(jobId));
      return isId(id) ? loaders.pending().load(id) : null;
    },
  }),
}));
