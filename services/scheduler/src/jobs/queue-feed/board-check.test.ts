import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import { memoryReadModels } from '@berth/read-models/testing';
import { aQueuedJob, poolId } from '../../testing/fixtures.js';
import { jobsView, type JobDocument } from '../views/job.view.js';
import { BoardCheck } from './board-check.js';
import { Board } from '../../queue/waiting/board.js';

function aBoard() {
  const readModels = memoryReadModels();
  const jobs = readModels.collection<JobDocument>(jobsView.collection);
  const board = new Board(() => 0);
  const pools: string[] = [];
  let position = 0;
  const write = async (...documents: readonly JobDocument[]) => {
    position += 1;
    await jobs.write(
      documents.map((document) => ({ id: document.id, document, position: toPosition(position) })),
    );
  };
  const check = new BoardCheck(board, readModels, (pool) => pools.push(pool));
  return { board, check, write, pools, queued: () => board.queue(poolId).map(({ jobId }) => jobId) };
}

describe('comparing the board with the view', () => {
  it('adds a job that waits and was never heard of, once it was missing twice', async () => {
    const { check, write, pools, queued } = aBoard();
    await write(aQueuedJob('a'));
    assert.deepEqual(await check.look(), []);
    assert.deepEqual(queued(), []);
    assert.deepEqual(await check.look(), ['a']);
    assert.deepEqual([queued(), pools], [['a'], [poolId]]);
    assert.deepEqual(await check.look(), []);
  });

  it('adds one that was counted when it was taken in, but is not in the queue', async () => {
    const { board, check, write, queued } = aBoard();
    board.waiting.add('a', 'ada', poolId);
    await write(aQueuedJob('a'));
    await check.look();
    assert.deepEqual(await check.look(), ['a']);
    assert.deepEqual(queued(), ['a']);
  });

  it('leaves alone what the board knows or hears of in time, and what has ended', async () => {
    const { board, check, write, queued } = aBoard();
    const [known, late] = [aQueuedJob('known'), aQueuedJob('late')];
    board.apply(known);
    await write(known, late, aQueuedJob('gone'), aQueuedJob('done', {}, 'succeeded'));
    assert.deepEqual(await check.look(), []);
    board.apply(late);
    await write(aQueuedJob('gone', {}, 'cancelled'));
    assert.deepEqual(await check.look(), []);
    assert.deepEqual(queued(), ['known', 'late']);
  });

  it('looks through as many as there are', async () => {
    const { check, write, queued } = aBoard();
    await write(...Array.from({ length: 1200 }, (_, index) => aQueuedJob(`job ${index}`)));
    await check.look();
    assert.equal((await check.look()).length, 1200);
    assert.equal(queued().length, 1200);
  });
});
