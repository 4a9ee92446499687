import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { parityRows, unusedReasons } from './parity.js';

describe('the faces', () => {
  it('have every operation, or say why not', () => {
    const holes = parityRows().flatMap(({ operation, rest, cli, python }) =>
      Object.entries({ rest, cli, python })
        .filter(([, ways]) => ways.length === 0)
        .map(([face]) => `${operation}: nothing in ${face}`),
    );
    assert.deepEqual(holes, []);
  });

  it('give no reason where there is no hole', () => {
    assert.deepEqual(unusedReasons(), []);
  });
});
