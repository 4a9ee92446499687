import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { decisionIndex, readDecision } from './decisions.js';

describe('the index of decisions', () => {
  it('is what the pages say; else run `npm run reference`', () => {
    const there = readFileSync(new URL('../../../docs/adr/README.md', import.meta.url), 'utf8');
    assert.deepEqual(there.split('\n'), decisionIndex().split('\n'));
  });

  it('names the file of a page without a topic, and what would be right', () => {
    assert.throws(
      () => readDecision('0007-x.md', '# 7. A title\n\n## Context\n'),
      /docs\/adr\/0007-x\.md: needs a line "Topic: <topic>", one of: Stack, build and tests;/,
    );
    assert.throws(
      () => readDecision('0007-x.md', '# 8. A title\n\nTopic: Auth\n'),
      /docs\/adr\/0007-x\.md: the first line must be "# 7\. <title>"/,
    );
  });

  it('marks what another decision superseded', () => {
    const page = '# 7. A title\n\nTopic: Auth\n\nSuperseded by [0008](0008-y.md).\n';
    assert.equal(readDecision('0007-x.md', page).superseded, true);
  });
});
