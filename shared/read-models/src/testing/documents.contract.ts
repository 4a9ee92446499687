import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { JsonValue } from '@berth/kernel/json';
import { DocumentError } from '../errors.js';
import { aWrite, at, JOBS, type JobDocument, type WithReadModels } from './harness.js';

export function documentsContract(withReadModels: WithReadModels): void {
  describe('documents', () => {
    it(
      'come back as they were written, without members that are undefined, and belong to nobody',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument & { readonly deep: JsonValue }>(JOBS);
        const document = {
          name: 'Grüße, 世界 🚀 "\\\u0000\n $set',
          status: undefined,
          priority: -0.5,
          project: { id: 'p1' },
          deep: [{ b: 1, a: [null, true, 1e21, []] }, {}],
        };
        await jobs.write([aWrite('a', document, 7)]);
        document.name = 'changed afterwards';
        const expected = {
          name: 'Grüße, 世界 🚀 "\\\u0000\n $set',
          priority: -0.5,
          project: { id: 'p1' },
          deep: [{ b: 1, a: [null, true, 1e21, []] }, {}],
        };
        assert.deepEqual(await jobs.get('a'), { id: 'a', document: expected, position: at(7) });
        assert.equal(await jobs.get('b'), undefined);
      }),
    );

    it(
      'are found by several ids at once, each once, and missing ones are left out',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        const ids = Array.from({ length: 1_200 }, (_, index) => `job-${index}`);
        await jobs.write(ids.map((id) => aWrite(id, { name: id })));
        const found = await jobs.getMany([...ids, 'missing', 'job-3']);
        assert.deepEqual(found.map(({ id }) => id).sort(), [...ids].sort());
        assert.ok(found.every(({ id, document }) => document.name === id));
        assert.deepEqual(await jobs.getMany([]), []);
      }),
    );

    it(
      'of different collections do not meet',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        const users = readModels.collection<{ name: string }>({ name: 'users', indexes: [] });
        await jobs.write([aWrite('a', { name: 'a job' })]);
        await users.write([aWrite('a', { name: 'a user' })]);
        await users.clear();
        assert.equal((await jobs.get('a'))?.document.name, 'a job');
        assert.equal(await users.get('a'), undefined);
      }),
    );

    it(
      'with anything but a scalar in an indexed field are refused, and nothing of their batch is written',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection(JOBS);
        const refused = (field: string) => (error: unknown) =>
          error instanceof DocumentError && error.field === field && error.id === 'b';
        const good = aWrite('a', { status: 'queued' });
        await assert.rejects(jobs.write([good, aWrite('b', { status: ['queued'] })]), refused('status'));
        await assert.rejects(jobs.write([good, aWrite('b', { priority: Number.NaN })]), refused('priority'));
        await assert.rejects(jobs.write([good, aWrite('b', { project: 'p1' })]), refused('project.id'));
        assert.equal(await jobs.count(), 0);
      }),
    );

    it(
      'are gone after clear, with their tombstones, and may come again at any position',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write([aWrite('a', { name: 'a' }, 5), aWrite('b', null, 5)]);
        await jobs.clear();
        assert.equal(await jobs.count(), 0);
        assert.equal((await jobs.positions(['a', 'b'])).size, 0);
        await jobs.write([aWrite('a', { name: 'again' }, 1), aWrite('b', { name: 'again' }, 1)]);
        assert.equal(await jobs.count(), 2);
      }),
    );

    it(
      'refuses a definition that is wrong, or differs from one in use',
      withReadModels(async ({ readModels }) => {
        const indexes = [{ fields: ['a'] }];
        assert.throws(() => readModels.collection({ name: 'Jobs; DROP', indexes }), /collection name/);
        assert.throws(
          () => readModels.collection({ name: 'jobs', indexes: [{ fields: ["a'b"] }] }),
          /dotted path/,
        );
        assert.throws(
          () => readModels.collection({ name: 'jobs', indexes: [{ fields: [] }] }),
          /without fields/,
        );
        readModels.collection({ name: 'jobs', indexes });
        readModels.collection({ name: 'jobs', indexes: [{ fields: ['a'] }] });
        assert.throws(() => readModels.collection({ name: 'jobs', indexes: [] }), /other indexes/);
      }),
    );
  });
}
