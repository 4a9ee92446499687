import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { pythonEnvironment, type PythonPackage } from '@berth/testing/python-package';
import { tempDir } from '@berth/testing/temp-dir';
import { skipTest } from '@berth/testing/test-end';
import { JOB_FOLDER } from './platform/job-folder.js';
import { createLab, PASSWORD } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(600_000);

const CLIENT = fileURLToPath(new URL('../../clients/python', import.meta.url));
const BERTH = fileURLToPath(new URL('../../clients/cli/dist/main.js', import.meta.url));
const TESTS = readdirSync(join(CLIENT, 'tests/gateway')).filter((name) => /^test_.*\.py$/.test(name));

let platform: Platform;
let config: string;
let python: PythonPackage | { readonly unavailable: string };

beforeAll(async () => {
  python = await pythonEnvironment(join(CLIENT, 'requirements/full.txt'));
  platform = await Platform.start({ simulateGpus: 4 });
  await createLab(platform);
  config = join(tempDir('python'), 'berth');
  const login = promisify(execFile)(
    process.execPath,
    [BERTH, 'login', platform.url, '--user', 'ada', '--password-stdin'],
    { env: { ...process.env, BERTH_CONFIG: config } },
  );
  login.child.stdin?.end(`${PASSWORD}\n`);
  await login;
});
afterAll(() => platform.stop());

/** Runs pytest; what it says is the message of a failure. */
async function pytest(...args: readonly string[]): Promise<void> {
  if ('unavailable' in python) skipTest(python.unavailable);
  const { stdout } = await promisify(execFile)(python.python, ['-m', 'pytest', ...args], {
    cwd: CLIENT,
    env: {
      ...process.env,
      PYTHONPATH: `${CLIENT}:${python.folder}`,
      PYTHONDONTWRITEBYTECODE: '1',
      BERTH_CONFIG: config,
      BERTH_TEST_URL: platform.url,
      BERTH_TEST_PASSWORD: PASSWORD,
      BERTH_TEST_CLI: `${process.execPath}\n${BERTH}`,
      BERTH_TEST_JOB_FOLDER: JOB_FOLDER,
    },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 500_000,
  }).catch((error: unknown) => {
    const { stdout: said = '', stderr = '' } = error as {
      readonly stdout?: string;
      readonly stderr?: string;
    };
    throw new Error(`pytest: ${said.slice(-20_000)}${stderr.slice(-4_000) || String(error).slice(0, 500)}`);
  });
  assert.match(stdout, /(?:^|\n)\d+ passed in /, stdout);
}

describe('the client for Python, against a platform', () => {
  it.each(TESTS)('%s', (file) => pytest('-p', 'no:cacheprovider', `tests/gateway/${file}`));
});
