import assert from 'node:assert/strict';
import { afterAll, afterEach, beforeAll, describe, it, jest } from '@jest/globals';
import { decode } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import type { ResultOf } from '@berth/contracts/define';
import {
  cordonHost,
  createJoinToken,
  createPool,
  credentialsQuery,
  joinTokensQuery,
  poolsQuery,
  revokeJoinToken,
} from '@berth/contracts/inventory/operations';
import { subjects } from '@berth/contracts/subjects';
import { DEFAULT_POOL_ID } from './pool/pool.decider.js';
import { Callers, codeOf, inBackground, refusalOf, ROOT } from './testing/callers.js';
import { idOf } from './testing/fixtures.js';
import { Installation } from './testing/installation.js';

jest.setTimeout(60_000);

let berth: Installation;
let callers: Callers;
beforeAll(async () => {
  berth = await Installation.start();
  callers = new Callers(berth);
});
afterAll(() => berth.stop());
afterEach(() => callers.leave());

describe('an installation', () => {
  it('has the pool "default" from the start', async () => {
    const pools = await callers.done(ROOT, poolsQuery, {});
    const [pool] = pools.items.map(({ node }) => node);
    assert.deepEqual([pool?.id, pool?.name, pool?.approval], [DEFAULT_POOL_ID, 'default', false]);
  });

  it('refuses callers who may not', async () => {
    for (const role of ['member', 'guest', 'auditor'] as const) {
      assert.equal(codeOf(await callers.ask(['eve', role], createPool, { name: 'x' })), 'FORBIDDEN');
    }
    const anonymous = await berth.gateway.call(poolsQuery.subject, { input: {} });
    assert.equal(codeOf(anonymous), 'UNAUTHENTICATED');
    const wrong = await callers.ask(ROOT, createPool, { name: ' ', colour: 'red' });
    assert.deepEqual(refusalOf(wrong), ['VALIDATION_FAILED', 'name']);
  });
});

describe('joining', () => {
  it('gives the same host to the same key, with any good token', async () => {
    const key = createUser();
    const first = await callers.joined(berth.localToken, key);
    assert.equal((await callers.joined(berth.localToken, key)).hostId, first.hostId);
    const { token } = await callers.done(ROOT, createJoinToken, { poolId: DEFAULT_POOL_ID, maxUses: 1 });
    assert.equal((await callers.joined(token, key)).hostId, first.hostId);
    await assert.rejects(
      callers.joined(token),
      /UNAUTHENTICATED: the join token has reached its maximum number of uses/,
    );
  });

  it('gives new credentials, which end, to a key that has joined, and to no other', async () => {
    const key = createUser();
    const { hostId } = await callers.joined(berth.localToken, key);
    const ask = (publicKey: string) => berth.gateway.call(credentialsQuery.subject, { input: { publicKey } });
    const answer = await ask(key.getPublicKey());
    assert.ok(answer.ok);
    const given = answer.result as unknown as ResultOf<typeof credentialsQuery>;
    assert.deepEqual([given.hostId, given.expiresInSeconds], [hostId, 86_400]);
    const { name, sub, exp = 0 } = decode(given.jwt);
    assert.deepEqual([name, sub], [hostId, key.getPublicKey()]);
    const lifeSeconds = exp - Date.now() / 1000;
    assert.ok(lifeSeconds > 86_000 && lifeSeconds < 87_000, `${lifeSeconds} s`);
    const unknown = await ask(createUser().getPublicKey());
    assert.equal(unknown.ok ? 'OK' : unknown.error.code, 'UNAUTHENTICATED');
  });

  it('needs a token that is good', async () => {
    await assert.rejects(callers.joined('x'.repeat(40)), /UNAUTHENTICATED: the join token is not valid/);
    const { token, tokenId } = await callers.done(ROOT, createJoinToken, { poolId: DEFAULT_POOL_ID });
    await callers.done(ROOT, revokeJoinToken, { tokenId });
    await assert.rejects(callers.joined(token), /UNAUTHENTICATED/);
    const listed = await callers.done(ROOT, joinTokensQuery, {});
    const others = await callers.done(ROOT, joinTokensQuery, { states: ['active', 'usedUp', 'expired'] });
    assert.ok(others.length > 0 && !others.some(({ state }) => state === 'revoked'));
    const revoked = await callers.done(ROOT, joinTokensQuery, { states: ['revoked'] });
    assert.deepEqual(
      revoked.map(({ id, state }) => [id, state]),
      [[tokenId, 'revoked']],
    );
    const oldest = await callers.done(ROOT, joinTokensQuery, { sort: 'oldest' });
    assert.deepEqual(oldest, listed.toReversed());
    assert.equal(listed.find(({ id }) => id === tokenId)?.revoked, true);
  });

  it('answers the same token to a repeated request, and keeps its hash alone', async () => {
    const create = () => callers.done(ROOT, createJoinToken, { poolId: DEFAULT_POOL_ID }, 'once');
    const [first, second] = [await create(), await create()];
    assert.deepEqual(first, second);
    const history = await callers.history('joinToken', first.tokenId);
    assert.equal(history.length, 1);
    assert.ok(!JSON.stringify(history).includes(first.token));
    assert.ok(!berth.output.includes(first.token));
  });

  it('lets an agent speak for its own host and nothing else', async () => {
    const [agent, other] = [await callers.online(), await callers.online()];
    const forbidden = [
      subjects.agentUp(other.hostId, 'inventory', 'deregister'),
      subjects.log(other.hostId, idOf('job'), 1),
      cordonHost.subject,
      subjects.event('inventory', undefined, 'host', other.hostId, 'stopped.v1'),
    ];
    for (const subject of forbidden) {
      const refused = new Promise<string>((resolve) => {
        const end = agent.bus.onError((error) => {
          end();
          resolve(error.message);
        });
      });
      agent.bus.nc.publish(subject, '{"input":{}}');
      assert.match(await refused, /permissions violation for publish/i);
    }
    assert.equal((await callers.hostOf(other)).status, 'online');
  });
});

describe('a restart', () => {
  it('keeps everything, and makes nothing twice', async () => {
    const agent = await callers.online();
    assert.equal(await berth.stopInventory(), 0);
    await berth.startInventory();
    await callers.joined();
    await inBackground(async () => assert.equal(codeOf(await agent.heartbeat()), 'OK'));
    assert.equal((await callers.history('pool', DEFAULT_POOL_ID)).length, 1);
    await berth.stopInventory('SIGKILL');
    await berth.startInventory();
    await inBackground(async () => assert.equal(codeOf(await agent.register()), 'OK'));
    assert.deepEqual(await callers.lifeOf(agent), ['registered', 'reported']);
  });
});
