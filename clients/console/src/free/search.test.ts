import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { freeSearch } from './search.js';

describe('what is looked for when and where', () => {
  it('comes from the address, as far as it makes sense', () => {
    assert.deepEqual(freeSearch({ pool: 'lab', model: 'A100', gpus: 4, hours: 0.5, oneHost: true }), {
      pool: 'lab',
      model: 'A100',
      gpus: 4,
      hours: 0.5,
      oneHost: true,
    });
    assert.deepEqual(freeSearch({ model: 3090, gpus: 1.5, hours: -1, oneHost: 'yes', pool: '' }), {
      model: '3090',
    });
  });
});
