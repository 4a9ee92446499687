import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { pages } from './pages.js';

describe('the reference in docs/', () => {
  for (const [file, text] of Object.entries(pages())) {
    it(`${file} is what the code says; else run \`npm run reference\``, () => {
      const there = readFileSync(new URL(`../../../docs/reference/${file}`, import.meta.url), 'utf8').split(
        '\n',
      );
      // line by line: a difference of whole pages fills screens
      for (const [index, line] of text.split('\n').entries()) assert.equal(there[index], line);
      assert.equal(there.length, text.split('\n').length);
    });
  }
});
