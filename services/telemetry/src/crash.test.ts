import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@berth/testing/eventually';
import { TelemetryWorld } from './testing/telemetry-world.js';
import { TestTail } from './testing/test-tail.js';

const KILLS = 4;
const CHUNKS = 3000;
const LINES = 4;
const PATIENT = { timeoutMs: 20_000, everyMs: 50 };

const textsOf = (name: string): string[] =>
  Array.from({ length: CHUNKS }, (_, chunk) =>
    Array.from({ length: LINES }, (_, line) => `${name} ${chunk * LINES + line} ${'.'.repeat(60)}\n`).join(
      '',
    ),
  );

describe('killing telemetry while it archives', { timeout: 120_000 }, () => {
  let world: TelemetryWorld;
  before(async () => {
    world = await TelemetryWorld.start({ BERTH_LOG_LEVEL: 'warn' });
  });
  after(() => world.stop());

  it('loses nothing that it has confirmed, and nothing that was sent, and doubles nothing', async () => {
    await world.places('job', 1, 'host');
    const bus = await world.connectAgent('host');
    const key = { host: 'host', job: 'job', run: 1 };
    const tails = {
      stdout: new TestTail(bus, key, 'stdout', textsOf('out')),
      stderr: new TestTail(bus, key, 'stderr', textsOf('err')),
    };
    const judged: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = tails.stdout.confirmed;
      await eventually(() => assert.ok(tails.stdout.confirmed > before), PATIENT);
      await sleep(Math.random() * 60);
      assert.equal(await world.telemetry.stop('SIGKILL'), null);
      const confirmed = { stdout: tails.stdout.confirmed, stderr: tails.stderr.confirmed };
      await world.telemetry.start();
      const { lines } = await world.readLogs('job');
      for (const stream of ['stdout', 'stderr'] as const) {
        const there = lines.filter((line) => line.stream === stream).length;
        assert.ok(
          there >= Math.min(confirmed[stream] + 1, CHUNKS) * LINES,
          `${stream}: ${there} lines, ${confirmed[stream]} confirmed`,
        );
        judged.push(confirmed[stream]);
      }
    }
    await Promise.all([tails.stdout.done, tails.stderr.done]);
    const { lines } = await world.readLogs('job');
    for (const [stream, name] of [
      ['stdout', 'out'],
      ['stderr', 'err'],
    ] as const) {
      const texts = lines.filter((line) => line.stream === stream).map((line) => `${line.text}\n`);
      assert.equal(texts.join(''), textsOf(name).join(''));
    }
    assert.ok(
      judged.some((confirmed) => confirmed > 0 && confirmed < CHUNKS),
      'every kill came too early or too late',
    );
  });
});
