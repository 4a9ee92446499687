import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { exchangeApiToken, jwksQuery, viewerQuery } from '@berth/contracts/auth/operations';
import { hostsByIdQuery } from '@berth/contracts/inventory/operations';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { aHost } from '../testing/fixtures.js';
import { StandInPlatform, TestIssuer } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const VIEWER = '{ viewer { username } }';
const API_TOKEN = `berth_${newId()}_${'x'.repeat(43)}`;

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let seen: (string | undefined)[] = [];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  seen = [];
  platform.answer(viewerQuery, (_input, { token }) => {
    seen.push(token);
    return {
      id: newId(),
      username: 'ada',
      personalData: 'readable' as const,
      createdAt: '2026-01-01T00:00:00.000Z',
    };
  });
});

const refusalOf = async (of: TestClient): Promise<{ code?: string; details?: object }> =>
  (await of.ask(VIEWER)).body.errors?.[0]?.extensions ?? {};

const roleIn = (token = ''): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { role: string }).role;

describe('access tokens', () => {
  it('go to the services with each call', async () => {
    const token = await platform.issuer.token();
    assert.deepEqual(await client.as(token).data(VIEWER), { viewer: { username: 'ada' } });
    assert.deepEqual(seen, [token]);
  });

  it('are not required for anonymous requests', async () => {
    assert.deepEqual(await client.data(VIEWER), { viewer: null });
    assert.deepEqual(seen, []);
  });

  for (const [why, token] of [
    ['has expired', () => platform.issuer.token({ lifeSeconds: -60 })],
    ['is for another audience', () => platform.issuer.token({ audience: 'other' })],
    ['is of another issuer', () => platform.issuer.token({ issuer: 'https://evil.example.org' })],
    ['is of another type', () => platform.issuer.token({ type: 'JWT' })],
    ['has no such role', () => platform.issuer.token({ role: 'root' })],
    ['is signed by another key', async () => (await TestIssuer.create()).token()],
    ['was changed', async () => `${(await platform.issuer.token()).slice(0, -6)}AAAAAA`],
    ['is unsigned', async () => `${(await platform.issuer.token()).split('.').slice(0, 2).join('.')}.`],
    ['is no token', async () => 'nonsense'],
    ['is as long as a book', async () => 'x'.repeat(8000)],
  ] as const) {
    it(`is refused where it ${why}`, async () => {
      assert.equal((await refusalOf(client.as(await token()))).code, 'UNAUTHENTICATED');
      assert.deepEqual(seen, []);
    });
  }

  it('are valid at once if signed with a key that is new to the gateway', async () => {
    await client.as(await platform.issuer.token()).data(VIEWER);
    const next = await TestIssuer.create('next-key');
    platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk, next.jwk] }));
    onTestEnd(() => platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk] })));
    const token = await next.token();
    await client.as(token).data(VIEWER);
    assert.deepEqual(seen.at(-1), token);
  });

  it('are to be sent again if auth cannot confirm their key at the moment', async () => {
    platform.refuse(jwksQuery, reject('UNAVAILABLE', 'not now'));
    onTestEnd(() => platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk] })));
    const answer = await client.as(await (await TestIssuer.create('later-key')).token()).ask(VIEWER);
    assert.equal(answer.status, 503);
    assert.deepEqual(seen, []);
  });

  it('are refused where another scheme is used', async () => {
    const { body } = await client.ask(VIEWER, {}, { authorization: 'Basic YTpi' });
    assert.equal(body.errors[0].extensions.code, 'UNAUTHENTICATED');
  });
});

describe('API tokens', () => {
  it('are exchanged once for many requests', async () => {
    let traded = 0;
    const token = await platform.issuer.token({ tokenId: newId(), scope: 'read' });
    platform.answer(exchangeApiToken, () => {
      traded += 1;
      return { accessToken: token, expiresInSeconds: 300 };
    });
    const script = client.as(API_TOKEN);
    await Promise.all([script.data(VIEWER), script.data(VIEWER)]);
    await script.data(VIEWER);
    assert.equal(traded, 1);
    assert.deepEqual(seen, [token, token, token]);
  });

  it('are not exchanged again if only the key is unavailable', async () => {
    const next = await TestIssuer.create('another-key');
    let traded = 0;
    platform.answer(exchangeApiToken, async () => {
      traded += 1;
      return {
        accessToken: await next.token({ tokenId: newId(), scope: 'read' }),
        expiresInSeconds: 300,
      };
    });
    platform.refuse(jwksQuery, reject('UNAVAILABLE', 'not now'));
    const script = client.as(`berth_${newId()}_${'z'.repeat(43)}`);
    assert.equal((await script.ask(VIEWER)).status, 503);
    platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk, next.jwk] }));
    onTestEnd(() => platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk] })));
    await script.data(VIEWER);
    assert.equal(traded, 1);
  });

  it('are exchanged again when a role has changed', async () => {
    const [userId, tokenId] = [newId(), newId()];
    let role = 'admin';
    platform.answer(exchangeApiToken, async () => ({
      accessToken: await platform.issuer.token({ userId, tokenId, role, scope: 'read' }),
      expiresInSeconds: 300,
    }));
    const script = client.as(`berth_${newId()}_${'y'.repeat(43)}`);
    await script.data(VIEWER);
    role = 'member';
    await platform.publish(`user:${userId}`, 'auth.user.roleSet.v1', { userId, role });
    await eventually(async () => {
      await script.data(VIEWER);
      assert.equal(roleIn(seen.at(-1)), 'member');
    });
  });

  it('are refused as auth says', async () => {
    platform.refuse(exchangeApiToken, reject('UNAUTHENTICATED', 'the API token is not valid'));
    assert.equal((await refusalOf(client.as(`${API_TOKEN}x`))).code, 'UNAUTHENTICATED');
  });
});

