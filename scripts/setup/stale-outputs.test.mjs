import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@berth/testing/temp-dir';
import { it } from '@jest/globals';
import { removeStaleOutputs } from './stale-outputs.mjs';

it('what was compiled from a source that is gone is removed, and nothing else', () => {
  const project = tempDir('stale-outputs');
  const write = (...path) => {
    const file = join(project, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };
  write('src', 'kept.ts');
  write('src', 'folder', 'kept.process.ts');
  write('src', 'page.tsx');
  const kept = [
    write('dist', 'kept.js'),
    write('dist', 'kept.js.map'),
    write('dist', 'kept.d.ts'),
    write('dist', 'kept.d.ts.map'),
    write('dist', 'folder', 'kept.process.js'),
    write('dist', '.tsbuildinfo'),
    write('dist', 'bundle.cjs'),
    write('dist', 'page.js'),
    write('dist', 'web', 'assets', 'index-1a2b.js'),
  ];
  const stale = [
    write('dist', 'gone.js'),
    write('dist', 'gone.d.ts'),
    write('dist', 'folder', 'gone.process.js.map'),
    write('dist', 'gone-folder', 'gone.js'),
  ];

  assert.deepEqual(removeStaleOutputs(project).sort(), stale.sort());
  assert.deepEqual(kept.filter(existsSync), kept);
  assert.deepEqual([...stale, join(project, 'dist', 'gone-folder')].filter(existsSync), []);
});
