import assert from 'node:assert/strict';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import { startNats, type TestNats } from '@berth/testing/nats';
import type { Bus } from './connection.js';
import { LeaderElection, type LeaderElectionOptions } from './leader-election.js';
import { connectAs, silentLog } from './test-bus.js';

const TTL_MS = 600;

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

interface Copy {
  readonly bus: Bus;
  readonly lease: LeaderElection;
  readonly changes: boolean[];
}

async function aCopy(service: ServiceName, options: Partial<LeaderElectionOptions> = {}): Promise<Copy> {
  const bus = await connectAs(nats, service);
  const changes: boolean[] = [];
  const onChange = (held: boolean): void => void changes.push(held);
  const lease = new LeaderElection({ bus, service, log: silentLog, ttlMs: TTL_MS, onChange, ...options });
  lease.start();
  closing.push(async () => {
    await lease.stop();
    await bus.close();
  });
  return { bus, lease, changes };
}

const gained = (copy: Copy): Promise<void> => eventually(() => assert.equal(copy.lease.isLeader, true));
const lost = (copy: Copy): Promise<void> => eventually(() => assert.equal(copy.lease.isLeader, false));

describe('a lease', () => {
  it('is held by one copy for as long as that renews it', async () => {
    const first = await aCopy('auth');
    await gained(first);
    const second = await aCopy('auth');
    const other = await aCopy('billing');
    await gained(other);
    await sleep(2 * TTL_MS);
    assert.deepEqual([first.changes, second.changes, other.changes], [[true], [], [true]]);
  });

  it('is taken at once when the leader resigns', async () => {
    const first = await aCopy('inventory', { ttlMs: 3_000 });
    await gained(first);
    const second = await aCopy('inventory', { ttlMs: 3_000 });
    const began = performance.now();
    await first.lease.stop();
    assert.deepEqual(first.changes, [true, false]);
    await gained(second);
    assert.ok(performance.now() - began < 2_500);
  });

  it('runs out when its holder is gone, and not before', async () => {
    const first = await aCopy('scheduler');
    await gained(first);
    const second = await aCopy('scheduler');
    await first.bus.close();
    const began = performance.now();
    await gained(second);
    assert.ok(performance.now() - began >= TTL_MS / 2);
    assert.equal(first.lease.isLeader, false);
  });

  it('is taken over at once by a copy that is the only one', async () => {
    const first = await aCopy('telemetry', { ttlMs: 30_000 });
    await gained(first);
    await first.bus.close();
    const began = performance.now();
    await gained(await aCopy('telemetry', { ttlMs: 30_000, takeOver: true }));
    assert.ok(performance.now() - began < 2_000);
  });

  it('is lost while nats-server is away, and found again', async () => {
    const copy = await aCopy('billing');
    await gained(copy);
    await nats.kill();
    await lost(copy);
    await nats.restart();
    await gained(copy);
    assert.deepEqual(copy.changes, [true, false, true]);
  });

  it('has never two holders, however they come and go', async () => {
    const buses = await Promise.all([1, 2, 3].map(() => connectAs(nats, 'auth')));
    closing.push(() => Promise.all(buses.map((bus) => bus.close())));
    let holders = 0;
    let most = 0;
    let changes = 0;
    const onChange = (held: boolean): void => {
      changes += 1;
      holders += held ? 1 : -1;
      most = Math.max(most, holders);
    };
    const leases = buses.map(
      (bus) => new LeaderElection({ bus, service: 'auth', log: silentLog, ttlMs: 90, onChange }),
    );
    for (const lease of leases) lease.start();
    for (let round = 0; round < 12; round += 1) {
      await sleep(60);
      const lease = leases[round % 3];
      await lease?.stop();
      lease?.start();
    }
    await Promise.all(leases.map((lease) => lease.stop()));
    assert.deepEqual([holders, most], [0, 1]);
    assert.ok(changes >= 6, `${changes} changes`);
  });
});
