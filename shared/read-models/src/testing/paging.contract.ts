import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { QueryError } from '../errors.js';
import type { Collection, Query } from '../read-models.js';
import { aWrite, JOBS, type JobDocument, type WithReadModels } from './harness.js';

const jobId = (index: number) => `job-${String(index).padStart(4, '0')}`;
const aJob = (index: number): JobDocument => ({
  status: ['queued', 'running', null][index % 3] ?? null,
  ...(index % 7 === 0 ? {} : { priority: index % 5 }),
  project: { id: `p${index % 2}` },
});

const SORTS: readonly NonNullable<Query['sort']>[] = [
  [],
  [{ field: 'priority', direction: 'asc' }],
  [{ field: 'priority', direction: 'desc' }],
  [
    { field: 'status', direction: 'desc' },
    { field: 'priority', direction: 'desc' },
  ],
  [
    { field: 'status', direction: 'asc' },
    { field: 'priority', direction: 'desc' },
  ],
  [
    { field: 'priority', direction: 'desc' },
    { field: 'status', direction: 'asc' },
  ],
];

/** Reads page after page; `between` runs before each next one. */
async function pages(
  jobs: Collection<JobDocument>,
  query: Query,
  limit: number,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const found: string[][] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 1_000; page += 1) {
    const { items, hasMore } = await jobs.query({ ...query, limit, ...(cursor ? { cursor } : {}) });
    found.push(items.map(({ id }) => id));
    if (!hasMore) return query.backwards ? found.reverse().flat() : found.flat();
    assert.equal(items.length, limit);
    cursor = (query.backwards ? items[0] : items.at(-1))?.cursor;
    await between(page);
  }
  throw new Error('paging does not end');
}

export function pagingContract(withReadModels: WithReadModels): void {
  const withJobs = (test: (jobs: Collection<JobDocument>) => Promise<void>) =>
    withReadModels(async ({ readModels }) => {
      const jobs = readModels.collection<JobDocument>(JOBS);
      await jobs.write(Array.from({ length: 36 }, (_, index) => aWrite(jobId(index), aJob(index))));
      await test(jobs);
    });

  describe('pages', () => {
    it(
      'of any size, read forwards or backwards, concatenate to the whole list',
      withJobs(async (jobs) => {
        for (const where of [{}, { 'project.id': { eq: 'p1' }, priority: { gte: 1 } }]) {
          for (const sort of SORTS) {
            const whole = (await jobs.query({ where, sort, limit: 1_000 })).items.map(({ id }) => id);
            for (const limit of [2, 7, whole.length]) {
              assert.deepEqual(await pages(jobs, { where, sort }, limit), whole);
              assert.deepEqual(await pages(jobs, { where, sort, backwards: true }, limit), whole);
            }
          }
        }
      }),
    );

    it(
      'concatenate to all that was there from the start while documents are added and removed',
      withJobs(async (jobs) => {
        for (const [turn, sort] of SORTS.entries()) {
          const added = (page: number) => `job-${String(page).padStart(4, '0')}-${turn}`;
          const before = (await jobs.query({ sort, limit: 1_000 })).items.map(({ id }) => id);
          const read = await pages(jobs, { sort }, 4, async (page) => {
            await jobs.write([aWrite(added(page), aJob(page)), aWrite(added(page + 500), aJob(page + 1))]);
            if (page > 0) await jobs.write([aWrite(added(page - 1), null, 2)]);
          });
          assert.equal(new Set(read).size, read.length, 'an item came twice');
          assert.deepEqual(
            read.filter((id) => before.includes(id)),
            before,
          );
        }
      }),
    );

    it(
      'turn round at any cursor, and a cursor serves whatever order the conditions are written in',
      withJobs(async (jobs) => {
        const sort = SORTS[4] ?? [];
        const all = (await jobs.query({ where: { status: { eq: 'queued' }, priority: { gt: 0 } }, sort }))
          .items;
        const where = { priority: { gt: 0 }, status: { eq: 'queued' } };
        const back = await jobs.query({
          where,
          sort,
          backwards: true,
          limit: 3,
          cursor: all[5]?.cursor ?? '',
        });
        assert.deepEqual(back.items, all.slice(2, 5));
        assert.equal(back.hasMore, true);
        const first = await jobs.query({
          where,
          sort,
          backwards: true,
          limit: 5,
          cursor: all[5]?.cursor ?? '',
        });
        assert.deepEqual(first.items, all.slice(0, 5));
        assert.equal(first.hasMore, false);
      }),
    );

    it(
      'refuse a cursor from another query, or none at all',
      withJobs(async (jobs) => {
        const cursor = (await jobs.query({ limit: 1 })).items[0]?.cursor ?? '';
        const sort: Query['sort'] = [{ field: 'priority', direction: 'asc' }];
        const refused = (error: unknown) => error instanceof QueryError && error.part === 'cursor';
        await assert.rejects(jobs.query({ cursor, sort }), refused);
        await assert.rejects(jobs.query({ cursor, where: { status: { eq: 'queued' } } }), refused);
        for (const wrong of ['', 'x', '!!', Buffer.from('{}').toString('base64url'), `${cursor}A`]) {
          await assert.rejects(jobs.query({ cursor: wrong }), refused);
        }
      }),
    );

    it(
      'hold 100 items unless told, and 1,000 at most',
      withReadModels(async ({ readModels }) => {
        const jobs = readModels.collection<JobDocument>(JOBS);
        await jobs.write(Array.from({ length: 1_001 }, (_, index) => aWrite(jobId(index), {})));
        const usual = await jobs.query({});
        assert.deepEqual([usual.items.length, usual.hasMore], [100, true]);
        const most = await jobs.query({ limit: 1_000 });
        assert.deepEqual([most.items.length, most.hasMore], [1_000, true]);
      }),
    );
  });
}
