import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import type { CollectionDefinition, Query } from '@berth/read-models';
import { planBounds, planQuery } from '@berth/read-models/query-plan';
import { createLayout, type Table } from './table.js';
import { countSql, pageSql, type Sql } from './query-sql.js';
import { prepareTable } from './table-migration.js';

const JOBS: CollectionDefinition = {
  name: 'jobs',
  indexes: [{ fields: ['project.id', 'submittedAt'] }, { fields: ['status', 'priority', 'submittedAt'] }],
};
const NEWEST: Query['sort'] = [{ field: 'submittedAt', direction: 'desc' }];

describe('queries are answered from the indexes', () => {
  let database: DatabaseSync;
  let table: Table;
  beforeAll(() => {
    database = new DatabaseSync(':memory:');
    createLayout(database);
    table = prepareTable(database, JOBS);
  });
  afterAll(() => database.close());

  const explain = ({ text, values }: Sql) =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all(...values)
      .map((row) => String(row['detail']));
  const page = (query: Query) => explain(pageSql(table.name, planQuery(JOBS, query), table.columnOf));
  const count = (where: Query['where']) =>
    explain(countSql(table.name, planBounds(JOBS, where), table.columnOf));

  it('an equality and its order, with nothing left to sort', () => {
    const where = { 'project.id': { eq: 'p1' } };
    assert.deepEqual(page({ where, sort: NEWEST }), ['SEARCH c_jobs USING INDEX c_jobs_1 (live=? AND f0=?)']);
  });

  it('a cursor, by a seek to its place', () => {
    const query = { where: { 'project.id': { eq: 'p1' } }, sort: NEWEST };
    const cursor = planQuery(JOBS, query).cursorOf('a', { submittedAt: '2026-01-01T00:00:00.000Z' });
    assert.deepEqual(page({ ...query, cursor }), [
      'SEARCH c_jobs USING INDEX c_jobs_1 (live=? AND f0=? AND (f1,id)<(?,?))',
    ]);
  });

  it('a cursor where directions differ, sorting only what ties', () => {
    const sort: Query['sort'] = [
      { field: 'priority', direction: 'desc' },
      { field: 'submittedAt', direction: 'asc' },
    ];
    const query: Query = { where: { status: { eq: 'queued' } }, sort };
    const cursor = planQuery(JOBS, query).cursorOf('a', {
      priority: 5,
      submittedAt: '2026-01-01T00:00:00.000Z',
    });
    const [search, sorting, ...more] = page({ ...query, cursor });
    assert.equal(search, 'SEARCH c_jobs USING INDEX c_jobs_2 (live=? AND f2=? AND f3<?)');
    assert.match(sorting ?? '', /^USE TEMP B-TREE FOR LAST/);
    assert.deepEqual(more, []);
  });

  it('ranges, several values, and the plain list by id', () => {
    assert.match(
      page({ where: { status: { eq: 'queued' }, priority: { gte: 5 } } })[0] ?? '',
      /f2=\? AND f3>\?/,
    );
    assert.match(
      page({ where: { status: { in: ['queued', 'running'] } } })[0] ?? '',
      /c_jobs_2 \(live=\? AND f2=\?\)/,
    );
    assert.deepEqual(page({}), ['SCAN c_jobs USING INDEX sqlite_autoindex_c_jobs_1']);
  });

  it('counts, without a look at the documents', () => {
    assert.match(
      count({ status: { eq: 'queued' } })[0] ?? '',
      /USING COVERING INDEX c_jobs_2 \(live=\? AND f2=\?\)/,
    );
    assert.match(count(undefined)[0] ?? '', /USING COVERING INDEX/);
  });
});
