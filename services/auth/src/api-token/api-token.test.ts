import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  apiTokensQuery,
  createApiToken,
  exchangeApiToken,
  revokeApiToken,
  suspendUser,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import { decodeJwt } from 'jose';
import { accepted, AuthTestStorage, refusalOf } from '../testing/auth-test-service.js';
import { idOf } from '../testing/fixtures.js';
import { join } from '../testing/crash-at-every-append.js';

const DAY = 86_400_000;

describe('API tokens', () => {
  it('are traded for access tokens with their scopes, until they expire', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const input = { name: 'nightly', scopes: ['read', 'jobs'], expiresInDays: 2 } as const;
    const made = accepted(
      await world.ask(createApiToken, { ...input, scopes: [...input.scopes] }, { as: ada }),
    );
    const { accessToken, expiresInSeconds } = accepted(
      await world.ask(exchangeApiToken, { token: made.token }),
    );
    const { sub, tid, scope } = decodeJwt(accessToken);
    assert.deepEqual([sub, tid, scope, expiresInSeconds], [ada.userId, made.apiToken.id, 'read jobs', 300]);
    ground.pass(2 * DAY);
    assert.equal(refusalOf(await world.ask(exchangeApiToken, { token: made.token }))[0], 'UNAUTHENTICATED');
  });

  it('are shown again for a repeat of the same request only', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const input = { name: 'nightly', scopes: ['read' as const] };
    const made = accepted(await world.ask(createApiToken, input, { as: ada, key: 'k' }));
    assert.deepEqual(accepted(await world.ask(createApiToken, input, { as: ada, key: 'k' })), made);
    const other = await world.ask(createApiToken, { ...input, name: 'other' }, { as: ada, key: 'k' });
    assert.equal(refusalOf(other)[0], 'IDEMPOTENCY_KEY_REUSED');
    assert.ok(!JSON.stringify(await ground.events()).includes(made.token.slice(-43)));
  });

  it('are listed and revoked by their owner, revoked by admins, and not there for others', async () => {
    const world = await (await AuthTestStorage.open()).start();
    world.startReactors();
    const [ada, bob, eve] = [await join(world, 'ada'), await join(world, 'bob'), await join(world, 'eve')];
    const input = { name: 'nightly', scopes: ['read' as const] };
    const made = accepted(await world.ask(createApiToken, input, { as: bob }));
    const tokenId = made.apiToken.id;
    assert.deepEqual(refusalOf(await world.ask(revokeApiToken, { tokenId }, { as: eve })), [
      'NOT_FOUND',
      'tokenId',
    ]);
    await world.settled();
    const listed = async (as: typeof bob) => accepted(await world.ask(apiTokensQuery, {}, { as }));
    assert.deepEqual(await listed(eve), []);
    assert.deepEqual(
      (await listed(bob)).map(({ id, revoked }) => [id, revoked]),
      [[tokenId, false]],
    );
    accepted(await world.ask(revokeApiToken, { tokenId }, { as: ada }));
    accepted(await world.ask(revokeApiToken, { tokenId }, { as: bob }));
    await world.settled();
    assert.deepEqual(
      (await listed(bob)).map(({ id, revoked }) => [id, revoked]),
      [[tokenId, true]],
    );
    assert.equal(refusalOf(await world.ask(exchangeApiToken, { token: made.token }))[0], 'UNAUTHENTICATED');
  });

  it('are no good for a suspended account, nor when they are made up', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const [ada, bob] = [await join(world, 'ada'), await join(world, 'bob')];
    const { token } = accepted(
      await world.ask(createApiToken, { name: 'nightly', scopes: ['read'] }, { as: bob }),
    );
    accepted(await world.ask(suspendUser, { userId: bob.userId }, { as: ada }));
    for (const wrong of [token, `${token}x`, `berth_${idOf('none')}_${'A'.repeat(43)}`, 'A'.repeat(40)]) {
      assert.deepEqual(refusalOf(await world.ask(exchangeApiToken, { token: wrong })), [
        'UNAUTHENTICATED',
        undefined,
      ]);
    }
  });

  it('need the scope for what they do, and cannot create tokens', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    const script = (scope: string) =>
      ({ ...ada, kind: 'token', tokenId: idOf('token'), scopes: [scope] }) as const;
    accepted(await world.ask(viewerQuery, {}, { as: script('read') }));
    assert.deepEqual(refusalOf(await world.ask(viewerQuery, {}, { as: script('jobs') })), [
      'FORBIDDEN',
      'token',
    ]);
    const input = { name: 'more', scopes: ['admin' as const] };
    assert.equal(refusalOf(await world.ask(createApiToken, input, { as: script('admin') }))[0], 'FORBIDDEN');
  });
});
