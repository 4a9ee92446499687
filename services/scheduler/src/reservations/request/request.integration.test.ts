import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { historyQuery } from '@berth/contracts/history';
import { submitJob } from '@berth/contracts/scheduler/operations';
import {
  decideRequests,
  requestGpus,
  requestQuery,
  requestsQuery,
  withdrawRequest,
  type DecisionView,
  type GpuRequestView,
  type RequestItem,
} from '@berth/contracts/scheduler/requests';
import type { PageOf } from '@berth/contracts/fields';
import { newId } from '@berth/kernel/ids';
import { Installation } from '../../testing/installation.js';

jest.setTimeout(120_000);

let berth: Installation;
let pool: string;
beforeAll(async () => {
  berth = await Installation.start();
  ({ poolId: pool } = await berth.aHost('approving', 2));
  await berth.hear({ type: 'inventory.pool.updated.v1', data: { poolId: pool, approval: true } });
});
afterAll(() => berth.stop());

const wish = (change: object = {}) => ({
  project: 'vision',
  pool: 'approving',
  gpus: { count: 1 },
  durationMinutes: 60,
  reason: 'a paper is due',
  ...change,
});
const request = (change: object = {}, key?: string): Promise<GpuRequestView> =>
  berth.eventually(async () => {
    const view = await berth.done(requestGpus, wish(change), key);
    assert.equal(view.state, 'awaitingApproval');
    return view;
  });
async function decide(input: object): Promise<readonly DecisionView[]> {
  const reply = await berth.ask(decideRequests, input as never, { role: 'operator' });
  assert.ok(reply.ok, reply.ok ? '' : reply.error.message);
  return reply.result as unknown as readonly DecisionView[];
}
async function inbox(role: 'member' | 'operator' = 'operator', input: object = {}): Promise<RequestItem[]> {
  const reply = await berth.ask(requestsQuery, { poolId: pool, ...input }, { role });
  assert.ok(reply.ok);
  return (reply.result as unknown as PageOf<RequestItem>).items.map(({ node }) => node);
}

