import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { gangEnvironment } from './gang-members.js';

const one = { name: 'one', addresses: ['10.0.0.1', '192.168.0.1'] };
const two = { name: 'two', addresses: [] };
const place = { gangId: 'G', rank: 1, size: 3 };

describe('what a member of a gang is told', () => {
  it('is its rank, and where the others are, as far as is known', () => {
    assert.deepEqual(
      gangEnvironment(
        place,
        new Map([
          [0, one],
          [1, two],
        ]),
      ),
      {
        BERTH_GANG_ID: 'G',
        BERTH_GANG_RANK: '1',
        BERTH_GANG_SIZE: '3',
        BERTH_GANG_HOSTS: 'one,two,',
        MASTER_ADDR: '10.0.0.1',
      },
    );
  });
  it('names the host of the first where no address is known, and nothing where it is not placed', () => {
    assert.equal(gangEnvironment(place, new Map([[0, two]]))['MASTER_ADDR'], 'two');
    assert.equal(gangEnvironment(place, new Map([[1, two]]))['MASTER_ADDR'], undefined);
  });
});
