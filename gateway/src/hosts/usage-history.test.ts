import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
import { hostRollupsQuery, rollupsQuery } from '@berth/contracts/telemetry/operations';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { aHost } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const hostId = newId();
const window = { host: hostId, from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };
const query = (name: string, fields: string): string =>
  `query ($host: ID!, $from: DateTime!, $to: DateTime!) { ${name}(host: $host, from: $from, to: $to) { ${fields} } }`;
const DEVICES = query('deviceUsage', 'uuid from minutes samples utilisationGpu memoryPeakMiB temperature');
const HOST = query('hostUsage', 'from samples cpuPercent');

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
  platform.answer(hostsByIdQuery, ({ ids }) =>
    (ids as string[]).filter((id) => id === hostId).map((id) => aHost({ id, uuids: ['GPU-1'] })),
  );
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('past use', () => {
  it('of devices is that of the visible ones, while they were in this host', async () => {
    const bucket = { at: window.from, uuid: 'GPU-1', simulated: true, bucketMinutes: 30, samples: 180 };
    platform.answer(rollupsQuery, ({ uuids }) => {
      assert.deepEqual(uuids, ['GPU-1']);
      return [
        { ...bucket, hostId, utilisationGpu: 41.5, memoryPeakMiB: 900 },
        { ...bucket, hostId: newId(), utilisationGpu: 99 },
      ];
    });
    assert.deepEqual((await client.data(DEVICES, window))['deviceUsage'], [
      {
        uuid: 'GPU-1',
        from: window.from,
        minutes: 30,
        samples: 180,
        utilisationGpu: 41.5,
        memoryPeakMiB: 900,
        temperature: null,
      },
    ]);
    const { body } = await client.ask(DEVICES, { ...window, host: newId() });
    assert.deepEqual(body.errors[0].extensions, { code: 'NOT_FOUND', field: 'host' });
  });

  it('of a host is for those whom telemetry lets see it', async () => {
    platform.answer(hostRollupsQuery, () => [{ at: window.from, hostId, samples: 3, cpuPercent: 12.5 }]);
    assert.deepEqual((await client.data(HOST, window))['hostUsage'], [
      { from: window.from, samples: 3, cpuPercent: 12.5 },
    ]);
    platform.refuse(hostRollupsQuery, reject('FORBIDDEN', 'not for members'));
    assert.equal((await client.ask(HOST, window)).body.errors[0].extensions.code, 'FORBIDDEN');
  });

  it('is asked for a week at most, and costs as much as it may hold', async () => {
    for (const to of [window.from, '2025-12-31T00:00:00.000Z', '2026-01-09T00:00:00.000Z']) {
      const { body } = await client.ask(DEVICES, { ...window, to });
      assert.deepEqual(
        [body.errors[0].extensions.code, body.errors[0].extensions.field],
        ['VALIDATION_FAILED', 'to'],
      );
    }
    const many = Array.from(
      { length: 20 },
      (_, index) => `a${index}: deviceUsage(host: $host, from: $from, to: $to) {
      uuid from samples temperature powerW }`,
    ).join('\n');
    const { body } = await client.ask(
      `query ($host: ID!, $from: DateTime!, $to: DateTime!) { ${many} }`,
      window,
    );
    assert.match(body.errors[0].message, /cost/);
  });
});
