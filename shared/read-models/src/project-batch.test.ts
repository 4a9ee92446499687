import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { toPosition } from '@berth/event-store';
import type { JsonObject } from '@berth/kernel/json';
import { foldBatch, projectBatch } from './project-batch.js';
import { UnfoldableEventError } from './projection.js';
import type { ReadModels } from './read-models.js';
import { eventsFrom } from './testing/harness.js';
import { given } from './testing/given.js';
import { interceptWrites } from './testing/intercept-writes.js';
import { deleted, jobList, moved, noted, statusCounts, submitted } from './testing/job-list.projection.js';
import { memoryReadModels } from './testing/memory-read-models.js';
import { survivesReplay } from './testing/survives-replay.js';

const SOURCE = { source: 'scheduler' };
const A_HISTORY = [
  submitted('a'),
  submitted('b'),
  noted('a'),
  moved('a', 'queued', 'running'),
  deleted('b', 'queued'),
  moved('a', 'running', 'queued'),
  noted('b'),
  submitted('b'),
  noted('b'),
];

/** Records the order of writes, and fails where the test says so. */
function watched(readModels: ReadModels, failOn?: string): { readModels: ReadModels; calls: string[] } {
  const calls: string[] = [];
  const note = async (name: string): Promise<void> => {
    calls.push(name);
    if (name === failOn) throw new Error('crash');
  };
  const intercepted = interceptWrites(readModels, () => note('write'));
  const saveCheckpoint: ReadModels['saveCheckpoint'] = async (name, position) => {
    await note('checkpoint');
    await readModels.saveCheckpoint(name, position);
  };
  return { calls, readModels: { ...intercepted, saveCheckpoint } };
}

describe('given, when, then for projections', () => {
  it('folds what concerns a document', () => {
    given(jobList())
      .events(submitted('a'), submitted('b'), moved('a', 'queued', 'running'))
      .expectDocument('a', { jobId: 'a', status: 'running', changes: 2 })
      .expectDocument('b', { jobId: 'b', status: 'queued', changes: 1 })
      .expectNoDocument('c')
      .events(deleted('a', 'running'))
      .expectNoDocument('a')
      .events(moved('c', 'queued', 'running'))
      .expectUnfoldable(/never submitted/);
  });

  it('finds out an evolve that changes what it was given', () => {
    const impure = {
      ...jobList(),
      evolve: (row: { changes: number } | undefined) =>
        row ? Object.assign(row, { changes: 9 }) : { changes: 1 },
    };
    const scenario = given(impure).events(submitted('a'), noted('a'));
    assert.throws(() => scenario.expectDocument('a', { changes: 9 }), TypeError);
  });
});

describe('projectBatch', () => {
  it('gives the same documents one by one, in one batch, again, from any cut, and after a drop', async () => {
    await survivesReplay(jobList(), eventsFrom(A_HISTORY), memoryReadModels());
    await survivesReplay(statusCounts, eventsFrom(A_HISTORY), memoryReadModels());
  });

  it('reads and writes a document once a batch, and the checkpoint last', async () => {
    const { readModels, calls } = watched(memoryReadModels());
    const { changes } = await projectBatch(jobList(), readModels, eventsFrom(A_HISTORY.slice(0, 4)), SOURCE);
    assert.deepEqual(calls, ['write', 'checkpoint']);
    assert.deepEqual(changes, [
      { id: 'a', before: undefined, after: { jobId: 'a', status: 'running', changes: 2 } },
      { id: 'b', before: undefined, after: { jobId: 'b', status: 'queued', changes: 1 } },
    ]);
    assert.equal(await readModels.loadCheckpoint('jobList@scheduler'), toPosition(4));
  });

  it('moves the checkpoint over events of no interest without writing', async () => {
    const { readModels, calls } = watched(memoryReadModels());
    await projectBatch(jobList(), readModels, eventsFrom([{ type: 'host.joined', data: {} }]), SOURCE);
    assert.deepEqual(calls, ['checkpoint']);
    assert.equal(await readModels.loadCheckpoint('jobList@scheduler'), toPosition(1));
  });

  it('leaves no checkpoint ahead of its documents, wherever it crashes', async () => {
    for (const failOn of ['write', 'checkpoint']) {
      const stored = memoryReadModels();
      await assert.rejects(
        projectBatch(jobList(), watched(stored, failOn).readModels, eventsFrom(A_HISTORY), SOURCE),
        /crash/,
      );
      assert.equal(await stored.loadCheckpoint('jobList@scheduler'), undefined);
      await projectBatch(jobList(), stored, eventsFrom(A_HISTORY), SOURCE);
      const job = await stored.collection(jobList().collection).get('a');
      assert.deepEqual(job?.document, { jobId: 'a', status: 'queued', changes: 3 });
    }
  });

  it('tells of a document that another copy wrote while it was asked for', async () => {
    const readModels = memoryReadModels();
    const events = eventsFrom([submitted('a'), noted('a')]);
    const { collection } = jobList();
    const jobs = readModels.collection<JsonObject>(collection);
    const slow = {
      ...jobs,
      getMany: async (ids: readonly string[]) => {
        const found = await jobs.getMany(ids);
        if (found.length === 0) await foldBatch(jobList() as never, jobs, events);
        return found;
      },
    };
    const { changes } = await foldBatch(jobList() as never, slow as never, events);
    const document = { jobId: 'a', status: 'queued', changes: 1 };
    assert.deepEqual(changes, [{ id: 'a', before: document, after: document }]);
  });

  it('stops at an event it cannot fold, once everything before is safe', async () => {
    const readModels = memoryReadModels();
    const events = eventsFrom([
      submitted('a'),
      moved('nobody', 'queued', 'running'),
      moved('a', 'queued', 'running'),
    ]);
    await assert.rejects(projectBatch(jobList(), readModels, events, SOURCE), (error) => {
      assert.ok(error instanceof UnfoldableEventError);
      assert.equal(error.eventId, events[1]?.id);
      assert.match(
        error.message,
        /jobList cannot apply event .* \(job\.moved, job:test\): job nobody was never submitted/,
      );
      return true;
    });
    assert.equal(await readModels.loadCheckpoint('jobList@scheduler'), toPosition(1));
    const job = await readModels.collection(jobList().collection).get('a');
    assert.deepEqual(job?.document, { jobId: 'a', status: 'queued', changes: 1 });
  });

  it('halts where keys throws, too', async () => {
    const broken = {
      ...jobList(),
      keys: () => {
        throw new Error('no keys');
      },
    };
    await assert.rejects(
      projectBatch(broken, memoryReadModels(), eventsFrom([submitted('a')]), SOURCE),
      /no keys/,
    );
  });
});
