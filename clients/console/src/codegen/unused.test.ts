import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { messages } from '../i18n/messages/en/index.js';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const code = globSync('**/*.{ts,tsx}', {
  cwd: SOURCES,
  exclude: ['generated/**', 'i18n/messages/**', '**/*.test.ts'],
})
  .map((file) => readFileSync(SOURCES + file, 'utf8'))
  .join('\n');

it('every operation is used', () => {
  const operations = readFileSync(`${SOURCES}generated/operations.ts`, 'utf8');
  const names = [...operations.matchAll(/^export const (\w+)/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
});

/** A key stands in the code as it is, or its beginning does, before what is put in at run time: `hosts.status.${status}`. */
it('every text is used', () => {
  const written = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/g)].map(([, key = '']) => key));
  const made = [...code.matchAll(/`([a-z]\w*\.(?:\w+\.)*)\$\{\w[^}]*\}([\w.]*)/g)].map(
    ([, head = '', tail = '']) => [head, tail],
  );
  const isMade = (key: string): boolean =>
    made.some(([head = '', tail = '']) => key.startsWith(head) && key.endsWith(tail));
  expect(Object.keys(messages).filter((key) => !written.has(key) && !isMade(key))).toEqual([]);
});
