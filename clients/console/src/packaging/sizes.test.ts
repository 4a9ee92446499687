import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const WEB = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const MAX_FIRST_LOAD = 230_000;
const MAX_SCREEN = 40_000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const manifest = JSON.parse(readFileSync(`${WEB}.vite/manifest.json`, 'utf8')) as {
  readonly [key: string]: Chunk;
};

/** The files that come with a chunk: its own, and those of whatever it imports. */
function filesOf(key: string, found = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const style of chunk.css ?? []) found.add(style);
  for (const each of chunk.imports ?? []) filesOf(each, found);
  return found;
}

/** Bytes as they are sent: brotli, but for what is too small to gain by it. */
const bytesOf = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => {
    const compressed = `${WEB}${file}.br`;
    return sum + statSync(existsSync(compressed) ? compressed : WEB + file).size;
  }, 0);

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? '';
const first = filesOf(entry);
const english = filesOf('src/i18n/messages/en/index.ts');

describe('sizes', () => {
  it('the first load, with the texts of a language, is small', () => {
    const bytes = bytesOf(new Set([...first, ...english]));
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(MAX_FIRST_LOAD);
  });

  const screens = Object.keys(manifest).filter((key) => key.endsWith('.page.tsx'));
  it.each(screens)('%s brings little beside that', (screen) => {
    const own = [...filesOf(screen)].filter((file) => !first.has(file));
    expect(bytesOf(own)).toBeLessThanOrEqual(MAX_SCREEN);
  });
});
