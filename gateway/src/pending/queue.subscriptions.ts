import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { Entry } from '../jobs/job.queries.js';
import type { QueueNow } from '../live/queue-changes.js';
import { viewerOf } from '../live/viewer-of.js';

const DEFAULT_FIRST = 20;
const MOST_FIRST = 200;

const QueueChange = builder.objectRef<QueueNow>('QueueChange').implement({
  description: 'What waits in a pool, once something about it has changed.',
  fields: (t) => ({
    totalCount: t.exposeInt('totalCount', { description: 'Jobs that wait and that the caller may see.' }),
    entries: t.field({
      type: [Entry],
      description: 'The first of them, at their places in the whole queue.',
      resolve: (queue) => [...queue.entries],
    }),
  }),
});

builder.subscriptionFields((t) => ({
  queueChanged: t.field({
    type: QueueChange,
    description:
      'What waits in a pool: at once, and again whenever it changes, once a second at most. A slow reader gets the latest.',
    args: {
      pool: t.arg.id({ required: true, description: 'Which pool.' }),
      first: t.arg.int({ description: `How many of the first to tell, ${DEFAULT_FIRST} where not given.` }),
    },
    subscribe: (_root, { pool, first }, context) => {
      const most = Math.min(MOST_FIRST, Math.max(1, first ?? DEFAULT_FIRST));
      return context.live.queues.follow(viewerOf(context), toPlainId(String(pool)), most);
    },
    resolve: (queue: QueueNow) => queue,
  }),
}));
