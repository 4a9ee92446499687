import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { retiredWordsIn } from './retired-words.mjs';

describe('retired words', () => {
  it('are found with their line and what to write in their place', () => {
    const text = `const a = 1;\nconst ${'book' + 'ing'}Id = ${'MO' + 'ST_'}TRIES;\n`;
    assert.deepEqual(
      retiredWordsIn(text).map(({ line, instead }) => [line, instead]),
      [
        [2, 'reservation'],
        [2, 'MAX_'],
      ],
    );
  });

  it('are not found in words that only look alike', () => {
    assert.deepEqual(retiredWordsIn('ALMOST_DONE, recommended, immortality'), []);
  });
});
