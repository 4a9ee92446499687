import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { it } from '@jest/globals';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('every script is JavaScript that Node can load: the compiler does not see them', async () => {
  const { stdout } = await run('git', ['ls-files', '*.mjs'], { cwd: ROOT });
  const files = stdout.trim().split('\n');
  assert.ok(files.length > 20);
  for (const file of files) await run(process.execPath, ['--check', file], { cwd: ROOT });
}, 120_000);
