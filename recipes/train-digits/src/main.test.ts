import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

describe('the recipe as a command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-recipe-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: 'utf8' });

  it('prints JSON lines and saves the model in the working directory', () => {
    const { status, stdout } = run('--epochs', '1', '--hidden-units', '8');
    assert.equal(status, 0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; val_acc?: number });
    assert.deepEqual(
      lines.map(({ type }) => type),
      ['log', 'metrics', 'log'],
    );
    const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
      accuracy: number;
      layers: { weights: number[] }[];
    };
    assert.equal(model.accuracy, lines[1]?.val_acc);
    assert.equal(model.layers[0]?.weights.length, 784 * 8);
  });

  it('reports an invalid parameter, without a stack trace', () => {
    const { status, stdout, stderr } = run('--epochs', 'many');
    assert.equal(status, 2);
    assert.match(stdout, /^\{"type":"log","level":"error","message":"--epochs must be .*"\}\n$/);
    assert.equal(stderr, '');
  });
});
