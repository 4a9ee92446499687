import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { tempDir } from '@berth/testing/temp-dir';
import { Platform } from './platform/platform.js';

jest.setTimeout(300_000);

const SCENARIO = fileURLToPath(new URL('../../scripts/demo/scenario.mjs', import.meta.url));
const README = new URL('../../README.md', import.meta.url);

/** The steps that were done, without what differs from run to run: times, numbers, the machine. */
const stepsOf = (text: string): string[] =>
  [...text.matchAll(/^✓ ((?:.|\n {4}(?=from:|the nearest))*)/gm)].map(([, step = '']) =>
    step
      .replace(/\s+[\d.]+ s$/, '')
      .replace(/^host .*/, 'host')
      .replace(/\d+/g, '0')
      .replace(/\s+/g, ' ')
      .trim(),
  );

const BERTH = fileURLToPath(new URL('../../clients/cli/dist/main.js', import.meta.url));
const sh = (line: string, env: NodeJS.ProcessEnv) =>
  promisify(execFile)('bash', ['-c', line], { env: { ...process.env, ...env }, timeout: 200_000 });

describe('the demonstration', () => {
  let platform: Platform;

  /** Runs the line that the demonstration prints for a face, as the member that it names. */
  async function submitsAgain(
    said: string,
    face: string,
    run: (line: string, env: NodeJS.ProcessEnv) => Promise<void>,
  ): Promise<void> {
    const line = new RegExp(`The training job again[\\s\\S]*?^ {2}${face} +(.+)$`, 'm').exec(said)?.[1];
    const [, username = '', password = ''] = /^ {2}member +(\S+) +(\S+)$/m.exec(said) ?? [];
    assert.ok(line, said);
    const { accessToken: token } = await platform.api.do<{ accessToken: string }>(
      'login',
      { login: username, password },
      'accessToken',
    );
    await run(line, {
      BERTH_URL: platform.url,
      BERTH_TOKEN: token,
      BERTH_CONFIG: join(tempDir('demo'), 'berth'),
      NO_COLOR: '1',
    });
  }

  beforeAll(async () => {
    platform = await Platform.start({ simulateGpus: 2 });
  });
  afterAll(() => platform.stop());

  it('does all that the README shows, and nothing else', async () => {
    const scenario = spawn(process.execPath, [SCENARIO], {
      env: { ...process.env, BERTH_URL: platform.url, BERTH_DATA: platform.data },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 240_000,
    });
    let said = '';
    scenario.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    scenario.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(scenario, 'close')) as [number | null];
    assert.equal(code, 0, said);
    const done = stepsOf(said);
    assert.ok(done.length > 15, said);
    assert.deepEqual(done, stepsOf(readFileSync(README, 'utf8')));
    await submitsAgain(said, 'berth', async (line, env) => {
      const { stdout } = await sh(`berth() { '${process.execPath}' '${BERTH}' "$@"; }; ${line}`, env);
      assert.match(stdout, /saved the model/);
    });
    await submitsAgain(said, 'REST', async (line, env) => {
      const { stdout } = await sh(line, env);
      assert.equal((JSON.parse(stdout) as { readonly name?: string }).name, 'train-digits', stdout);
    });
  });
});
