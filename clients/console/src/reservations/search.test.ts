import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { reservationsSearch, variablesOf } from './search.js';

describe('the list of reservations', () => {
  it('takes from the address what it knows', () => {
    assert.deepEqual(
      reservationsSearch({ show: 'ended', everybody: true, title: 42, after: 'c', other: 1, pool: {} }),
      { show: 'ended', everybody: true, title: '42', after: 'c' },
    );
    assert.deepEqual(reservationsSearch({ show: 'open', everybody: 'yes', title: '' }), {});
  });

  it('asks for what is ahead, the next first, and of the viewer only', () => {
    assert.deepEqual(variablesOf({}, 'me'), {
      first: 25,
      sort: 'OLDEST',
      states: ['RESERVED', 'ACTIVE'],
      user: 'me',
    });
  });

  it('asks for what is over from the latest, and turns pages both ways', () => {
    const { states, ...rest } = variablesOf({ show: 'ended', everybody: true, before: 'c' }, 'me');
    assert.equal(states?.includes('NO_SHOW'), true);
    assert.deepEqual(rest, { last: 25, before: 'c', sort: 'NEWEST' });
    assert.deepEqual(variablesOf({ show: 'all', everybody: true, after: 'c' }, 'me'), {
      first: 25,
      after: 'c',
      sort: 'NEWEST',
    });
  });
});
