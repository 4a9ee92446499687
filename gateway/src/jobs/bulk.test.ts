import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import {
  approveJob,
  cancelJob,
  deleteJob,
  jobsQuery,
  rejectJob,
} from '@berth/contracts/scheduler/operations';
import { idFromName } from '@berth/kernel/ids';
import { reject, RejectedError } from '@berth/kernel/rejection';
import { toGlobalId } from '../graphql/ids.js';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway, TestClient } from '../testing/test-client.js';

const bulk = (
  name: string,
): string => `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) {
    __typename
    ... on ${name.charAt(0).toUpperCase()}${name.slice(1)}Success { more items { id job { id status } error { code message } } }
    ... on Error { code field message }
  }
}`;
const ids = ['a', 'b', 'c'].map((name) => idFromName('bulk', name));
const ended = ids[1] ?? '';

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let keys: (string | undefined)[] = [];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token({ role: 'operator' }));
  for (const operation of [cancelJob, approveJob, rejectJob, deleteJob])
    platform.answer(operation, ({ jobId }, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      if (jobId === ended) throw new RejectedError(reject('INVALID_STATE', 'the job has ended'));
      return aJob({ id: String(jobId), state: 'cancelled' });
    });
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('bulk changes of jobs', () => {
  it('answer each id, the refused ones too, and are harmless when sent again', async () => {
    for (const name of ['cancelJobs', 'approveJobs', 'rejectJobs', 'deleteJobs']) {
      keys = [];
      const input = { ids: [...ids, ids[0]], ...(name === 'deleteJobs' ? {} : { reason: 'maintenance' }) };
      const send = () => client.data(bulk(name), { input }, { 'idempotency-key': 'k' });
      const { items, more } = (await send())[name];
      assert.equal(more, false);
      assert.deepEqual(
        items.map((item: { id: string; job: unknown; error: { code: string } | null }) => [
          item.id,
          item.job !== null,
          item.error?.code,
        ]),
        ids.map((id) => [toGlobalId('Job', id), id !== ended, id === ended ? 'INVALID_STATE' : undefined]),
      );
      const first = [...keys].sort();
      keys = [];
      await send();
      assert.deepEqual(keys.sort(), first);
      assert.equal(new Set(first).size, 3);
    }
  });

  it('take a filter as `jobs` does, and say whether there are more', async () => {
    let asked: object = {};
    platform.answer(jobsQuery, (given) => {
      asked = given;
      return {
        items: ids.map((id) => ({ cursor: id, node: aJob({ id }) })),
        hasNextPage: true,
        hasPreviousPage: false,
      };
    });
    const { cancelJobs } = await client.data(bulk('cancelJobs'), {
      input: { filter: { states: ['QUEUED'], search: 'night' } },
    });
    assert.deepEqual([cancelJobs.items.length, cancelJobs.more], [3, true]);
    assert.deepEqual(asked, { first: 200, states: ['queued'], search: 'night' });
    const times = { createdFrom: '2026-01-01T00:00:00.000Z', createdUntil: '2026-02-01T00:00:00.000Z' };
    await client.data(bulk('deleteJobs'), { input: { filter: { ...times, states: ['FAILED'] } } });
    assert.deepEqual(asked, { first: 200, states: ['failed'], ...times });
    assert.equal(cancelJobs.items[0].job.status, 'CANCELLED');
    const statesOf = async (name: string, filter: object) => {
      await client.data(bulk(name), { input: { filter, ...(name === 'rejectJobs' && { reason: 'no' }) } });
      return (asked as { readonly states: readonly string[] }).states;
    };
    // what can't be changed so is not among them, or the same jobs would come again forever
    assert.ok(!(await statesOf('cancelJobs', { search: 'x' })).includes('succeeded'));
    assert.deepEqual(await statesOf('rejectJobs', { search: 'x' }), ['awaitingApproval']);
    assert.deepEqual(await statesOf('deleteJobs', { states: ['FAILED', 'RUNNING'] }), ['failed']);
  });

  for (const [why, name, input, field] of [
    ['nothing', 'cancelJobs', {}, 'input.ids'],
    ['ids and a filter', 'cancelJobs', { ids, filter: { search: 'x' } }, 'input.ids'],
    ['no ids', 'cancelJobs', { ids: [] }, 'input.ids'],
    ['too many ids', 'cancelJobs', { ids: Array.from({ length: 201 }, (_id, n) => `j${n}`) }, 'input.ids'],
    ['an empty filter', 'deleteJobs', { filter: {} }, 'input.filter'],
    ['states that are over', 'cancelJobs', { filter: { states: ['FAILED'] } }, 'input.filter.states'],
    ['a rejection without a reason', 'rejectJobs', { ids }, 'input.reason'],
  ] as const)
    it(`are refused for ${why}`, async () => {
      const answer = (await client.data(bulk(name), { input }))[name];
      assert.equal(answer.code, 'VALIDATION_FAILED');
      assert.equal(answer.field, field);
    });
});
