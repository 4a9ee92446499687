import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
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

describe('the demonstration', () => {
  let platform: Platform;

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
  });
});
