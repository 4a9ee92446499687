import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { EventStore } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { Aggregates } from '@berth/service-host/aggregates';
import { hostDecider } from '../host/host.decider.js';
import { hostStream, type HostCommand } from '../host/host.js';
import { Hosts } from '../host/hosts.js';
import { idOf, MORNING, someFacts } from '../testing/fixtures.js';
import { ProjectedEvents } from '../testing/projected-events.js';
import { commandBy, openTestStore, typesIn } from '../testing/other-services.js';
import { DrainPoller } from './drain.poller.js';

const hostId = idOf('host');
let store: EventStore;
let seen: ProjectedEvents;
let hosts: Hosts;
let watch: DrainPoller;
let nowMs = 0;
let shown = 0;

beforeEach(async () => {
  store = await openTestStore();
  seen = new ProjectedEvents();
  hosts = new Hosts(new Aggregates(store, hostDecider));
  [nowMs, shown] = [0, 0];
  const monotonicMs = () => nowMs;
  watch = new DrainPoller({
    hosts,
    readModels: seen.readModels,
    clock: systemClock,
    monotonicMs,
    settleMs: 5000,
  });
  const joinedAt = MORNING;
  const host = {
    hostId,
    poolId: idOf('pool'),
    name: 'host',
    publicKey: 'U',
    joinTokenId: idOf('t'),
    joinedAt,
  };
  await carryOut({ type: 'registerHost', ...host });
  await carryOut({ type: 'reportHost', hostId, facts: someFacts, devices: [], now: joinedAt });
});
afterEach(() => store.close());

async function carryOut(command: HostCommand): Promise<void> {
  assert.ok((await hosts.execute(command, commandBy('admin', command.type))).ok);
  await show();
}

async function show(): Promise<void> {
  const events = await store.read(hostStream(hostId));
  await seen.see(...events.slice(shown).map(({ type, data }) => ({ type, data })));
  shown = events.length;
}

const lease = (what: 'devicesLeased' | 'leaseReleased') =>
  seen.see({ type: `scheduler.calendar.${what}.v1`, data: { leaseId: idOf('lease'), hostId } });

async function sweepAfter(seconds: number, connected = true): Promise<string | undefined> {
  nowMs += seconds * 1000;
  await watch.sweep(connected);
  await show();
  return (await typesIn(store, hostStream(hostId))).at(-1);
}

describe('a draining host', () => {
  const drain = () => carryOut({ type: 'drainHost', hostId });

  it('is drained when it has had no lease for a while', async () => {
    await drain();
    assert.equal(await sweepAfter(0), 'host.drainStarted');
    assert.equal(await sweepAfter(4.9), 'host.drainStarted');
    assert.equal(await sweepAfter(0.1), 'host.drained');
    assert.equal(await sweepAfter(10), 'host.drained');
  });

  it('is not drained while a lease is left', async () => {
    await lease('devicesLeased');
    await drain();
    assert.equal(await sweepAfter(60), 'host.drainStarted');
    await lease('leaseReleased');
    assert.equal(await sweepAfter(1), 'host.drainStarted');
    assert.equal(await sweepAfter(5), 'host.drained');
  });

  it('is not drained for want of hearing of leases', async () => {
    await drain();
    await sweepAfter(0);
    assert.equal(await sweepAfter(60, false), 'host.drainStarted');
    assert.equal(await sweepAfter(1), 'host.drainStarted');
  });

  it('drains again where a lease came late', async () => {
    await drain();
    await sweepAfter(0);
    assert.equal(await sweepAfter(5), 'host.drained');
    await lease('devicesLeased');
    assert.equal(await sweepAfter(1), 'host.drainStarted');
    await lease('leaseReleased');
    await sweepAfter(1);
    assert.equal(await sweepAfter(5), 'host.drained');
  });
});

describe('a host that is open', () => {
  it('is left alone', async () => {
    assert.equal(await sweepAfter(60), 'host.reported');
  });
});
