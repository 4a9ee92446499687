import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { upcast, type Upcasters } from './upcast.js';

const known: Upcasters = {
  'x.y.z.v1': ({ data }) => ({ type: 'x.y.z.v2', data: { ...data, b: 2 } }),
  'x.y.z.v2': ({ data }) => ({ type: 'x.y.z.v3', data: { ...data, c: 3 } }),
};

describe('upcasting', () => {
  it('takes an old event through every version, and keeps its envelope', () => {
    const event = { type: 'x.y.z.v1', data: { a: 1 }, id: 'e1' };
    assert.deepEqual(upcast(event, known), { type: 'x.y.z.v3', data: { a: 1, b: 2, c: 3 }, id: 'e1' });
  });
  it('leaves a current event as it is', () => {
    const event = { type: 'x.y.z.v3', data: {} };
    assert.equal(upcast(event, known), event);
  });
  it('fails if upcasters form a cycle', () => {
    assert.throws(() => upcast({ type: 'loop.v1', data: {} }, { 'loop.v1': (event) => event }), /cycle/);
  });
});
