import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { filterOf, isFiltered, jobsPlaceOf, selectRow, variablesOf, withFilter } from './job-filters.js';

describe('the list of jobs in an address', () => {
  it('takes what it knows, whatever somebody wrote', () => {
    assert.deepEqual(
      jobsPlaceOf({
        states: ['RUNNING', 'NONSENSE'],
        user: 'me',
        pool: '',
        search: 7,
        sort: 'OLDEST',
        after: 'c',
        before: 'd',
        x: 1,
      }),
      { states: ['RUNNING'], user: 'me', search: '7', sort: 'OLDEST', after: 'c' },
    );
    assert.deepEqual(jobsPlaceOf({ states: 'FAILED', project: {}, sort: 'SIDEWAYS' }), {
      states: ['FAILED'],
    });
    assert.equal(jobsPlaceOf({ search: 'x'.repeat(9_999) }).search?.length, 200);
    assert.deepEqual(
      [isFiltered(jobsPlaceOf({ after: 'c', sort: 'OLDEST' })), isFiltered({ user: 'me' })],
      [false, true],
    );
  });

  it('becomes a page of the server, forward or backward', () => {
    assert.deepEqual(variablesOf({ user: 'me', after: 'c' }, 'u1'), { user: 'u1', first: 50, after: 'c' });
    assert.deepEqual(variablesOf({ before: 'c', sort: 'OLDEST' }, 'u1'), {
      sort: 'OLDEST',
      last: 50,
      before: 'c',
    });
    assert.deepEqual(filterOf({ states: ['QUEUED'], user: 'u2', after: 'c' }, 'u1'), {
      states: ['QUEUED'],
      user: 'u2',
    });
  });

  it('begins at the first page when a filter changes', () => {
    const place = { states: ['QUEUED'], search: 'train', after: 'c' } as const;
    assert.deepEqual(withFilter(place, { search: '' }), { states: ['QUEUED'] });
    assert.deepEqual(withFilter(place, { states: [] }), { search: 'train' });
  });
});

describe('selecting rows', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'];
  const click = (selected: readonly string[], id: string, anchor?: string) =>
    [...selectRow(rows, new Set(selected), { id, anchor, shift: anchor !== undefined })].sort().join('');

  it('takes one, or all up to there, in both directions, and lets go of them in the same way', () => {
    assert.equal(click([], 'b'), 'b');
    assert.equal(click(['b'], 'b'), '');
    assert.equal(click(['b'], 'd', 'b'), 'bcd');
    assert.equal(click(['d'], 'b', 'd'), 'bcd');
    assert.equal(click(['a', 'b', 'c', 'd'], 'd', 'b'), 'a');
    // what was clicked before is on another page
    assert.equal(click([], 'c', 'z'), 'c');
  });
});
