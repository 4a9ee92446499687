import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { mapAccount } from '@berth/contracts/scheduler/accounts';
import { setPolicy } from '@berth/contracts/scheduler/policy';
import {
  requestGpus,
  requestQuery,
  withdrawRequest,
  type GpuRequestView,
  type RequestState,
} from '@berth/contracts/scheduler/requests';
import {
  acceptOffer,
  connectionsQuery,
  declineOffer,
  joinWaitlist,
  leaveWaitlist,
  waitlistQuery,
  type ReservationConnection,
  type WaitlistEntryView,
  type WaitlistView,
} from '@berth/contracts/scheduler/waitlist';
import { idFromName, newId } from '@berth/kernel/ids';
import { aGrant, aProject, aUser } from '../../testing/foreign-events.js';
import { userId } from '../../testing/fixtures.js';
import { Installation } from '../../testing/installation.js';

jest.setTimeout(120_000);

const grace = idFromName('user', 'grace');
let berth: Installation;
beforeAll(async () => {
  berth = await Installation.start();
  await berth.hear(aUser(grace));
  await berth.hear(aProject(idFromName('project', 'grace'), 'hers', grace));
});
afterAll(() => berth.stop());

const BY_OPERATOR = { role: 'operator' } as const;
async function aPool(name: string, policy: object = {}) {
  const host = await berth.aHost(name);
  await berth.hear(
    aGrant({ poolId: host.poolId, grantId: idFromName('grant', name, 'grace'), userId: grace }),
  );
  await berth.eventually(async () => {
    const reply = await berth.ask(
      setPolicy,
      { pool: name, reservations: { warnMinutes: 0, ...policy } },
      BY_OPERATOR,
    );
    assert.ok(reply.ok);
  });
  return host;
}
const inAMinute = () => new Date(Date.now() + 60_000).toISOString();
const request = (pool: string, change: object = {}): Promise<GpuRequestView> =>
  berth.done(requestGpus, {
    project: 'vision',
    pool,
    gpus: {},
    durationMinutes: 60,
    reason: 'work',
    ...change,
  });
const becomes = (requestId: string, state: RequestState): Promise<GpuRequestView> =>
  berth.eventually(async () => {
    const view = await berth.done(requestQuery, { requestId });
    assert.equal(view?.state, state);
    return view;
  });
const join = (pool: string, change: object = {}): Promise<WaitlistEntryView> =>
  berth.eventually(async () => {
    const wish = { project: 'hers', pool, durationMinutes: 30, ...change };
    const reply = await berth.others.ask([grace, 'member'], joinWaitlist, wish);
    if (!reply.ok) assert.fail(`${reply.error.code} ${reply.error.message}`);
    return reply.result as unknown as WaitlistEntryView;
  });
async function list(pool: string, as: string, role: 'member' | 'operator' = 'member'): Promise<WaitlistView> {
  const reply = await berth.others.ask([as, role], waitlistQuery, { pool });
  if (!reply.ok) assert.fail(reply.error.message);
  return reply.result as unknown as WaitlistView;
}
const offered = (pool: string) =>
  berth.eventually(async () => {
    const [entry] = (await list(pool, grace)).entries;
    assert.ok(entry?.offer);
    return { entryId: entry.id, offerId: entry.offer.offerId, offer: entry.offer };
  });

