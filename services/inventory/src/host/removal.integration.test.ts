import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, it, jest } from '@jest/globals';
import { createUser } from '@nats-io/nkeys';
import {
  cordonHost,
  createJoinToken,
  createPool,
  credentialsQuery,
  devicesQuery,
  hostsQuery,
  joinTokensQuery,
  removeHost,
  setDeviceState,
  updateHost,
} from '@berth/contracts/inventory/operations';
import { revokedAgents } from '@berth/nats-trust/revoked-agents';
import { DEFAULT_POOL_ID } from '../pool/pool.decider.js';
import { Callers, codeOf, inBackground, OTTO, refusalOf, ROOT } from '../testing/callers.js';
import { aDevice, idOf, MORNING } from '../testing/fixtures.js';
import { Installation } from '../testing/installation.js';

jest.setTimeout(60_000);

let berth: Installation;
let callers: Callers;
beforeAll(async () => {
  berth = await Installation.start();
  callers = new Callers(berth);
});
afterAll(() => berth.stop());
afterEach(() => callers.leave());

const refusedAs = ['FORBIDDEN', 'hostId'];

describe('removing a host', () => {
  it('takes it out of all lists, refuses what it says from then on, and keeps its history', async () => {
    const [agent, other] = [await callers.online(), await callers.online()];
    const uuid = `GPU-${agent.hostId}`;
    const removed = await callers.done(OTTO, removeHost, { hostId: agent.hostId, reason: 'sold' });
    assert.equal(removed.status, 'removed');
    const again = await callers.done(ROOT, removeHost, { hostId: agent.hostId });
    assert.equal(again.removedAt, removed.removedAt);

    const hosts = await callers.done(ROOT, hostsQuery, { first: 100 });
    const ids = hosts.items.map(({ node }) => node.id);
    assert.deepEqual([ids.includes(agent.hostId), ids.includes(other.hostId)], [false, true]);
    const devices = await callers.done(ROOT, devicesQuery, { first: 100 });
    const uuids = devices.items.map(({ node }) => node.uuid);
    assert.deepEqual([uuids.includes(uuid), uuids.includes(`GPU-${other.hostId}`)], [false, true]);
    const shown = await callers.hostOf(agent);
    assert.deepEqual(
      [shown.status, shown.devices.map(({ missing, stateReason }) => [missing, stateReason])],
      ['removed', [[true, 'its host was removed']]],
    );

    for (const reply of [
      await agent.register(),
      await agent.heartbeat(),
      await agent.ask('deviceError', { uuid, reason: 'XID 79' }),
      await agent.ask('deregister', {}),
    ])
      assert.deepEqual(refusalOf(reply), refusedAs);
    assert.equal(codeOf(await other.heartbeat()), 'OK');
    for (const [operation, input] of [
      [cordonHost, { hostId: agent.hostId }],
      [setDeviceState, { uuid, state: 'disabled' }],
    ] as const)
      assert.deepEqual(refusalOf(await callers.ask(ROOT, operation, input)), ['INVALID_STATE', 'hostId']);
    assert.deepEqual(await callers.lifeOf(agent), ['registered', 'reported', 'removed']);
  });

  it('is for staff', async () => {
    const agent = await callers.online();
    for (const role of ['member', 'guest', 'auditor'] as const)
      assert.equal(
        codeOf(await callers.ask(['eve', role], removeHost, { hostId: agent.hostId })),
        'FORBIDDEN',
      );
    assert.deepEqual(refusalOf(await callers.ask(ROOT, removeHost, { hostId: idOf('none') })), [
      'NOT_FOUND',
      'hostId',
    ]);
    assert.equal((await callers.hostOf(agent)).status, 'online');
  });

  it('refuses its key credentials and another join, without using the token up; a new key makes a new host', async () => {
    const key = createUser();
    const agent = await callers.joined(berth.localToken, key);
    const uuid = `GPU-${agent.hostId}`;
    assert.equal(codeOf(callers.note(await agent.register())), 'OK');
    await callers.done(ROOT, removeHost, { hostId: agent.hostId });
    const renewal = await berth.gateway.call(credentialsQuery.subject, {
      input: { publicKey: key.getPublicKey() },
    });
    assert.deepEqual(refusalOf(renewal), refusedAs);
    const { token, tokenId } = await callers.done(ROOT, createJoinToken, {
      poolId: DEFAULT_POOL_ID,
      maxUses: 1,
    });
    await assert.rejects(callers.joined(token, key), /FORBIDDEN: this host was removed/);
    const tokens = await callers.done(ROOT, joinTokensQuery, {});
    assert.equal(tokens.find(({ id }) => id === tokenId)?.uses, 0);
    const fresh = await callers.joined(token);
    assert.notEqual(fresh.hostId, agent.hostId);
    assert.equal(codeOf(callers.note(await fresh.register([aDevice(uuid)]))), 'OK');
    const [device] = (await callers.hostOf(fresh)).devices;
    assert.deepEqual([device?.uuid, device?.state], [uuid, 'available']);
  });

  it('adds its key to those that the bus is to refuse, and again where the list was lost', async () => {
    const key = createUser();
    const agent = await callers.joined(berth.localToken, key);
    await callers.done(ROOT, removeHost, { hostId: agent.hostId });
    const isListed = () =>
      assert.ok(revokedAgents(berth.nats.trust.revokedAgentsFile).includes(key.getPublicKey()));
    await inBackground(async () => isListed());
    rmSync(berth.nats.trust.revokedAgentsFile);
    await inBackground(async () => isListed());
  });

  it('is refused while runs hold it, or reservations are ahead, unless by force', async () => {
    const agent = await callers.online();
    const of = { poolId: DEFAULT_POOL_ID, projectId: idOf('project'), userId: idOf('ada') };
    const { hostId } = agent;
    await berth.others.record('scheduler.calendar.reserved.v1', {
      ...of,
      reservationId: idOf('reservation'),
      from: MORNING,
      until: MORNING,
      devices: [{ hostId, uuid: `GPU-${hostId}`, index: 0, model: 'A100', simulated: false }],
      sharedWithProject: false,
      grantPriority: 1,
      reservedAt: MORNING,
    });
    await berth.others.record('scheduler.calendar.devicesLeased.v1', {
      ...of,
      leaseId: idOf('lease'),
      jobId: idOf('job'),
      run: 1,
      hostId,
      devices: [],
      class: 'training',
      leasedAt: MORNING,
    });
    // what is refused for another reason until the lease is heard of
    const elsewhere = await callers.done(ROOT, createPool, { name: 'elsewhere' });
    await inBackground(async () => {
      const reply = await callers.ask(ROOT, updateHost, { hostId, poolId: elsewhere.id });
      assert.match(reply.ok ? '' : reply.error.message, /still has leases/);
    });
    const remove = (more: { readonly force?: boolean } = {}) =>
      callers.ask(ROOT, removeHost, { hostId, ...more });
    await inBackground(async () => {
      const reply = await remove();
      assert.ok(!reply.ok);
      assert.deepEqual(
        [reply.error.code, reply.error.field, reply.error.details],
        ['INVALID_STATE', 'hostId', { leases: 1, reservations: 1 }],
      );
      assert.match(reply.error.message, /1 lease, 1 reservation active or upcoming; drain it/);
    });
    assert.equal((await callers.hostOf(agent)).status, 'online');
    assert.equal(codeOf(callers.note(await remove({ force: true }))), 'OK');
    assert.equal((await callers.hostOf(agent)).status, 'removed');
  });
});
