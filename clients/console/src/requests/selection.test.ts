import { describe, expect, it } from '@jest/globals';
import { moved, NOTHING, subjectsOf, toggled, within } from './selection.js';

const ids = ['a', 'b', 'c', 'd'];

describe('a selection', () => {
  it('takes and leaves single rows, and ranges in either direction', () => {
    const b = toggled(NOTHING, ids, 'b');
    expect([...toggled(b, ids, 'd', true).chosen]).toEqual(['b', 'c', 'd']);
    expect([...toggled(toggled(NOTHING, ids, 'c'), ids, 'a', true).chosen].sort()).toEqual(['a', 'b', 'c']);
    expect([...toggled(b, ids, 'b').chosen]).toEqual([]);
    expect([...toggled(NOTHING, ids, 'b', true).chosen]).toEqual(['b']);
  });

  it('follows the keyboard, which stays on the list', () => {
    const first = moved(NOTHING, ids, 1);
    expect(first.at).toBe('a');
    expect(moved(first, ids, 9).at).toBe('d');
    expect(moved(first, ids, -9).at).toBe('a');
    expect(moved(NOTHING, [], 1).at).toBeUndefined();
  });

  it('is about the chosen rows, else about the one of the keyboard', () => {
    expect(subjectsOf(NOTHING)).toEqual([]);
    expect(subjectsOf(moved(NOTHING, ids, 1))).toEqual(['a']);
    expect(subjectsOf(moved(toggled(NOTHING, ids, 'c'), ids, -1))).toEqual(['c']);
  });

  it('loses what is not there any more', () => {
    const both = toggled(toggled(NOTHING, ids, 'b'), ids, 'c');
    expect(within(both, ['a', 'b'])).toEqual({ chosen: new Set(['b']), at: undefined, anchor: undefined });
  });
});