describe('from a request to a reservation, and those who wait meanwhile', () => {
  it('books at once what is free, waits for what is not in time, and offers what nobody came for', async () => {
    const { agent, poolId } = await aPool('flow', { noShowMinutes: 0.05 });
    agent.script.usage = [{ uuid: 'GPU-flow-0', known: false, processes: [] }];
    const first = await becomes((await request('flow')).id, 'fulfilled');
    assert.ok(first.reservationId);
    const second = await becomes((await request('flow', { neededBy: inAMinute() })).id, 'waiting');
    const waits = await join('flow');
    assert.equal(waits.position, 2);
    assert.deepEqual(
      (await list('flow', userId)).entries.map(({ id, position }) => [id, position]),
      [[second.id, 1]],
    );
    assert.equal((await list('flow', userId)).length, 2);
    assert.equal((await list('flow', userId, 'operator')).entries.length, 2);
    await berth.done(withdrawRequest, { requestId: second.id });
    await berth.eventually(async () => assert.equal((await list('flow', grace)).entries[0]?.position, 1));
    // Its usage is unknown: nothing is released.
    const history = () => berth.history('calendar', poolId);
    assert.ok(!(await history()).includes('reservationEnded'));
    agent.script.usage = [];
    const { offer, ...accepted } = await offered('flow');
    assert.deepEqual(
      offer.devices.map(({ uuid }) => uuid),
      ['GPU-flow-0'],
    );
    assert.ok((await history()).includes('reservationEnded'));
    const taken = () => berth.others.ask([grace, 'member'], acceptOffer, accepted);
    const [once, twice] = [await taken(), await taken()];
    assert.ok(once.ok && twice.ok);
    assert.deepEqual(once.result, twice.result);
    assert.equal((await list('flow', grace)).length, 0);
    assert.equal((await history()).filter((type) => type === 'reserved').length, 2);
  });

  it('keeps what the holder uses by their own account', async () => {
    const { agent, poolId } = await aPool('used', { noShowMinutes: 0.05 });
    const account = { hostId: agent.hostId, userId, account: 'ada' };
    assert.ok((await berth.ask(mapAccount, account, BY_OPERATOR)).ok);
    agent.script.usage = [{ uuid: 'GPU-used-0', known: true, processes: [{ pid: 7, account: 'ada' }] }];
    const { reservationId = '' } = await becomes((await request('used')).id, 'fulfilled');
    await berth.eventually(async () =>
      assert.ok((await berth.history('calendar', poolId)).includes('reservationUsed')),
    );
    const asked = { ids: [reservationId, newId()] };
    const connections = await berth.done(connectionsQuery, asked);
    assert.deepEqual(connections, [
      {
        reservationId,
        hosts: [
          { hostId: agent.hostId, hostname: 'used', addresses: [], account: 'ada', ssh: 'ssh ada@used' },
        ],
      },
    ] satisfies ReservationConnection[]);
    const others = await berth.others.ask([grace, 'member'], connectionsQuery, asked);
    assert.ok(others.ok);
    assert.deepEqual(others.result, []);
  });

  it('lets go of who declines, and of who leaves', async () => {
    await aPool('declined');
    const waits = await join('declined');
    const { entryId, offerId } = await offered('declined');
    assert.equal(entryId, waits.id);
    const outsider = await berth.ask(declineOffer, { entryId, offerId });
    assert.ok(!outsider.ok && outsider.error.code === 'NOT_FOUND');
    const declines = (of: string, key: string) =>
      berth.others.ask([grace, 'member'], declineOffer, { entryId, offerId: of }, key);
    assert.ok((await declines(offerId, 'first')).ok);
    assert.ok((await declines(offerId, 'first')).ok, 'a repeat');
    const next = await berth.eventually(async () => {
      const again = await offered('declined');
      assert.notEqual(again.offerId, offerId);
      return again;
    });
    assert.ok((await declines(next.offerId, 'second')).ok);
    await berth.eventually(async () => assert.equal((await list('declined', grace)).length, 0));
    const other = await join('declined');
    const leaves = () => berth.others.ask([grace, 'member'], leaveWaitlist, { entryId: other.id }, 'leaves');
    assert.ok((await leaves()).ok && (await leaves()).ok);
    assert.equal((await list('declined', grace)).length, 0);
  });

  it('gives nothing for an offer whose holder has lost the grant meanwhile', async () => {
    const { poolId } = await aPool('revoked');
    await join('revoked');
    const { entryId, offerId } = await offered('revoked');
    const grantId = idFromName('grant', 'revoked', 'grace');
    await berth.hear({ type: 'inventory.grant.revoked.v1', data: { grantId } });
    const taken = await berth.others.ask([grace, 'member'], acceptOffer, { entryId, offerId });
    assert.ok(!taken.ok);
    assert.deepEqual([taken.error.code, taken.error.field], ['FORBIDDEN', 'offerId']);
    assert.match(taken.error.message, /still has a grant for the pool$/);
    assert.ok(!(await berth.history('calendar', poolId)).includes('reserved'));
  });

  for (const [what, change, field, code] of [
    ['a pool of others', { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
    ['a project of others', { project: 'vision' }, 'project', 'NOT_FOUND'],
    ['longer than allowed', { durationMinutes: 48 * 60 + 1 }, 'durationMinutes', 'VALIDATION_FAILED'],
    ['yesterday', { neededBy: '2020-01-01T00:00:00.000Z' }, 'neededBy', 'VALIDATION_FAILED'],
    ['a device that is not there', { gpus: { devices: ['GPU-x'] } }, 'gpus.devices', 'NOT_FOUND'],
    ['more than there are', { gpus: { count: 9 } }, 'gpus.count', 'VALIDATION_FAILED'],
  ] as const) {
    it(`is refused for ${what}, by name`, async () => {
      const wish = { project: 'hers', pool: 'declined', durationMinutes: 30, ...change };
      const reply = await berth.others.ask([grace, 'member'], joinWaitlist, wish as never);
      assert.ok(!reply.ok);
      assert.deepEqual([reply.error.code, reply.error.field], [code, field]);
    });
  }
});