describe('revocations by auth', () => {
  for (const [what, type, claims, data] of [
    ['a session', 'auth.session.ended.v1', { sessionId: newId() }, { cause: 'logout' }],
    ['an API token', 'auth.apiToken.revoked.v1', { tokenId: newId() }, {}],
    ['a user, by suspension', 'auth.user.suspended.v1', {}, {}],
    ['a user, by deletion', 'auth.user.deleted.v1', {}, {}],
    ['a role', 'auth.user.roleSet.v1', { role: 'admin' }, { role: 'member' }],
  ] as const) {
    it(`ends at once: ${what}`, async () => {
      const userId = newId();
      const caller = client.as(await platform.issuer.token({ ...claims, userId }));
      await caller.data(VIEWER);
      await platform.publish(`user:${userId}`, type, { userId, ...claims, ...data });
      await eventually(async () => assert.equal((await refusalOf(caller)).code, 'UNAUTHENTICATED'));
      assert.deepEqual(await client.as(await platform.issuer.token()).data(VIEWER), {
        viewer: { username: 'ada' },
      });
    });
  }

  it('lets the new role and the activated user in', async () => {
    const userId = newId();
    await platform.publish(`user:${userId}`, 'auth.user.suspended.v1', { userId });
    const operator = client.as(await platform.issuer.token({ userId, role: 'operator' }));
    await eventually(async () => assert.equal((await refusalOf(operator)).code, 'UNAUTHENTICATED'));
    await platform.publish(`user:${userId}`, 'auth.user.roleSet.v1', { userId, role: 'operator' });
    await platform.publish(`user:${userId}`, 'auth.user.activated.v1', { userId });
    await eventually(() => operator.data(VIEWER));
  });

  for (const [what, type, claims, said] of [
    ['a session', 'auth.session.ended.v1', { sessionId: newId() }, /the session has ended/],
    ['an API token', 'auth.apiToken.revoked.v1', { tokenId: newId() }, /the API token has been revoked/],
    ['a user', 'auth.user.suspended.v1', { userId: newId() }, /the account is suspended or deleted/],
  ] as const) {
    it(`ends open streams and says why: ${what}`, async () => {
      const hostId = newId();
      const watching = new Promise<void>((resolve) => {
        platform.answer(hostsByIdQuery, () => {
          resolve();
          return [aHost({ id: hostId })];
        });
      });
      const caller = client.as(await platform.issuer.token({ userId: newId(), scope: 'read', ...claims }));
      const items = caller.follow('subscription ($h: ID!) { deviceSamples(host: $h) { at } }', { h: hostId });
      const first = items.next();
      await watching;
      const cause = type === 'auth.session.ended.v1' ? { cause: 'logout' } : {};
      await platform.publish('user:x', type, { userId: newId(), ...claims, ...cause });
      const { value } = await first;
      assert.equal(value?.errors?.[0]?.extensions?.['code'], 'UNAUTHENTICATED');
      assert.match(value?.errors?.[0]?.message ?? '', said);
      assert.equal((await items.next()).done, true);
    });
  }

  it('ends a stream when its token expires', async () => {
    platform.answer(hostsByIdQuery, ({ ids }) => [aHost({ id: (ids as string[])[0] ?? '' })]);
    const caller = client.as(await platform.issuer.token({ lifeSeconds: 1 }));
    const items = caller.follow('subscription ($h: ID!) { deviceSamples(host: $h) { at } }', { h: newId() });
    const { value } = await items.next();
    assert.deepEqual(value?.errors?.[0]?.extensions, {
      code: 'UNAUTHENTICATED',
      details: { reason: 'expired' },
    });
    assert.equal((await items.next()).done, true);
  });
});
