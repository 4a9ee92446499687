import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const RULES = ['.dependency-cruiser.cjs', '.dependency-cruiser.folders.cjs'];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}
type Layers = readonly (string | readonly string[])[];

const { LAYERS } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.folders.cjs')) as {
  readonly LAYERS: { readonly [root: string]: Layers };
};

describe('the rules of who may import whom', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'berth-boundaries-'));
    for (const name of RULES) cpSync(join(ROOT, name), join(folder, name));
    for (const [root, layers] of Object.entries(LAYERS))
      for (const name of [...layers.flat(), 'not-listed'])
        write(`${root}/${name}/thing.ts`, 'export const thing = 1;\n');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }

  async function violations(): Promise<readonly Violation[]> {
    const programs = new Set(Object.keys(LAYERS).map((root) => root.split('/')[0] ?? ''));
    const args = [CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...programs];
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
    const text = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, args, options, (error, stdout, stderr) =>
        stdout === '' ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
      );
    });
    const { summary } = JSON.parse(text) as {
      readonly summary: { readonly violations: readonly Violation[] };
    };
    return summary.violations;
  }

  it('hold between folders, in one direction only', async () => {
    const expected: string[] = [];
    for (const [root, layers] of Object.entries(LAYERS))
      for (const [from, fromLayer] of placed(layers))
        for (const [to, toLayer] of placed(layers)) {
          if (from === to) continue;
          const file = `${root}/${from}/to-${to}.ts`;
          write(file, `export { thing } from '../${to}/thing.js';\n`);
          if (toLayer >= fromLayer) expected.push(`${root}/${from}: ${file}`);
        }
    const found = (await violations()).map(({ rule, from }) => `${rule.name}: ${from}`);
    assert.ok(expected.length > 20);
    assert.deepEqual(found.sort(), expected.sort());
  });

  it('refuse a folder that is not listed', async () => {
    for (const root of Object.keys(LAYERS)) {
      const [first = ''] = (LAYERS[root] ?? []).flat();
      write(`${root}/not-listed/from.ts`, `export { thing } from '../${first}/thing.js';\n`);
      write(`${root}/${first}/to-unlisted.ts`, `export { thing } from '../not-listed/thing.js';\n`);
    }
    const found = (await violations()).map(({ rule, from }) => `${rule.name}: ${from}`);
    for (const root of Object.keys(LAYERS)) {
      const [first = ''] = (LAYERS[root] ?? []).flat();
      assert.ok(found.includes(`${root}: listed folders: ${root}/not-listed/from.ts`));
      assert.ok(found.includes(`${root}/${first}: ${root}/${first}/to-unlisted.ts`));
    }
  });

  it('keep files, stores and clocks out of the calendar and of placement', async () => {
    write('shared/bus/index.js', 'export const bus = 1;\n');
    const pure = ['calendar', 'placement'].map((name) => `services/scheduler/src/${name}`);
    for (const each of pure) {
      write(`${each}/reads.ts`, `export { readFileSync } from 'node:fs';\n`);
      write(`${each}/calls.ts`, `export { bus } from '../../../../shared/bus/index.js';\n`);
    }
    const found = (await violations()).map(({ rule, from }) => `${rule.name}: ${from}`);
    for (const each of pure) {
      assert.ok(found.includes(`pure-folders-without-node: ${each}/reads.ts`));
      assert.ok(found.includes(`pure-folders: ${each}/calls.ts`));
    }
  });
});

/** Each folder with its height. */
const placed = (layers: Layers): readonly (readonly [string, number])[] =>
  layers.flatMap((layer, height) => [layer].flat().map((name) => [name, height] as const));
