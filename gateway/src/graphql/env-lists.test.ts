import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { reject } from '@berth/kernel/rejection';
import { atListIndex, duplicateVariable } from './env-lists.js';

const env = [
  { name: 'A', value: '' },
  { name: '1.BAD', value: '' },
];

describe('a refusal about a variable', () => {
  for (const [input, field, place] of [
    [{ env }, 'env.A', 'env.0.value'],
    [{ env }, 'env.1.BAD', 'env.1.name'],
    [{ job: { env } }, 'job.env.A', 'job.env.0.value'],
    [{ nodes: [{}, { job: { env } }] }, 'nodes.1.job.env.A', 'nodes.1.job.env.0.value'],
    [{ env }, 'env', 'env'],
    [{ env }, 'env.NONE', 'env.NONE'],
    [{ env }, 'command.0', 'command.0'],
  ] as const) {
    it(`${field} is reported at ${place}`, () => {
      const translated = atListIndex(input, reject('VALIDATION_FAILED', `${field}: is wrong`, field));
      assert.deepEqual([translated.field, translated.message], [place, `${place}: is wrong`]);
    });
  }
});

describe('a variable that is given twice', () => {
  it('is refused at its second place, wherever it is', () => {
    const twice = [...env, { name: 'A', value: 'other' }];
    assert.equal(duplicateVariable({ nodes: [{ job: { env: twice } }] })?.field, 'nodes.0.job.env.2.name');
    assert.equal(duplicateVariable({ env }), undefined);
  });
});
