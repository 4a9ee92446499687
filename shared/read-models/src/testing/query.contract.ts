import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { QueryError } from '../errors.js';
import type { Collection, Query } from '../read-models.js';
import { aWrite, JOBS, type JobDocument, type WithReadModels } from './harness.js';

const JOB_DOCUMENTS: { readonly [id: string]: JobDocument } = {
  a: { status: 'queued', priority: 5, project: { id: 'p1' }, urgent: true },
  b: { status: 'running', priority: 1, project: { id: 'p1' }, urgent: false },
  c: { status: 'queued', priority: 10, project: { id: 'p2' } },
  d: { status: null, priority: 5, project: null },
  e: { priority: null },
  f: { status: 'Queued', priority: 2.5, project: { id: 'p2' }, urgent: true },
};

const ids = async (jobs: Collection<JobDocument>, query: Query) =>
  (await jobs.query(query)).items.map(({ id }) => id).join('');

export function queryContract(withReadModels: WithReadModels): void {
  const withJobs = (test: (jobs: Collection<JobDocument>) => Promise<void>) =>
    withReadModels(async ({ readModels }) => {
      const jobs = readModels.collection<JobDocument>(JOBS);
      await jobs.write(Object.entries(JOB_DOCUMENTS).map(([id, document]) => aWrite(id, document)));
      await test(jobs);
    });

  describe('query', () => {
    it(
      'matches by equality, with null for what is missing',
      withJobs(async (jobs) => {
        assert.equal(await ids(jobs, { where: { status: { eq: 'queued' } } }), 'ac');
        assert.equal(await ids(jobs, { where: { status: { eq: null } } }), 'de');
        assert.equal(await ids(jobs, { where: { 'project.id': { eq: 'p2' } } }), 'cf');
        assert.equal(await ids(jobs, { where: { 'project.id': { eq: null } } }), 'de');
        assert.equal(await ids(jobs, { where: { urgent: { eq: true } } }), 'af');
        assert.equal(await ids(jobs, { where: { urgent: { eq: false } } }), 'b');
        assert.equal(await ids(jobs, { where: { urgent: { eq: 0 } } }), '');
        assert.equal(await ids(jobs, { where: { status: { eq: 'queued' }, priority: { eq: 10 } } }), 'c');
        assert.equal(await ids(jobs, { where: { status: {} } }), 'abcdef');
      }),
    );

    it(
      'matches any of several values',
      withJobs(async (jobs) => {
        assert.equal(await ids(jobs, { where: { status: { in: ['running', 'Queued'] } } }), 'bf');
        assert.equal(await ids(jobs, { where: { status: { in: ['running', null] } } }), 'bde');
        assert.equal(await ids(jobs, { where: { status: { in: [] } } }), '');
        assert.equal(await ids(jobs, { where: { status: { in: ['queued', 'queued'] } } }), 'ac');
      }),
    );

    it(
      'matches ranges, within the type of the bound, so never null',
      withJobs(async (jobs) => {
        assert.equal(await ids(jobs, { where: { priority: { gt: 5 } } }), 'c');
        assert.equal(await ids(jobs, { where: { priority: { gte: 5 } } }), 'acd');
        assert.equal(await ids(jobs, { where: { priority: { lt: 5 } } }), 'bf');
        assert.equal(await ids(jobs, { where: { priority: { lte: 5 } } }), 'abdf');
        assert.equal(await ids(jobs, { where: { priority: { gt: 1, lte: 5 } } }), 'adf');
        assert.equal(await ids(jobs, { where: { priority: { gte: 5, in: [10, 1] } } }), 'c');
        assert.equal(await ids(jobs, { where: { priority: { gt: '' } } }), '');
        assert.equal(await ids(jobs, { where: { status: { lt: 'r' } } }), 'acf');
        assert.equal(await ids(jobs, { where: { status: { gt: 'R' } } }), 'abc');
        assert.equal(await ids(jobs, { where: { status: { gt: 0 } } }), '');
        assert.equal(await ids(jobs, { where: { urgent: { gt: false } } }), 'af');
        assert.equal(await ids(jobs, { where: { urgent: { lte: false } } }), 'b');
      }),
    );

    it(
      'sorts by id, by a field with the id as tie-breaker, and by several fields in different directions',
      withJobs(async (jobs) => {
        assert.equal(await ids(jobs, {}), 'abcdef');
        assert.equal(await ids(jobs, { sort: [{ field: 'priority', direction: 'asc' }] }), 'ebfadc');
        assert.equal(await ids(jobs, { sort: [{ field: 'priority', direction: 'desc' }] }), 'cdafbe');
        assert.equal(await ids(jobs, { sort: [{ field: 'status', direction: 'asc' }] }), 'defacb');
        const mixed: Query['sort'] = [
          { field: 'status', direction: 'asc' },
          { field: 'priority', direction: 'desc' },
        ];
        assert.equal(await ids(jobs, { sort: mixed }), 'defcab');
        const where = { status: { eq: 'queued' } };
        assert.equal(await ids(jobs, { where, sort: [{ field: 'priority', direction: 'desc' }] }), 'ca');
      }),
    );

    it(
      'counts what it would find',
      withJobs(async (jobs) => {
        assert.equal(await jobs.count(), 6);
        assert.equal(await jobs.count({}), 6);
        assert.equal(await jobs.count({ status: { in: ['queued', null] }, priority: { gte: 5 } }), 3);
        assert.equal(await jobs.count({ status: { eq: 'gone' } }), 0);
        assert.equal(await jobs.count({}, 4), 4);
        assert.equal(await jobs.count({}, 6), 6);
        assert.equal(await jobs.count({ status: { in: ['queued', null] }, priority: { gte: 5 } }, 100), 3);
      }),
    );

    it(
      'gives the position of each document',
      withJobs(async (jobs) => {
        await jobs.write([aWrite('a', { status: 'done' }, 77)]);
        const { items } = await jobs.query({ where: { status: { eq: 'done' } } });
        assert.deepEqual(
          items.map(({ id, document, position }) => ({ id, document, position })),
          [await jobs.get('a')],
        );
      }),
    );

    it(
      'refuses what it cannot answer, and names it',
      withJobs(async (jobs) => {
        const refused = (part: string) => (error: unknown) => {
          assert.ok(error instanceof QueryError, String(error));
          assert.equal(error.part, part);
          return true;
        };
        await assert.rejects(jobs.query({ where: { name: { eq: 'x' } } }), refused('where.name'));
        await assert.rejects(jobs.count({ name: { eq: 'x' } }), refused('where.name'));
        await assert.rejects(
          jobs.query({ sort: [{ field: 'name', direction: 'asc' }] }),
          refused('sort.name'),
        );
        const like = { like: 'x' } as object;
        await assert.rejects(jobs.query({ where: { status: like } }), refused('where.status.like'));
        const nested = { eq: { $ne: 1 } } as object;
        await assert.rejects(jobs.query({ where: { status: nested } }), refused('where.status.eq'));
        await assert.rejects(jobs.query({ where: { status: { gt: null } } }), refused('where.status.gt'));
        await assert.rejects(
          jobs.query({ where: { priority: { lt: Infinity } } }),
          refused('where.priority.lt'),
        );
        for (const limit of [0, 1_001, -1, 1.5, Number.NaN]) {
          await assert.rejects(jobs.query({ limit }), refused('limit'));
        }
      }),
    );
  });
}
