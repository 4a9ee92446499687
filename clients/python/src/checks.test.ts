import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it, jest } from '@jest/globals';
import { pythonEnvironment, type PythonPackage } from '@berth/testing/python-package';
import { skipTest } from '@berth/testing/test-end';

jest.setTimeout(600_000);

const CLIENT = fileURLToPath(new URL('..', import.meta.url));
const PYRIGHT = createRequire(import.meta.url).resolve('pyright/index.js');

async function environment(name: 'core' | 'full', version?: string): Promise<PythonPackage> {
  const found = await pythonEnvironment(join(CLIENT, `requirements/${name}.txt`), version);
  if ('unavailable' in found) skipTest(found.unavailable);
  return found;
}

/** What it says; a failure says it too. */
async function run(program: string, args: readonly string[], folder: string): Promise<string> {
  const path = `${CLIENT}:${folder}`;
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' };
  const options = { cwd: CLIENT, env, maxBuffer: 64 * 1024 * 1024, timeout: 300_000 };
  const { stdout } = await promisify(execFile)(program, args, options).catch((error: unknown) => {
    const { stdout: said = '', stderr = '' } = error as {
      readonly stdout?: string;
      readonly stderr?: string;
    };
    throw new Error(`${args.join(' ')}:\n${said.slice(-20_000)}${stderr.slice(-4_000)}`);
  });
  return stdout;
}

describe('the client for Python', () => {
  it('has types that pyright finds complete and right, in its strict mode', async () => {
    const { python, folder } = await environment('full');
    const said = await run(process.execPath, [PYRIGHT, '--pythonpath', python], folder);
    assert.match(said, /^0 errors/m, said);
  });

  it('has types that mypy finds right, in its strict mode', async () => {
    const { python, folder } = await environment('full');
    const said = await run(python, ['-m', 'mypy'], folder);
    assert.match(said, /^Success: no issues found in \d+ source files/m, said);
  });

  it('is formatted, and ruff finds nothing', async () => {
    const { folder } = await environment('full');
    const ruff = join(folder, 'bin/ruff');
    await run(ruff, ['check', '--no-cache', '.'], folder);
    await run(ruff, ['format', '--no-cache', '--check', '.'], folder);
  });

  it('is packed without Python as hatchling packs it', async () => {
    const { python, folder } = await environment('full');
    const said = await run(python, ['-m', 'pytest', '-p', 'no:cacheprovider', 'tests/packaging'], folder);
    assert.match(said, /\n\d+ passed in /, said);
  });

  it.each(['3.10', '3.11', '3.12', '3.13'])('works on Python %s', async (version) => {
    const { python, folder } = await environment('core', version);
    const said = await run(python, ['-m', 'pytest', '-p', 'no:cacheprovider', 'tests/unit'], folder);
    assert.match(said, /\n\d+ passed in /, said);
  });
});
