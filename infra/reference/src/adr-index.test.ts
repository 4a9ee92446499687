import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from '@jest/globals';

const FOLDER = new URL('../../../docs/adr/', import.meta.url);

it('docs/adr/README.md lists every decision once, in order, and none that is not there', () => {
  const pages = readdirSync(FOLDER).filter((file) => /^\d{4}-.*\.md$/.test(file));
  const rows = readFileSync(new URL('README.md', FOLDER), 'utf8').matchAll(/^\| \[(\d{4})\]\(([^)]+)\)/gm);
  const listed = [...rows];
  assert.deepEqual(
    listed.map(([, , file]) => file),
    pages.sort(),
  );
  for (const [, number, file] of listed)
    assert.ok(file?.startsWith(`${number}-`), `${number} leads to ${file}`);
});
