import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import type { ReadModels } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { aQueuedJob, poolId } from '../../testing/fixtures.js';
import { jobsView, type JobDocument } from '../views/job.view.js';
import { JobQueueIndexUpdater } from './job-queue-index-updater.js';
import { DirtyPools } from '../../queue/waiting/dirty-pools.js';
import { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';

async function aFeed(...documents: readonly JobDocument[]) {
  const readModels = memoryReadModels();
  const jobs = readModels.collection<JobDocument>(jobsView.collection);
  await jobs.write(documents.map((document) => ({ id: document.id, document, position: toPosition(1) })));
  const queueIndex = new JobQueueIndex(() => 0);
  const heard: (readonly [string, boolean])[] = [];
  const dirtyPools = new DirtyPools(() => []);
  const feed = new JobQueueIndexUpdater(queueIndex, dirtyPools);
  feed.onChanged((jobId, live) => {
    assert.deepEqual([...dirtyPools.take()], [poolId]);
    heard.push([jobId, live]);
  });
  const follow = (document: JobDocument, live = true) =>
    feed.follow({
      projection: 'jobs',
      events: [],
      position: toPosition(2),
      live,
      changes: [{ id: document.id, before: undefined, after: document }],
    });
  return { readModels, queueIndex, feed, heard, follow };
}
const queued = (queueIndex: JobQueueIndex) => queueIndex.queue(poolId).map(({ jobId }) => jobId);

describe('filling the queueIndex', () => {
  it('takes what is unfinished from the view, and follows it from then on', async () => {
    const { readModels, queueIndex, feed, heard, follow } = await aFeed(
      aQueuedJob('a'),
      aQueuedJob('done', {}, 'succeeded'),
    );
    follow(aQueuedJob('too early'));
    await feed.fill(readModels);
    assert.deepEqual([queued(queueIndex), heard], [['a'], []]);
    follow(aQueuedJob('b'));
    follow(aQueuedJob('a', {}, 'cancelled'), false);
    assert.deepEqual(queued(queueIndex), ['b']);
    assert.deepEqual(heard, [
      ['b', true],
      ['a', false],
    ]);
  });

  it('never puts an older document over what the view has told meanwhile', async () => {
    const { readModels, queueIndex, feed, follow } = await aFeed(aQueuedJob('a'), aQueuedJob('b'));
    const slow: ReadModels = {
      ...readModels,
      collection: (definition) => {
        const inner = readModels.collection(definition);
        return {
          ...inner,
          query: async (query: never) => {
            const page = await inner.query(query);
            follow(aQueuedJob('a', {}, 'succeeded'));
            return page as never;
          },
        } as never;
      },
    };
    await feed.fill(slow);
    assert.deepEqual(queued(queueIndex), ['b']);
  });

  it('pages through a long queue', async () => {
    const ids = Array.from({ length: 2500 }, (_, index) => `job ${String(index).padStart(4, '0')}`);
    const { readModels, queueIndex, feed } = await aFeed(...ids.map((id) => aQueuedJob(id)));
    await feed.fill(readModels);
    assert.deepEqual(queued(queueIndex), ids);
  });

  it('is not concerned with other views', async () => {
    const { readModels, queueIndex, feed } = await aFeed();
    await feed.fill(readModels);
    const change = { id: 'x', before: undefined, after: aQueuedJob('x') };
    feed.follow({ projection: 'other', events: [], position: toPosition(2), live: true, changes: [change] });
    assert.deepEqual(queued(queueIndex), []);
  });
});
