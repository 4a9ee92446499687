import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { pythonEnvironment, type PythonPackage } from '@berth/testing/python-package';
import { skipTest } from '@berth/testing/test-end';
import { JOB_FOLDER } from './platform/job-folder.js';
import { BERTH, Cli } from './platform/cli.js';
import { createLab, PASSWORD } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(600_000);

const CLIENT = fileURLToPath(new URL('../../clients/python', import.meta.url));
const TESTS = readdirSync(join(CLIENT, 'tests/gateway')).filter((name) => /^test_.*\.py$/.test(name));
const PATIENCE = { timeoutMs: 60_000, everyMs: 50 };

let platform: Platform;
let config: string;

const FETCH_WHEELS = fileURLToPath(new URL('../../scripts/fetch-python-wheels.mjs', import.meta.url));

beforeAll(async () => {
  // what the gateway serves beside the client, as `npm run build` has it
  await promisify(execFile)(process.execPath, [FETCH_WHEELS]);
  platform = await Platform.start({ simulateGpus: 4 });
  await createLab(platform);
  ({ config } = await Cli.logIn(platform));
});
afterAll(() => platform.stop());

async function environment(name: 'core' | 'full', version?: string): Promise<PythonPackage> {
  const found = await pythonEnvironment(join(CLIENT, `requirements/${name}.txt`), version);
  if ('unavailable' in found) skipTest(found.unavailable);
  return found;
}

const variables = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PYTHONPATH: `${CLIENT}:${folder}`,
  PYTHONDONTWRITEBYTECODE: '1',
  BERTH_CONFIG: config,
  BERTH_TEST_URL: platform.url,
  BERTH_TEST_PASSWORD: PASSWORD,
  BERTH_TEST_CLI: `${process.execPath}\n${BERTH}`,
  BERTH_TEST_JOB_FOLDER: JOB_FOLDER,
});

/** Runs pytest; what it says is the message of a failure. */
async function pytest({ python, folder }: PythonPackage, files: readonly string[]): Promise<void> {
  const paths = files.map((file) => `tests/gateway/${file}`);
  const { stdout } = await promisify(execFile)(python, ['-m', 'pytest', '-p', 'no:cacheprovider', ...paths], {
    cwd: CLIENT,
    env: variables(folder),
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

const FOLLOW = `
import berth, sys, threading
with berth.Client(timeout=1) as b:
    job = b.submit(sys.argv[1])
    states = []
    waiting = threading.Thread(target=lambda: states.append(b.wait_all([job])[0].state))
    waiting.start()
    for line in job.logs(follow=True):
        print(line.text, flush=True)
    print(job.wait().state)
    waiting.join()
    print(*states)
`;

describe('the client for Python, against a platform', () => {
  it.each(TESTS)('%s', async (file) => pytest(await environment('full'), [file]));

  it.each(['3.10', '3.12', '3.13'])('runs and follows jobs on Python %s', async (version) => {
    await pytest(await environment('core', version), ['test_jobs.py', 'test_async.py']);
  });

  it('follows a job and waits for it over a restart of the gateway, without a gap', async () => {
    const { python, folder } = await environment('full');
    const gate = join(JOB_FOLDER, 'python-gate');
    const command = `echo first; while [ ! -e '${gate}' ]; do sleep 0.05; done; echo last`;
    const following = spawn(python, ['-c', FOLLOW, command], { env: variables(folder) });
    let [out, said] = ['', ''];
    following.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    following.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = once(following, 'close');
    await eventually(() => assert.equal(out, 'first\n', said), PATIENCE);
    await platform.killAndWait('gateway');
    writeFileSync(gate, '');
    assert.deepEqual(await ended, [0, null], said);
    assert.equal(out, 'first\nlast\nSUCCEEDED\nSUCCEEDED\n');
  });
});
