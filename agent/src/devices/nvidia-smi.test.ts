import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from '@jest/globals';
import { promisify } from 'node:util';
import { tempDir } from '@berth/testing/temp-dir';
import { isNotInstalled } from './nvidia-smi.js';

const run = promisify(execFile);

it('tells a program that is not there from one that may not be run', async () => {
  const [empty, folder] = [tempDir('path'), tempDir('path')];
  writeFileSync(join(folder, 'nvidia-smi'), '#!/bin/sh\n', { mode: 0o644 });
  const denied = await run(join(folder, 'nvidia-smi')).catch((error: unknown) => error);
  const missing = await run(join(empty, 'nvidia-smi')).catch((error: unknown) => error);
  assert.equal((denied as NodeJS.ErrnoException).code, 'EACCES');

  assert.equal(await isNotInstalled('nvidia-smi', missing, empty), true);
  // as where a folder of the path may not be looked into
  assert.equal(await isNotInstalled('nvidia-smi', denied, `${empty}:/no/such/folder`), true);
  assert.equal(await isNotInstalled('nvidia-smi', denied, `${empty}:${folder}`), false);
  assert.equal(await isNotInstalled(join(folder, 'nvidia-smi'), denied, empty), false);
});
