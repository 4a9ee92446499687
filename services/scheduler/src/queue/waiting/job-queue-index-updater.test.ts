import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition, type RecordedEvent } from '@berth/event-store';
import { foldBatch, type ReadModels } from '@berth/read-models';
import { eventsFrom, memoryReadModels } from '@berth/read-models/testing';
import {
  after,
  aPlacement,
  aQueuedJob,
  aStart,
  aSubmission,
  hostId,
  jobId,
  LATER,
  poolId,
} from '../../testing/fixtures.js';
import type { SchedulingState } from './scheduling-state.js';
import { schedulingStates } from './scheduling-states.view.js';
import { JobQueueIndexUpdater } from './job-queue-index-updater.js';
import { DirtyPools } from './dirty-pools.js';
import { JobQueueIndex } from './job-queue-index.js';

async function aFeed(...documents: readonly SchedulingState[]) {
  const readModels = memoryReadModels();
  const jobs = readModels.collection<SchedulingState>(schedulingStates.collection);
  await jobs.write(documents.map((document) => ({ id: document.id, document, position: toPosition(1) })));
  const queueIndex = new JobQueueIndex(() => 0);
  const heard: (readonly [string, boolean])[] = [];
  const dirtyPools = new DirtyPools(() => []);
  const feed = new JobQueueIndexUpdater(queueIndex, dirtyPools);
  feed.onChanged((jobId, live) => {
    assert.deepEqual([...dirtyPools.take()], [poolId]);
    heard.push([jobId, live]);
  });
  const followChange = (id: string, after: SchedulingState | undefined, live: boolean) =>
    feed.follow({
      projection: schedulingStates.name,
      events: [],
      position: toPosition(2),
      live,
      changes: [{ id, before: undefined, after }],
    });
  const follow = (state: SchedulingState) => followChange(state.id, state, true);
  const ends = (id: string, live = true) => followChange(id, undefined, live);
  return { readModels, queueIndex, feed, heard, follow, ends };
}
const queued = (queueIndex: JobQueueIndex) => queueIndex.queue(poolId).map(({ jobId }) => jobId);

describe('filling the queueIndex', () => {
  it('takes all that has not ended, and follows it from then on', async () => {
    const { readModels, queueIndex, feed, heard, follow, ends } = await aFeed(aQueuedJob('a'));
    follow(aQueuedJob('too early'));
    await feed.fill(readModels);
    assert.deepEqual([queued(queueIndex), heard], [['a'], []]);
    follow(aQueuedJob('b'));
    ends('a', false);
    ends('never heard of');
    assert.deepEqual(queued(queueIndex), ['b']);
    assert.deepEqual(heard, [
      ['b', true],
      ['a', false],
    ]);
  });

  it('never puts an older state over what has been folded meanwhile', async () => {
    const { readModels, queueIndex, feed, ends } = await aFeed(aQueuedJob('a'), aQueuedJob('b'));
    const slow: ReadModels = {
      ...readModels,
      collection: (definition) => {
        const inner = readModels.collection(definition);
        return {
          ...inner,
          query: async (query: never) => {
            const page = await inner.query(query);
            ends('a');
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

  it('hears of what another copy of the service has written before it, and of jobs that it ended', async () => {
    const readModels = memoryReadModels();
    const queueIndex = new JobQueueIndex(() => 0);
    const feed = new JobQueueIndexUpdater(queueIndex, new DirtyPools(() => []));
    const fold = (events: readonly RecordedEvent[]) =>
      foldBatch(schedulingStates, readModels.collection(schedulingStates.collection), events);
    const follow = async (events: readonly RecordedEvent[]) => {
      const { changes, position } = await fold(events);
      const batch = { projection: schedulingStates.name, events, changes, live: true };
      feed.follow({ ...batch, position: position ?? toPosition(0) });
    };
    const endRun = { run: 1, hostId, outcome: 'succeeded', endedAt: LATER, now: LATER } as const;
    const log = eventsFrom(after(aSubmission(), aPlacement(), aStart(), { type: 'endRun', ...endRun }));
    const placed = log.findIndex(({ type }) => type === 'scheduler.job.placed.v1');
    await follow(log.slice(0, placed));
    await feed.fill(readModels);
    assert.deepEqual(queued(queueIndex), [jobId]);

    await fold(log.slice(placed, placed + 1));
    assert.deepEqual(queued(queueIndex), [jobId]);
    await follow(log.slice(placed, placed + 1));
    assert.deepEqual([queued(queueIndex), queueIndex.held(jobId)?.run], [[], 1]);

    await fold(log.slice(placed + 1));
    await follow(log.slice(placed + 1));
    assert.deepEqual([queueIndex.held(jobId), [...queueIndex.states]], [undefined, []]);
  });
});
