import assert from 'node:assert/strict';
import { afterAll, afterEach, beforeAll, describe, it, jest } from '@jest/globals';
import {
  createGrant,
  devicesQuery,
  grantsQuery,
  hostsByIdQuery,
  poolsByIdQuery,
  revokeGrant,
} from '@berth/contracts/inventory/operations';
import type { JsonObject } from '@berth/kernel/json';
import { DEFAULT_POOL_ID } from '../pool/pool.decider.js';
import { ADA, Callers, codeOf, inBackground, refusalOf, ROOT } from '../testing/callers.js';
import { aDevice, idOf } from '../testing/fixtures.js';
import { Installation } from '../testing/installation.js';

jest.setTimeout(60_000);

const poolId = DEFAULT_POOL_ID;
let berth: Installation;
let callers: Callers;
beforeAll(async () => {
  berth = await Installation.start();
  callers = new Callers(berth);
});
afterAll(() => berth.stop());
afterEach(() => callers.leave());

describe('a grant', () => {
  it('makes devices visible to a person, and to the members of a project', async () => {
    const agent = await callers.joined();
    callers.note(await agent.register([aDevice('GPU-A'), aDevice('GPU-B', { index: 1 })]));
    const seen = async () => {
      const devices = await callers.done(ADA, devicesQuery, { hostId: agent.hostId });
      const hosts = await callers.done(ADA, hostsByIdQuery, { ids: [agent.hostId] });
      const pools = await callers.done(ADA, poolsByIdQuery, { ids: [poolId] });
      return [devices.items.map(({ node }) => node.uuid), hosts.length, pools.length];
    };
    assert.deepEqual(await seen(), [[], 0, 0]);

    const userId = idOf('ada');
    await berth.others.record('auth.user.registered.v1', { userId });
    const grant = await callers.done(ROOT, createGrant, { userId, poolId, deviceUuid: 'GPU-B' });
    assert.deepEqual(await seen(), [['GPU-B'], 1, 1]);
    await callers.done(ROOT, revokeGrant, { grantId: grant.id });
    assert.deepEqual(await seen(), [[], 0, 0]);

    const projectId = idOf('vision');
    await berth.others.record('auth.project.created.v1', { projectId, leadId: userId });
    await callers.done(ROOT, createGrant, { projectId, poolId, priority: 0 });
    await inBackground(async () => assert.deepEqual(await seen(), [['GPU-A', 'GPU-B'], 1, 1]));
    const grants = await callers.done(ADA, grantsQuery, {});
    const listed = grants.items.map(({ node }) => `${node.priority} ${node.status}`);
    assert.deepEqual(listed, ['0 active', '1 revoked']);
    const priorities = async (input: JsonObject) =>
      (await callers.done(ADA, grantsQuery, input)).items.map(({ node }) => node.priority);
    assert.deepEqual(await priorities({ sort: 'oldest' }), [1, 0]);
    assert.deepEqual(await priorities({ status: 'active' }), [0]);
    assert.deepEqual(await priorities({ status: 'revoked', poolId }), [1]);
    const [newest] = grants.items;
    assert.deepEqual(await priorities({ createdFrom: newest?.node.createdAt ?? '' }), [0]);
    assert.deepEqual(await priorities({ createdUntil: newest?.node.createdAt ?? '' }), [1]);
  });

  it('ends when the account is deleted', async () => {
    const userId = idOf('zoe');
    await berth.others.record('auth.user.registered.v1', { userId });
    await callers.done(ROOT, createGrant, { userId, poolId });
    await berth.others.record('auth.user.deleted.v1', { userId });
    await inBackground(async () => {
      const left = await callers.done(ROOT, grantsQuery, { userId });
      assert.deepEqual(
        left.items.map(({ node }) => node.status),
        ['revoked'],
      );
    });
  });

  it('names what exists', async () => {
    const bob = idOf('bob');
    await berth.others.record('auth.user.registered.v1', { userId: bob });
    const refused = async (input: JsonObject) => refusalOf(await callers.ask(ROOT, createGrant, input));
    assert.deepEqual(await refused({ userId: bob, poolId: idOf('nowhere') }), ['NOT_FOUND', 'poolId']);
    assert.deepEqual(await refused({ userId: bob, poolId, deviceUuid: 'GPU-?' }), [
      'NOT_FOUND',
      'deviceUuid',
    ]);
    assert.deepEqual(await refused({ userId: idOf('nobody'), poolId }), ['NOT_FOUND', 'userId']);
    assert.deepEqual(await refused({ poolId }), ['VALIDATION_FAILED', 'userId']);
    assert.equal(codeOf(await callers.ask(ADA, createGrant, { userId: bob, poolId })), 'FORBIDDEN');
  });
});
