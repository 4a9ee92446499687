import assert from 'node:assert/strict';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { cancelSimulation, simulateQuery } from '@berth/contracts/scheduler/simulation';
import type { SimulationView } from '@berth/contracts/scheduler/simulation.views';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

jest.setTimeout(60_000);

const SIMULATE = `mutation ($input: SimulateInput!) {
  simulate(input: $input) {
    __typename
    ... on SimulateSuccess { simulation { jobs gpus passes comparisons { policy } } }
    ... on Error { code message field }
  }
}`;
const input = {
  pool: 'lab',
  workload: { jobs: [{ id: 'a', submitSeconds: 0, runSeconds: 60 }] },
  policies: [{ name: 'fair', order: 'FAIR_SHARE', preemption: { mode: 'LOWER_CLASS' } }],
};
const view: SimulationView = {
  simulationId: 'S',
  jobs: 1,
  hosts: 1,
  gpus: 8,
  startsAt: '2026-01-01T00:00:00.000Z',
  offeredLoad: 0.5,
  notes: [],
  reports: [],
  comparisons: [],
  passes: 2,
  wallMs: 3,
};

let platform: StandInPlatform;
let gateway: Gateway;
let token: string;
beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  token = await platform.issuer.token();
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('simulate', () => {
  it('asks the scheduler, and answers with what came of it', async () => {
    let asked: JsonObject = {};
    platform.answer(simulateQuery, (given) => ((asked = given), view));
    const client = new TestClient(gateway, token);
    const { simulate } = await client.data(SIMULATE, { input });
    assert.deepEqual(simulate, {
      __typename: 'SimulateSuccess',
      simulation: { jobs: 1, gpus: 8, passes: 2, comparisons: [] },
    });
    const { simulationId, ...rest } = asked;
    assert.equal(String(simulationId).length, 26);
    const policies = [{ name: 'fair', order: 'fairShare', preemption: { mode: 'lowerClass' } }];
    assert.deepEqual(rest, { ...input, policies });
  });

  it('hands refusals on with the field', async () => {
    platform.refuse(simulateQuery, reject('VALIDATION_FAILED', 'workload.swf: line 3 …', 'workload.swf'));
    const { simulate } = await new TestClient(gateway, token).data(SIMULATE, { input });
    assert.deepEqual(simulate, {
      __typename: 'ValidationFailed',
      code: 'VALIDATION_FAILED',
      message: 'workload.swf: line 3 …',
      field: 'input.workload.swf',
    });
  });

  it('is cancelled when the client goes before it is answered', async () => {
    const begun = Promise.withResolvers<unknown>();
    const cancelled = Promise.withResolvers<unknown>();
    const end = Promise.withResolvers<SimulationView>();
    platform.answer(simulateQuery, ({ simulationId }) => (begun.resolve(simulationId), end.promise));
    platform.answer(cancelSimulation, ({ simulationId }) => {
      cancelled.resolve(simulationId);
      return { cancelled: true };
    });
    const call = request({
      host: '127.0.0.1',
      port: gateway.port,
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    call.on('error', () => undefined);
    call.end(JSON.stringify({ query: SIMULATE, variables: { input } }));
    const simulationId = await begun.promise;
    call.destroy();
    assert.equal(await cancelled.promise, simulationId);
    end.resolve(view);
  });
});
