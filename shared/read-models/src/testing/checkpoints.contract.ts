import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { aWrite, at, JOBS, type JobDocument, type WithReadModels } from './harness.js';

export function checkpointsContract(withReadModels: WithReadModels): void {
  describe('checkpoints and restarts', () => {
    it(
      'keeps each checkpoint by name until it is deleted',
      withReadModels(async ({ readModels }) => {
        assert.equal(await readModels.loadCheckpoint('jobs@scheduler'), undefined);
        await readModels.saveCheckpoint('jobs@scheduler', at(3));
        await readModels.saveCheckpoint('jobs@billing', at(9));
        await readModels.saveCheckpoint('jobs@scheduler', at(5));
        assert.equal(await readModels.loadCheckpoint('jobs@scheduler'), at(5));
        await readModels.deleteCheckpoint('jobs@scheduler');
        await readModels.deleteCheckpoint('never saved');
        assert.equal(await readModels.loadCheckpoint('jobs@scheduler'), undefined);
        assert.equal(await readModels.loadCheckpoint('jobs@billing'), at(9));
      }),
    );

    it(
      'holds documents, tombstones and checkpoints when it is opened again',
      withReadModels(async ({ readModels, reopen }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write([aWrite('a', { status: 'queued' }, 1), aWrite('b', null, 2)]);
        await readModels.saveCheckpoint('jobs@scheduler', at(2));
        const again = await reopen();
        assert.equal(await again.loadCheckpoint('jobs@scheduler'), at(2));
        const jobsAgain = again.collection<JobDocument>(JOBS);
        assert.deepEqual(await jobsAgain.get('a'), {
          id: 'a',
          document: { status: 'queued' },
          position: at(1),
        });
        assert.deepEqual(
          await jobsAgain.positions(['a', 'b']),
          new Map([
            ['a', at(1)],
            ['b', at(2)],
          ]),
        );
        await jobsAgain.write([aWrite('b', { status: 'late duplicate' }, 1)]);
        assert.equal(await jobsAgain.count({ status: { in: ['queued', 'late duplicate'] } }), 1);
      }),
    );

    it(
      'serves the indexes of its definition when that has changed, and keeps the documents',
      withReadModels(async ({ readModels, reopen }) => {
        const before = readModels.collection<JobDocument>({
          name: 'jobs',
          indexes: [{ fields: ['status'] }],
        });
        await before.write([
          aWrite('a', { status: 'queued', priority: 2, urgent: true }, 1),
          aWrite('b', { status: 'running', priority: 1 }, 2),
          aWrite('c', null, 3),
        ]);
        const again = await reopen();
        const after = again.collection<JobDocument>({
          name: 'jobs',
          indexes: [{ fields: ['priority', 'urgent'] }, { fields: ['project.id'] }],
        });
        const { items } = await after.query({ sort: [{ field: 'priority', direction: 'asc' }] });
        assert.deepEqual(
          items.map(({ id }) => id),
          ['b', 'a'],
        );
        assert.equal(await after.count({ urgent: { eq: true }, 'project.id': { eq: null } }), 1);
        assert.equal((await after.positions(['c'])).get('c'), at(3));
        await after.write([aWrite('a', { priority: 9 }, 4)]);
        assert.equal(await after.count({ priority: { gt: 2 }, urgent: { eq: null } }), 1);
        await assert.rejects(after.count({ status: { eq: 'queued' } }), /where\.status/);
      }),
    );
  });
}
