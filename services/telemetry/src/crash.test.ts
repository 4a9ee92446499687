import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { TelemetryWorld } from './testing/telemetry-world.js';
import { TestTail } from './testing/test-tail.js';

jest.setTimeout(120_000);

const KILLS = 4;
const CHUNKS = 3000;
const LINES = 4;

const textsOf = (name: string): string[] =>
  Array.from({ length: CHUNKS }, (_, chunk) =>
    Array.from({ length: LINES }, (_, line) => `${name} ${chunk * LINES + line} ${'.'.repeat(60)}\n`).join(
      '',
    ),
  );

describe('killing telemetry while it archives', () => {
  let world: TelemetryWorld;
  beforeAll(async () => {
    world = await TelemetryWorld.start({ BERTH_LOG_LEVEL: 'warn' });
  });
  afterAll(() => world.stop());

  it('loses nothing that it has confirmed, and nothing that was sent, and doubles nothing', async () => {
    await world.places('job', 1, 'host');
    const bus = await world.connectAgent('host');
    const key = { host: 'host', job: 'job', run: 1 };
    const share = Math.ceil(CHUNKS / (KILLS + 1));
    const held = { released: 0 };
    const tails = {
      stdout: new TestTail(bus, key, 'stdout', textsOf('out'), held),
      stderr: new TestTail(bus, key, 'stderr', textsOf('err'), held),
    };
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (const tail of Object.values(tails)) tail.release((kill + 1) * share);
      const enough = (kill + Math.random() * 0.8) * share;
      await eventually(() => assert.ok(tails.stdout.confirmed > enough), { timeoutMs: 20_000, everyMs: 1 });
      assert.equal(await world.telemetry.stop('SIGKILL'), null);
      const confirmed = { stdout: tails.stdout.confirmed, stderr: tails.stderr.confirmed };
      await world.telemetry.start();
      const { lines } = await world.readLogs('job');
      for (const stream of ['stdout', 'stderr'] as const) {
        const there = lines.filter((line) => line.stream === stream).length;
        const least = (confirmed[stream] + 1) * LINES;
        assert.ok(there >= least, `${stream}: ${there} lines, but ${least} were confirmed`);
      }
    }
    for (const tail of Object.values(tails)) tail.release(Infinity);
    await Promise.all([tails.stdout.done, tails.stderr.done]);
    const { lines } = await world.readLogs('job');
    for (const [stream, name] of [
      ['stdout', 'out'],
      ['stderr', 'err'],
    ] as const) {
      const texts = lines.filter((line) => line.stream === stream).map((line) => `${line.text}\n`);
      assert.equal(texts.join(''), textsOf(name).join(''));
    }
  });
});
