import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { memoryReadModels } from '@berth/read-models/testing';
import { aQueuedJob, poolId } from '../../testing/fixtures.js';
import { jobsView, type JobDocument } from '../views/job.view.js';
import { JobQueueIndexCheck } from './job-queue-index-check.js';
import { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';

function aQueueIndex() {
  const readModels = memoryReadModels();
  const jobs = readModels.collection<JobDocument>(jobsView.collection);
  const queueIndex = new JobQueueIndex(() => 0);
  const pools: string[] = [];
  let position = 0;
  const write = async (...documents: readonly JobDocument[]) => {
    position += 1;
    await jobs.write(
      documents.map((document) => ({ id: document.id, document, position: toPosition(position) })),
    );
  };
  const check = new JobQueueIndexCheck(queueIndex, readModels, { mark: (pool) => void pools.push(pool) });
  return {
    queueIndex,
    check,
    write,
    pools,
    queued: () => queueIndex.queue(poolId).map(({ jobId }) => jobId),
  };
}

describe('comparing the queueIndex with the view', () => {
  it('adds a job that waits and was never heard of, once it was missing twice', async () => {
    const { check, write, pools, queued } = aQueueIndex();
    await write(aQueuedJob('a'));
    assert.deepEqual(await check.look(), []);
    assert.deepEqual(queued(), []);
    assert.deepEqual(await check.look(), ['a']);
    assert.deepEqual([queued(), pools], [['a'], [poolId]]);
    assert.deepEqual(await check.look(), []);
  });

  it('adds one that was counted when it was taken in, but is not in the queue', async () => {
    const { queueIndex, check, write, queued } = aQueueIndex();
    queueIndex.waiting.add('a', 'ada', poolId);
    await write(aQueuedJob('a'));
    await check.look();
    assert.deepEqual(await check.look(), ['a']);
    assert.deepEqual(queued(), ['a']);
  });

  it('leaves alone what the queueIndex knows or hears of in time, and what has ended', async () => {
    const { queueIndex, check, write, queued } = aQueueIndex();
    const [known, late] = [aQueuedJob('known'), aQueuedJob('late')];
    queueIndex.apply(known);
    await write(known, late, aQueuedJob('gone'), aQueuedJob('done', {}, 'succeeded'));
    assert.deepEqual(await check.look(), []);
    queueIndex.apply(late);
    await write(aQueuedJob('gone', {}, 'cancelled'));
    assert.deepEqual(await check.look(), []);
    assert.deepEqual(queued(), ['known', 'late']);
  });

  it('looks through as many as there are', async () => {
    const { check, write, queued } = aQueueIndex();
    await write(...Array.from({ length: 1200 }, (_, index) => aQueuedJob(`job ${index}`)));
    await check.look();
    assert.equal((await check.look()).length, 1200);
    assert.equal(queued().length, 1200);
  });
});
