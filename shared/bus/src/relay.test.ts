import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import type { ServiceName } from '@berth/contracts/services';
import { STREAMS } from '@berth/contracts/streams';
import { openSqliteEventStore, type SqliteEventStore } from '@berth/event-store-sqlite';
import type { EventStore } from '@berth/event-store';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import { tempDir } from '@berth/testing/temp-dir';
import { decodeCloudEvent } from './cloud-event.js';
import type { Bus } from './connection.js';
import type { Log } from './log.js';
import { Relay } from './relay.js';
import { connectAdmin, connectAs, silentLog } from './test-bus.js';
import { appendEvents } from './test-events.js';

let nats: TestNats;
let closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterAll(() => nats.stop());
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function aStore(path = join(tempDir('relay'), 'events.db')): Promise<SqliteEventStore> {
  const store = await openSqliteEventStore({ path });
  closing.push(() => store.close());
  return store;
}

async function aBus(service: ServiceName): Promise<Bus> {
  const bus = await connectAs(nats, service);
  closing.push(() => bus.close());
  return bus;
}

function aRelay(store: EventStore, bus: Bus, service: ServiceName, log: Log = silentLog): Relay {
  const relay = new Relay({ store, bus, service, log });
  relay.start();
  closing.push(() => relay.stop());
  return relay;
}

/** Ids of the events in the stream, in its order. */
async function publishedIds(bus: Bus, service: ServiceName): Promise<string[]> {
  const manager = await jetstreamManager(bus.nc);
  const { state } = await manager.streams.info(STREAMS[service]);
  const ids: string[] = [];
  for (let seq = 1; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(STREAMS[service], { seq });
    const decoded = message && decodeCloudEvent(message.data);
    assert.ok(decoded?.ok);
    assert.equal(message?.header.get('Nats-Msg-Id'), decoded.value.event.id);
    ids.push(decoded.value.event.id);
  }
  return ids;
}

async function storedIds(store: EventStore): Promise<string[]> {
  return (await Array.fromAsync(store.readAll())).flat().map(({ id }) => id);
}

async function assertAllPublished(
  relay: Relay,
  store: EventStore,
  bus: Bus,
  service: ServiceName,
): Promise<void> {
  await eventually(async () => assert.equal((await relay.lag()).positions, 0), { timeoutMs: 10_000 });
  assert.deepEqual(await publishedIds(bus, service), await storedIds(store));
}

async function deleteStream(service: ServiceName): Promise<void> {
  const admin = await connectAdmin(nats);
  await (await jetstreamManager(admin.nc)).streams.delete(STREAMS[service]);
  await admin.close();
}

async function reasonOf(relay: Relay): Promise<string> {
  return eventually(() => {
    assert.equal(relay.state.state, 'refused');
    return 'reason' in relay.state ? relay.state.reason : '';
  });
}

describe('the relay', () => {
  it('publishes what is stored and what comes, each event once and in order', async () => {
    const [store, bus] = [await aStore(), await aBus('scheduler')];
    await appendEvents(store, 700);
    const relay = aRelay(store, bus, 'scheduler');
    await assertAllPublished(relay, store, bus, 'scheduler');
    await appendEvents(store, 5);
    await assertAllPublished(relay, store, bus, 'scheduler');
    assert.deepEqual(relay.state, { state: 'publishing' });
    assert.deepEqual(await relay.lag(), {
      stored: await store.lastPosition(),
      published: await store.lastPosition(),
      positions: 0,
    });

    await relay.stop();
    await appendEvents(store, 3);
    assert.equal((await relay.lag()).positions, 3);
    await assertAllPublished(aRelay(store, bus, 'scheduler'), store, bus, 'scheduler');
  });

  it('outlives nats-server, killed in the middle of it', async () => {
    const [store, bus] = [await aStore(), await aBus('inventory')];
    const relay = aRelay(store, bus, 'inventory');
    for (let round = 0; round < 3; round += 1) {
      await appendEvents(store, 300);
      await eventually(async () => assert.ok((await relay.lag()).positions < 300));
      await nats.kill();
      await appendEvents(store, 100);
      await nats.restart();
      await assertAllPublished(relay, store, bus, 'inventory');
    }
  });

  it('does no harm beside another relay of the same store', async () => {
    const store = await aStore();
    const buses = await Promise.all([aBus('billing'), aBus('billing'), aBus('billing')]);
    await appendEvents(store, 300);
    const relays = buses.map((bus) => aRelay(store, bus, 'billing'));
    for (let round = 0; round < 10; round += 1) await appendEvents(store, 30);
    for (const relay of relays) await assertAllPublished(relay, store, buses[0], 'billing');
  });

  it('fills a stream again that was lost, in the same order', async () => {
    const [store, bus] = [await aStore(), await aBus('auth')];
    const relay = aRelay(store, bus, 'auth');
    await appendEvents(store, 50);
    await assertAllPublished(relay, store, bus, 'auth');
    await deleteStream('auth');
    await appendEvents(store, 1);
    await assertAllPublished(relay, store, bus, 'auth');
  });
});

describe('the relay refuses', () => {
  it('a stream from another store, until an operator removes it', async () => {
    const [first, second, bus] = [await aStore(), await aStore(), await aBus('telemetry')];
    await appendEvents(first, 20);
    await appendEvents(second, 30);
    const before = aRelay(first, bus, 'telemetry');
    await assertAllPublished(before, first, bus, 'telemetry');
    await before.stop();

    const said: object[] = [];
    const relay = aRelay(second, bus, 'telemetry', { ...silentLog, error: (fields) => said.push(fields) });
    const reason = await reasonOf(relay);
    assert.match(reason, new RegExp(`${first.storeId}.*${second.storeId}`));
    assert.deepEqual(said, [{ reason }], 'the name of the service is on every line of its log already');
    assert.deepEqual(await publishedIds(bus, 'telemetry'), await storedIds(first));

    await deleteStream('telemetry');
    relay.recheck();
    await assertAllPublished(relay, second, bus, 'telemetry');
    await relay.stop();
    await deleteStream('telemetry');
  });

  it('a stream that is ahead of a store that was restored, whether or not it has grown since', async () => {
    const [path, backup] = ['old', 'new'].map((name) => join(tempDir(name), 'events.db')) as [string, string];
    const [old, bus] = [await openSqliteEventStore({ path }), await aBus('telemetry')];
    await appendEvents(old, 20);
    await old.close();
    cpSync(join(path, '..'), join(backup, '..'), { recursive: true });

    const store = await aStore(path);
    await appendEvents(store, 10);
    const before = aRelay(store, bus, 'telemetry');
    await assertAllPublished(before, store, bus, 'telemetry');
    await before.stop();

    const restored = await aStore(backup);
    const relay = aRelay(restored, bus, 'telemetry');
    assert.match(await reasonOf(relay), /is ahead/);
    await appendEvents(restored, 40);
    relay.recheck();
    await eventually(async () => assert.match(await reasonOf(relay), /where the store has/));
    assert.deepEqual(await publishedIds(bus, 'telemetry'), await storedIds(store));
  });
});
