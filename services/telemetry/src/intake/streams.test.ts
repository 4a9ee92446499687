import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connectBus, type Bus } from '@berth/bus/connection';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { connectHost, connectIdentity } from '@berth/testing/nats-connections';
import { startNats, type TestNats } from '@berth/testing/nats';
import { idOf } from '../testing/chunks.js';
import { ensureStream, logStream, sampleStream } from './streams.js';

jest.setTimeout(20_000);

const MAX_BYTES = 10_000_000;
const LOGS = logStream({ maxBytes: MAX_BYTES, maxAgeMs: 3_600_000 });
const SAMPLES = sampleStream(MAX_BYTES);
const HOST = idOf('host');

describe('the streams that agents publish to', () => {
  let nats: TestNats;
  let bus: Bus;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    nats = await startNats();
    bus = await connectBus({
      url: nats.url,
      name: 'telemetry',
      inboxPrefix: subjects.inbox('telemetry'),
      credsFile: nats.credsOf('telemetry'),
    });
  });
  afterAll(async () => {
    for (const connection of [...open, bus]) await connection.close();
    await nats.stop();
  });

  it('change with the settings, and keep what they hold', async () => {
    const { no_ack: _, ...before } = LOGS;
    await ensureStream(bus, before);
    await ensureStream(bus, LOGS);
    const manager = await jetstreamManager(bus.nc, { checkAPI: false });
    assert.equal((await manager.streams.info(LOGS.name)).config.no_ack, true);
  });

  it('publish nothing where a host may not, whatever reply subject it names', async () => {
    await ensureStream(bus, LOGS);
    await ensureStream(bus, SAMPLES);
    const scheduler = await connectIdentity(nats, 'scheduler');
    const events = await jetstreamManager(scheduler, { checkAPI: false });
    await events.streams.add({ name: STREAMS.scheduler, subjects: [subjects.eventsOf('scheduler')] });
    const [rogue, victim] = await Promise.all([connectHost(nats, HOST), connectHost(nats, idOf('other'))]);
    open.push(scheduler, rogue, victim);
    const heard: string[] = [];
    victim.subscribe(subjects.agentDownAll(idOf('other')), {
      callback: (_, message) => void heard.push(message.subject),
    });
    await victim.flush();

    const targets = [
      subjects.event('scheduler', undefined, 'job', idOf('job'), 'submitted.v1'),
      subjects.agentDown(idOf('other'), 'scheduler', 'start'),
    ];
    for (const reply of targets) {
      rogue.publish(subjects.log(HOST, idOf('job'), 1), 'x', { reply });
      rogue.publish(subjects.gpu(HOST), 'x', { reply });
    }
    await rogue.flush();
    const manager = await jetstreamManager(bus.nc, { checkAPI: false });
    for (const { name } of [LOGS, SAMPLES]) {
      assert.equal((await manager.streams.info(name)).state.messages, targets.length);
    }
    // What they would have caused was sent before this.
    const last = subjects.agentDown(idOf('other'), 'scheduler', 'stop');
    scheduler.publish(last, '{}');
    await scheduler.flush();
    await victim.flush();
    assert.deepEqual(heard, [last]);
    assert.equal((await events.streams.info(STREAMS.scheduler)).state.messages, 0);
  });
});
