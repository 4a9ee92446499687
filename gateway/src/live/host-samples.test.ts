import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
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
