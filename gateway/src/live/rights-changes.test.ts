import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { hostsByIdQuery, hostsQuery, poolsByIdQuery } from '@berth/contracts/inventory/operations';
import { calendarQuery } from '@berth/contracts/scheduler/reservations';
import { queueQuery } from '@berth/contracts/scheduler/operations';
import { SAMPLE_STREAM } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import { logsQuery, metricsQuery } from '@berth/contracts/telemetry/operations';
import { newId } from '@berth/kernel/ids';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aHost } from '../testing/fixtures.js';
import { aLogPage } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const hostId = newId();
const poolId = newId();
const ada = newId();
const NOON = '2026-01-01T12:00:00.000Z';
const gone = () => new RejectedError(reject('NOT_FOUND', 'there is none, or you may not see it', 'id'));

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let mayLook = true;
let asked = 0;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  const manager = await jetstreamManager(platform.bus('telemetry').nc);
  await manager.streams.add({ name: SAMPLE_STREAM, subjects: [subjects.allGpu] });
  const allowed = <T>(answer: T): T => {
    asked += 1;
    if (!mayLook) throw gone();
    return answer;
  };
  platform.answer(logsQuery, () => allowed(aLogPage([], { cursor: '1', end: false })));
  platform.answer(metricsQuery, () => allowed({ points: [], cursor: '1', end: false, omitted: 0 }) as never);
  platform.answer(
    calendarQuery,
    () => allowed({ poolId: newId(), from: NOON, until: NOON, entries: [] }) as never,
  );
  platform.answer(queueQuery, () => allowed({ items: [], hasNextPage: false }) as never);
  platform.answer(hostsByIdQuery, () => {
    asked += 1;
    return mayLook ? [aHost({ id: hostId, uuids: ['GPU-1'] })] : [];
  });
  platform.answer(poolsByIdQuery, () => {
    asked += 1;
    return (mayLook ? [{ id: poolId }] : []) as never;
  });
  platform.answer(hostsQuery, () => ({
    items: [{ cursor: '1', node: aHost({ id: hostId, uuids: ['GPU-1'] }) }],
    hasNextPage: false,
    hasPreviousPage: false,
  }));
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token({ userId: ada }));
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

const STREAMS: { readonly [name: string]: readonly [string, object] } = {
  jobLogs: ['subscription ($job: ID!) { jobLogs(job: $job) { cursor } }', { job: newId() }],
  jobMetrics: ['subscription ($job: ID!) { jobMetrics(job: $job) { cursor } }', { job: newId() }],
  deviceSamples: ['subscription ($host: ID!) { deviceSamples(host: $host) { at } }', { host: hostId }],
  poolSamples: ['subscription ($pool: ID!) { poolSamples(pool: $pool) { hosts { at } } }', { pool: poolId }],
  calendarChanged: ['subscription { calendarChanged(pool: "lab") { from } }', {}],
  queueChanged: ['subscription ($pool: ID!) { queueChanged(pool: $pool) { totalCount } }', { pool: newId() }],
};

const LOSSES = {
  'is removed from the project': () =>
    platform.publish('project:P', 'auth.project.memberRemoved.v1', { projectId: 'P', userId: ada }),
  'loses a grant': () => platform.publish('grant:G', 'inventory.grant.revoked.v1', { grantId: newId() }),
};

describe('a stream of a user who', () => {
  for (const [how, lose] of Object.entries(LOSSES))
    for (const [name, [document, variables]] of Object.entries(STREAMS))
      it(`${how} ends within a second: ${name}`, async () => {
        mayLook = true;
        let code: unknown;
        const before = asked;
        const following = (async () => {
          for await (const { errors } of client.follow(document, variables as never)) {
            code = errors?.[0]?.extensions?.['code'];
            if (code !== undefined) return;
          }
        })();
        await eventually(() => assert.ok(asked > before));
        mayLook = false;
        const began = performance.now();
        await lose();
        await following;
        assert.equal(code, 'NOT_FOUND');
        const ms = performance.now() - began;
        // within a second; on a busy machine it may be more, but what only looks every now and then takes 30 s
        assert.ok(ms < 5000, `it took ${ms} ms`);
      });
});
