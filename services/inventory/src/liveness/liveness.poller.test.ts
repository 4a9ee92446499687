import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { HostEvent } from '@berth/contracts/inventory/events';
import type { EventStore } from '@berth/event-store';
import { addMs, type Clock } from '@berth/kernel/clock';
import { Aggregates } from '@berth/service-host/aggregates';
import { hostDecider } from '../host/host.decider.js';
import { hostStream } from '../host/host.js';
import { Hosts } from '../host/hosts.js';
import { idOf, joined, MORNING, reported } from '../testing/fixtures.js';
import { ProjectedEvents } from '../testing/projected-events.js';
import { commandBy, openTestStore } from '../testing/other-services.js';
import { Heartbeats } from '../host/heartbeats.js';
import { LastSeenStore } from './last-seen-store.js';
import { ListenerUptime } from './listener-uptime.js';
import { LivenessPoller } from './liveness.poller.js';

/** Time that only the test moves: the monotonic clock and, unless it is set otherwise, the wall clock. */
class Time implements Clock {
  monotonicMs = 0;
  wall = MORNING;
  now = () => this.wall;
  pass(seconds: number): void {
    this.monotonicMs += seconds * 1000;
    this.wall = addMs(this.wall, seconds * 1000);
  }
}

const hostId = idOf('host');
let time: Time;
let store: EventStore;
let seen: ProjectedEvents;
let heartbeats: Heartbeats;
let watch: LivenessPoller;
let shown = 0;

beforeEach(async () => {
  time = new Time();
  store = await openTestStore();
  seen = new ProjectedEvents();
  shown = 0;
  const hosts = startInventory();
  await hosts.execute({ ...dataOf(joined()), type: 'registerHost' } as never, commandBy('agent', 'join'));
  await hosts.execute({ ...dataOf(reported()), type: 'reportHost' } as never, commandBy('agent', 'register'));
  await show();
});
afterEach(() => store.close());

const dataOf = (event: HostEvent) => event.data;

/** As at the start of a process: what was in memory is gone. */
function startInventory(): Hosts {
  const hosts = new Hosts(new Aggregates(store, hostDecider));
  heartbeats = new Heartbeats(time, () => time.monotonicMs);
  const listenerUptime = new ListenerUptime(() => time.monotonicMs, 7_000);
  watch = new LivenessPoller({
    hosts,
    readModels: seen.readModels,
    heartbeats,
    listenerUptime,
    clock: time,
    lostAfterMs: 45_000,
  });
  return hosts;
}

/** Brings the view up to the store. */
async function show(): Promise<void> {
  const events = await store.read(hostStream(hostId));
  await seen.see(...events.slice(shown).map(({ type, data }) => ({ type, data })));
  shown = events.length;
}

/** Seconds pass, with a sweep every five, as the background work does it. */
async function pass(seconds: number, { connected = true, beating = false } = {}): Promise<void> {
  for (let at = 0; at < seconds; at += 5) {
    time.pass(5);
    if (beating) heartbeats.record(hostId);
    await watch.sweep(connected);
    await show();
  }
}

async function lastEvent(): Promise<readonly [string | undefined, unknown]> {
  const event = (await store.read(hostStream(hostId))).at(-1);
  return [event?.type.split('.')[2], event?.data['lastSeen']];
}

describe('a host', () => {
  it('that beats is not lost, however long it runs', async () => {
    await pass(300, { beating: true });
    assert.deepEqual(await lastEvent(), ['reported', undefined]);
  });

  it('is lost after 45 s of silence, as of its last heartbeat, and once', async () => {
    await pass(10, { beating: true });
    const lastBeat = time.wall;
    await pass(45);
    assert.deepEqual(await lastEvent(), ['reported', undefined]);
    await pass(5);
    assert.deepEqual(await lastEvent(), ['lost', lastBeat]);
    await pass(60);
    assert.equal((await store.read(hostStream(hostId))).length, 3);
  });

  it('returns with its next heartbeat', async () => {
    await pass(55);
    await pass(5, { beating: true });
    assert.deepEqual(await lastEvent(), ['returned', undefined]);
  });

  it('is not lost while inventory receives no heartbeats, and has 45 s from then on', async () => {
    await pass(10, { beating: true });
    await pass(600, { connected: false });
    await pass(45);
    assert.deepEqual(await lastEvent(), ['reported', undefined]);
    await pass(10);
    assert.equal((await lastEvent())[0], 'lost');
  });

  it('is not lost because the wall clock was set', async () => {
    await pass(10, { beating: true });
    time.wall = addMs(time.wall, 3_600_000);
    await pass(20);
    assert.deepEqual(await lastEvent(), ['reported', undefined]);
  });

  it('is lost as of its last heartbeat by the clock as it is then, where that was set in the silence', async () => {
    await pass(10, { beating: true });
    for (const stepMs of [3_600_000, -7_200_000]) time.wall = addMs(time.wall, stepMs);
    const lastBeat = time.wall;
    await pass(50);
    assert.deepEqual(await lastEvent(), ['lost', lastBeat]);
  });

  it('has 45 s from a start of inventory, then is lost as of its last saved heartbeat', async () => {
    await pass(10, { beating: true });
    const lastBeat = time.wall;
    await new LastSeenStore(seen.readModels, heartbeats).save();
    time.pass(3600);
    startInventory();
    await new LastSeenStore(seen.readModels, heartbeats).restore();
    assert.equal(heartbeats.lastSeen(hostId), lastBeat);
    await pass(45);
    assert.deepEqual(await lastEvent(), ['reported', undefined]);
    await pass(10);
    assert.deepEqual(await lastEvent(), ['lost', lastBeat]);
  });

  it('without a saved heartbeat is lost as of its last report', async () => {
    await pass(55);
    const [type, lastSeen] = await lastEvent();
    assert.deepEqual([type, lastSeen], ['lost', '2026-01-01T00:00:02.000Z']);
  });
});
