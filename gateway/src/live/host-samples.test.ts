import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { hostsByIdQuery, hostsQuery, poolsByIdQuery } from '@berth/contracts/inventory/operations';
import { SAMPLE_STREAM } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import { connectHost } from '@berth/testing/nats-connections';
import type { Gateway } from '../gateway.js';
import { aHost } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const SAMPLES =
  'subscription ($host: ID!) { deviceSamples(host: $host) { at cpuPercent devices { uuid utilisationGpu } } }';
const hostId = newId();
const shared = newId();
/** Devices of the shared host that the caller has a grant for. */
const granted = ['GPU-1', 'GPU-2'];

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  const manager = await jetstreamManager(platform.bus('telemetry').nc);
  await manager.streams.add({ name: SAMPLE_STREAM, subjects: [subjects.allGpu] });
  const host = { [hostId]: ['GPU-1'], [shared]: granted };
  platform.answer(hostsByIdQuery, ({ ids }) =>
    (ids as string[]).flatMap((id) => (host[id] ? [aHost({ id, uuids: [...host[id]] })] : [])),
  );
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('deviceSamples', () => {
  it('shows the devices that the caller may see, and goes on', async () => {
    const agent = await connectHost(platform.nats, hostId);
    const other = await connectHost(platform.nats, newId());
    const sample = (cpuPercent: number) =>
      JSON.stringify({
        at: '2026-01-01T00:00:00.000Z',
        cpuPercent,
        devices: ['GPU-1', 'GPU-2'].map((uuid) => ({ uuid, utilisationGpu: 40 })),
      });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of client.follow(SAMPLES, { host: hostId })) {
        seen.push(data?.deviceSamples);
        if (seen.length === 2) return;
      }
    })();
    await eventually(() => {
      agent.publish(subjects.gpu(hostId), 'not a sample');
      agent.publish(subjects.gpu(hostId), sample(seen.length));
      assert.equal(seen.length, 2);
    });
    await reading;
    assert.deepEqual(seen[0], {
      at: '2026-01-01T00:00:00.000Z',
      cpuPercent: 0,
      devices: [{ uuid: 'GPU-1', utilisationGpu: 40 }],
    });
    await agent.close();
    await other.close();
  });

  it('hides a device as soon as its grant is gone', async () => {
    const agent = await connectHost(platform.nats, shared);
    let cpuPercent = 0;
    const publish = (): void => {
      cpuPercent += 1;
      const devices = ['GPU-1', 'GPU-2'].map((uuid) => ({ uuid }));
      agent.publish(
        subjects.gpu(shared),
        JSON.stringify({ at: '2026-01-01T00:00:00.000Z', cpuPercent, devices }),
      );
    };
    let latest: string[] | undefined;
    const stream = client.follow(SAMPLES, { host: shared });
    const reading = (async () => {
      for await (const { data } of stream) {
        const { devices } = data?.deviceSamples as { devices: readonly { uuid: string }[] };
        latest = devices.map(({ uuid }) => uuid);
      }
    })();
    await eventually(() => {
      publish();
      assert.deepEqual(latest, ['GPU-1', 'GPU-2']);
    });
    granted.pop();
    const grantId = newId();
    await platform.publish(`grant:${grantId}`, 'inventory.grant.revoked.v1', { grantId });
    // Sooner than devices are looked at in any case.
    await eventually(
      () => {
        publish();
        assert.deepEqual(latest, ['GPU-1']);
      },
      { timeoutMs: 20_000 },
    );
    await stream.return?.();
    await reading;
    await agent.close();
  });

  it('refuses a host that the caller may not see', async () => {
    for await (const { errors } of client.follow(SAMPLES, { host: newId() })) {
      assert.deepEqual(errors?.[0]?.extensions, { code: 'NOT_FOUND', field: 'host' });
    }
  });
});

