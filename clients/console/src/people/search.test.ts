import { describe, expect, it } from '@jest/globals';
import { peopleSearch, projectsSearch } from './search.js';

describe('the address of people and projects', () => {
  it('keeps what is right and leaves out the rest', () => {
    expect(peopleSearch({ search: 42, role: 'ADMIN', status: 'SUSPENDED' })).toEqual({
      search: '42',
      role: 'ADMIN',
      status: 'SUSPENDED',
    });
    expect(peopleSearch({ search: '', role: 'KING', status: 1 })).toEqual({});
    expect(projectsSearch({ archived: 'yes', search: 'x'.repeat(121) })).toEqual({});
    expect(projectsSearch({ archived: true })).toEqual({ archived: true });
  });
});
