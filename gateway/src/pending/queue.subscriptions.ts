import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { Entry } from '../jobs/job.queries.js';
import type { QueueSnapshot } from '../live/queue-changes.js';
import { viewerOf } from '../live/viewer-of.js';

const DEFAULT_FIRST = 20;
const MAX_FIRST = 200;

const QueueChange = builder.objectRef<QueueSnapshot>('QueueChange').implement({
  description: 'The queue of a pool after a change.',
  fields: (t) => ({
    totalCount: t.exposeInt('totalCount', { description: 'Number of waiting jobs that the caller may see.' }),
    entries: t.field({
      type: [Entry],
      description: 'The first entries, with their positions in the whole queue.',
      resolve: (queue) => [...queue.entries],
    }),
  }),
});

builder.subscriptionFields((t) => ({
  queueChanged: t.field({
    type: QueueChange,
    description:
      'The queue of a pool, at once and after each change, at most once a second. A slow reader gets the latest state only.',
    args: {
      pool: t.arg.id({ required: true, description: 'Which pool.' }),
      first: t.arg.int({ description: `Number of first entries to include; default: ${DEFAULT_FIRST}.` }),
    },
    subscribe: (_root, { pool, first }, context) => {
      const limit = Math.min(MAX_FIRST, Math.max(1, first ?? DEFAULT_FIRST));
      return context.live.queues.follow(viewerOf(context), toPlainId(String(pool)), limit);
    },
    resolve: (queue: QueueSnapshot) => queue,
  }),
}));
