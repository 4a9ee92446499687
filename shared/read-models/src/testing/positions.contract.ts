import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { aWrite, at, JOBS, type JobDocument, type WithReadModels } from './harness.js';

export function positionsContract(withReadModels: WithReadModels): void {
  describe('writes are guarded by position', () => {
    it(
      'an equal or older one changes nothing, a newer one does',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write([aWrite('a', { status: 'queued' }, 10)]);
        await jobs.write([aWrite('a', { status: 'older' }, 9)]);
        await jobs.write([aWrite('a', { status: 'equal' }, 10)]);
        await jobs.write([aWrite('a', null, 10)]);
        assert.deepEqual(await jobs.get('a'), { id: 'a', document: { status: 'queued' }, position: at(10) });
        assert.equal(await jobs.count({ status: { in: ['older', 'equal'] } }), 0);
        await jobs.write([aWrite('a', { status: 'newer' }, 11)]);
        assert.deepEqual(await jobs.get('a'), { id: 'a', document: { status: 'newer' }, position: at(11) });
        assert.equal(await jobs.count({ status: { eq: 'queued' } }), 0);
      }),
    );

    it(
      'an older one in a batch does not hold up the others',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write([aWrite('a', { status: 'queued' }, 10), aWrite('b', { status: 'queued' }, 10)]);
        await jobs.write([
          aWrite('c', { status: 'new' }, 5),
          aWrite('a', { status: 'older' }, 5),
          aWrite('b', { status: 'newer' }, 15),
        ]);
        const found = await jobs.getMany(['a', 'b', 'c']);
        assert.deepEqual(
          new Map(found.map(({ id, document }) => [id, document.status])),
          new Map([
            ['a', 'queued'],
            ['b', 'newer'],
            ['c', 'new'],
          ]),
        );
      }),
    );

    it(
      'one id several times in a batch: the highest position wins, in whatever order',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write([
          aWrite('a', { status: 'one' }, 1),
          aWrite('a', { status: 'three' }, 3),
          aWrite('a', { status: 'two' }, 2),
          aWrite('b', { status: 'two' }, 2),
          aWrite('b', null, 3),
          aWrite('c', null, 2),
          aWrite('c', { status: 'three' }, 3),
        ]);
        assert.deepEqual(await jobs.get('a'), { id: 'a', document: { status: 'three' }, position: at(3) });
        assert.equal(await jobs.get('b'), undefined);
        assert.equal((await jobs.get('c'))?.document.status, 'three');
        assert.equal(await jobs.count(), 2);
      }),
    );

    it(
      'a tombstone is seen by positions only, and a late duplicate does not bring the document back',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write([
          aWrite('a', { status: 'queued', priority: 1 }, 10),
          aWrite('b', { priority: 1 }, 11),
        ]);
        await jobs.write([aWrite('a', null, 12)]);
        await jobs.write([aWrite('a', { status: 'queued', priority: 1 }, 10)]);
        assert.equal(await jobs.get('a'), undefined);
        assert.deepEqual(await jobs.getMany(['a']), []);
        assert.deepEqual(
          (await jobs.query({})).items.map(({ id }) => id),
          ['b'],
        );
        assert.equal(await jobs.count({ priority: { eq: 1 } }), 1);
        assert.equal(await jobs.count({ status: { eq: null } }), 1);
        assert.deepEqual(
          await jobs.positions(['a', 'b', 'c']),
          new Map([
            ['a', at(12)],
            ['b', at(11)],
          ]),
        );
        await jobs.write([aWrite('a', { status: 'back' }, 13)]);
        assert.equal((await jobs.get('a'))?.document.status, 'back');
      }),
    );

    it(
      'racing writers leave the highest position',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        const order = [5, 12, 1, 9, 20, 3, 17, 8, 2, 14];
        await Promise.all(
          order.map((position) => jobs.write([aWrite('a', { name: `at ${position}` }, position)])),
        );
        assert.deepEqual(await jobs.get('a'), { id: 'a', document: { name: 'at 20' }, position: at(20) });
      }),
    );
  });
}