describe('poolSamples', () => {
  const QUERY = `subscription ($pool: ID!) {
    poolSamples(pool: $pool) { hosts { host { name } at cpuPercent devices { uuid utilisationGpu } } }
  }`;
  const poolId = newId();
  /** Hosts of the pool, with the devices that the caller may see. */
  const hosts = new Map<string, string[]>();

  beforeAll(() => {
    platform.answer(
      poolsByIdQuery,
      ({ ids }) => ((ids as string[]).includes(poolId) && hosts.size > 0 ? [{ id: poolId }] : []) as never,
    );
    // two pages
    platform.answer(hostsQuery, ({ after }) => {
      const all = [...hosts].map(([id, uuids]) => ({
        cursor: id,
        node: { ...aHost({ id, uuids }), name: id },
      }));
      const from = after === undefined ? 0 : all.findIndex(({ cursor }) => cursor === after) + 1;
      const items = all.slice(from, from + 1);
      return { items, hasNextPage: from + 1 < all.length, hasPreviousPage: from > 0 };
    });
  });

  interface Seen {
    readonly host: { readonly name: string };
    readonly cpuPercent: number;
    readonly devices: readonly { readonly uuid: string }[];
  }

  it('has the latest of each host, of the devices that the caller may see, on one stream, until its rights end', async () => {
    const [one, two, foreign] = [newId(), newId(), newId()];
    hosts.set(one, ['GPU-1']).set(two, ['GPU-2']);
    const agents = new Map(
      await Promise.all(
        [one, two, foreign].map(async (id) => [id, await connectHost(platform.nats, id)] as const),
      ),
    );
    let cpuPercent = 0;
    const publish = (id: string): void => {
      cpuPercent = (cpuPercent + 1) % 100;
      const devices = ['GPU-1', 'GPU-2'].map((uuid) => ({ uuid, utilisationGpu: 40 }));
      const sample = { at: '2026-01-01T00:00:00.000Z', cpuPercent, devices };
      agents.get(id)?.publish(subjects.gpu(id), JSON.stringify(sample));
    };
    const batches: (readonly Seen[])[] = [];
    let code: unknown;
    const reading = (async () => {
      for await (const { data, errors } of client.follow(QUERY, { pool: poolId })) {
        if (errors) code = errors[0]?.extensions?.['code'];
        else batches.push((data?.poolSamples as { hosts: Seen[] }).hosts);
      }
    })();
    const latest = new Map<string, readonly string[]>();
    const look = (): void => {
      for (const { host, devices } of batches.flat())
        latest.set(
          host.name,
          devices.map(({ uuid }) => uuid),
        );
    };
    await eventually(() => {
      for (const id of [one, two, foreign]) publish(id);
      look();
      assert.deepEqual(
        latest,
        new Map([
          [one, ['GPU-1']],
          [two, ['GPU-2']],
        ]),
      );
    });
    // many samples within a second are one of each host
    const before = batches.length;
    const began = performance.now();
    await eventually(
      () => {
        for (const id of [one, two]) publish(id);
        assert.ok(batches.length >= before + 3);
      },
      { timeoutMs: 20_000, everyMs: 10 },
    );
    assert.ok(performance.now() - began > 1_500, 'batches came more often than once a second');
    for (const batch of batches) assert.equal(new Set(batch.map(({ host }) => host.name)).size, batch.length);

    // a host that is added, and a device whose grant is gone
    hosts.set(foreign, ['GPU-1']).set(two, []);
    await platform.publish(`grant:${newId()}`, 'inventory.grant.revoked.v1', { grantId: newId() });
    await eventually(
      () => {
        for (const id of [one, two, foreign]) publish(id);
        look();
        assert.deepEqual(
          latest,
          new Map([
            [one, ['GPU-1']],
            [two, []],
            [foreign, ['GPU-1']],
          ]),
        );
      },
      { timeoutMs: 20_000 },
    );

    hosts.clear();
    await platform.publish(`grant:${newId()}`, 'inventory.grant.revoked.v1', { grantId: newId() });
    await reading;
    assert.equal(code, 'NOT_FOUND');
    for (const agent of agents.values()) await agent.close();
  });

  it('refuses a pool that the caller may not see, or that is none', async () => {
    for (const pool of [newId(), 'x', ''])
      for await (const { errors } of client.follow(QUERY, { pool }))
        assert.deepEqual(errors?.[0]?.extensions, { code: 'NOT_FOUND', field: 'pool' });
    const byRest = await client.send(`/api/v1/pools/${newId()}/samples`, {
      headers: { accept: 'text/event-stream' },
    });
    assert.deepEqual([byRest.status, byRest.body.field], [404, 'pool']);
  });
});
