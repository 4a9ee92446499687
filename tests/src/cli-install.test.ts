import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import { Cli, Running, type Outcome } from './platform/cli.js';
import { createLab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

let platform: Platform;
let cli: Cli;

beforeAll(async () => {
  platform = await Platform.start();
  await createLab(platform);
  cli = await Cli.logIn(platform);
  const submitted = await cli.run(['submit', '--name', 'one', '--gpus', '0', '--', 'true']);
  assert.equal(submitted.status, 0, submitted.said);
});
afterAll(() => platform.stop());

/** A shell that finds what is installed into a folder. */
const shellOf =
  (into: string, bin = into) =>
  async (script: string): Promise<Outcome> => {
    const path = `${dirname(process.execPath)}:${bin}:${process.env['PATH'] ?? ''}`;
    const env = {
      ...process.env,
      PATH: path,
      BERTH_CONFIG: cli.config,
      BERTH_INSTALL: into,
      BERTH_URL: platform.url,
    };
    const running = new Running(spawn('sh', ['-c', script], { env }));
    running.child.stdin.end();
    const ended = await running.end();
    assert.equal(ended.status, 0, ended.said);
    return ended;
  };

/** It is of the gateway's version, and what lies beside the program has come with it. */
async function isWhole(shell: (script: string) => Promise<Outcome>): Promise<void> {
  assert.match((await shell('berth version')).out, /^berth (\S+)\ngateway \1\n$/);
  assert.equal((await shell("berth jobs --jq '.[].name'")).out, 'one\n');
  // its input ends, and so it does
  assert.equal((await shell('berth mcp')).out, '');
}

describe('berth is installed from the gateway', () => {
  it('by one line, and once more over itself', async () => {
    const into = tempDir('cli-install');
    const shell = shellOf(into);
    for (let time = 0; time < 2; time += 1) {
      await shell(`curl -fsS ${platform.url}/cli/install.sh | sh`);
      await isWhole(shell);
      assert.deepEqual(readdirSync(into).sort(), ['.berth', 'berth']);
      assert.equal(readdirSync(join(into, '.berth')).length, 1);
    }
  });

  it('by npm, which needs nothing else', async () => {
    const into = tempDir('cli-npm');
    const shell = shellOf(into, join(into, 'bin'));
    await shell(
      `npm install --global --no-audit --no-fund --prefix '${into}' --registry http://127.0.0.1:4 ${platform.url}/cli/berth.tgz`,
    );
    await isWhole(shell);
  });
});