describe('requests without a command', () => {
  it('wait in the inbox with jobs, oldest first, and are decided together, each by itself', async () => {
    const first = await request();
    const job = await berth.done(submitJob, {
      name: 'waits too',
      project: 'vision',
      pool: 'approving',
      command: ['true'],
    });
    const last = await request({ title: 'the last' });
    const ids = [first.id, job.id, last.id];
    await berth.eventually(async () =>
      assert.deepEqual(
        (await inbox()).map(({ id, kind }) => [id, kind]),
        [
          [first.id, 'request'],
          [job.id, 'job'],
          [last.id, 'request'],
        ],
      ),
    );
    const found = async (input: object, role: 'member' | 'operator' = 'operator') =>
      (await inbox(role, input)).map(({ id }) => id);
    assert.deepEqual(await found({ sort: 'newest' }), ids.toReversed());
    assert.deepEqual(await found({ kind: 'job' }), [job.id]);
    assert.deepEqual(await found({ kind: 'request', sort: 'newest' }), [last.id, first.id]);
    assert.deepEqual(await found({ projectId: first.projectId, userId: first.userId }), ids);
    for (const none of [{ projectId: newId() }, { userId: newId() }, { createdUntil: first.submittedAt }])
      assert.deepEqual(await found(none), [], JSON.stringify(none));
    assert.deepEqual(await found({ createdFrom: last.submittedAt }), [last.id]);
    // Members are shown their own, whoever they ask for.
    assert.deepEqual(await found({ userId: newId() }, 'member'), []);
    const nobody = newId();
    const bare = await berth.ask(decideRequests, { ids, decision: 'reject' }, { role: 'operator' });
    assert.ok(!bare.ok && bare.error.code === 'VALIDATION_FAILED' && bare.error.field === 'reason');
    const decided = await decide({ ids: [...ids, nobody], decision: 'reject', reason: 'maintenance' });
    assert.deepEqual(
      decided.map(({ id, kind, refusal }) => [id, kind, refusal?.code]),
      [
        [first.id, 'request', undefined],
        [job.id, 'job', undefined],
        [last.id, 'request', undefined],
        [nobody, undefined, 'NOT_FOUND'],
      ],
    );
    const again = await decide({ ids: [first.id], decision: 'approve' });
    assert.equal(again[0]?.refusal?.code, 'INVALID_STATE');
    await berth.untilState(job.id, 'rejected');
    await berth.eventually(async () => {
      assert.deepEqual(await inbox(), []);
      const view = await berth.done(requestQuery, { requestId: last.id });
      assert.deepEqual([view?.state, view?.message, view?.title], ['rejected', 'maintenance', 'the last']);
    });
    const own = await inbox('member', { states: ['rejected'] });
    assert.deepEqual(
      own.map(({ id }) => id),
      [first.id, last.id],
    );
  });

  it('are answered as before when they are sent again, the decisions too', async () => {
    const once = await request({}, 'the same');
    assert.deepEqual(await request({}, 'the same'), once);
    const input = { ids: [once.id], decision: 'reject' as const, reason: 'no' };
    const asked = () => berth.ask(decideRequests, input, { role: 'operator', key: 'a decision' });
    assert.deepEqual(await asked(), await asked());
    assert.deepEqual(await berth.history('request', once.id), ['submitted', 'rejected']);
  });

  it('can be withdrawn by who made them, and are for nobody else', async () => {
    const view = await request();
    const forbidden = await berth.ask(decideRequests, { ids: [view.id], decision: 'approve' });
    assert.ok(!forbidden.ok && forbidden.error.code === 'FORBIDDEN');
    const outsider = { requestId: view.id };
    const asOutsider = await berth.others.ask([newId(), 'member'], withdrawRequest, outsider);
    assert.ok(!asOutsider.ok && asOutsider.error.code === 'NOT_FOUND');
    const seen = await berth.others.ask([newId(), 'member'], requestQuery, outsider);
    assert.ok(seen.ok && seen.result === null);
    const told = await berth.others.ask([newId(), 'member'], historyQuery('scheduler'), {
      entity: 'request',
      id: view.id,
    });
    assert.ok(!told.ok);
    assert.equal((await berth.done(withdrawRequest, outsider)).state, 'withdrawn');
  });

  for (const [what, change, field, code] of [
    ['nothing to say why', { reason: ' ' }, 'reason', 'VALIDATION_FAILED'],
    ['no devices', { gpus: { count: 0 } }, 'gpus.count', 'VALIDATION_FAILED'],
    ['more devices than there are', { gpus: { count: 3 } }, 'gpus.count', 'CAN_NEVER_RUN'],
    ['a model that is not there', { gpus: { model: 'H100' } }, 'gpus.model', 'CAN_NEVER_RUN'],
    ['longer than allowed', { durationMinutes: 48 * 60 + 1 }, 'durationMinutes', 'VALIDATION_FAILED'],
    ['no time at all', { durationMinutes: 0 }, 'durationMinutes', 'VALIDATION_FAILED'],
    ['yesterday', { neededBy: '2020-01-01T00:00:00.000Z' }, 'neededBy', 'VALIDATION_FAILED'],
    ['beyond the horizon', { notBefore: '2999-01-01T00:00:00.000Z' }, 'notBefore', 'VALIDATION_FAILED'],
    ['a pool of others', { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
    ['a project of others', { project: 'nowhere' }, 'project', 'NOT_FOUND'],
  ] as const) {
    it(`are refused for ${what}, by name`, async () => {
      const reply = await berth.ask(requestGpus, wish(change));
      assert.ok(!reply.ok);
      assert.deepEqual([reply.error.code, reply.error.field], [code, field]);
    });
  }
});
