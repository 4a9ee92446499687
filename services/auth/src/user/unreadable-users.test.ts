import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  changePassword,
  deleteUser,
  login,
  updateProfile,
  usersByIdQuery,
  usersQuery,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import { aNewEvent } from '@berth/event-store/testing';
import { newId } from '@berth/kernel/ids';
import { decodeProtectedHeader } from 'jose';
import { claimStream } from '../claim/claim-names.js';
import { accepted, AuthTestStorage, PASSWORD, refusalOf } from '../testing/auth-test-service.js';
import { join, logIn, refreshWith } from '../testing/crash-at-every-append.js';

/** Bob's key is lost, carol's damaged, dave has deleted his account; a new process of auth has just started. */
async function aDamagedLab() {
  const ground = await AuthTestStorage.open();
  const before = await ground.start();
  const ada = await join(before, 'ada');
  const bob = await join(before, 'bob');
  const carol = await join(before, 'carol');
  const dave = await join(before, 'dave');
  accepted(await before.ask(deleteUser, { userId: dave.userId }, { as: ada }));
  before.startReactors();
  await before.settled();
  await before.stop();
  ground.changeKeys(`DELETE FROM keys WHERE id = 'user:${bob.userId}'`);
  ground.changeKeys(`UPDATE keys SET wrapped = zeroblob(60) WHERE id = 'user:${carol.userId}'`);
  const world = await ground.start();
  world.startReactors();
  await world.settled();
  return { ground, world, ada, bob, carol, dave };
}

describe('people whose key is lost or damaged', () => {
  it('are listed as such, beside all others', async () => {
    const { world, ada, bob, carol, dave } = await aDamagedLab();
    const { items } = accepted(await world.ask(usersQuery, {}, { as: ada }));
    const shown = items.map(({ node }) => [node.username, node.personalData, node.email ?? null]);
    assert.deepEqual(shown, [
      ['ada', 'readable', 'ada@example.org'],
      ['unreadable user', 'keyLost', null],
      ['unreadable user', 'keyDamaged', null],
    ]);
    const found = accepted(await world.ask(usersQuery, { search: 'ada' }, { as: ada }));
    assert.deepEqual(
      found.items.map(({ node }) => node.id),
      [ada.userId],
    );
    const ids = [bob, carol, dave, ada].map(({ userId }) => userId);
    const byId = accepted(await world.ask(usersByIdQuery, { ids }, { as: ada }));
    assert.deepEqual(
      byId.map(({ personalData }) => personalData),
      ['keyLost', 'keyDamaged', 'erased', 'readable'],
    );
  });

  it('cannot log in, which does not affect others', async () => {
    const { world, ada, bob, carol } = await aDamagedLab();
    for (const { username } of [bob, carol]) {
      const refused = await world.ask(login, { login: username, password: PASSWORD });
      assert.equal(refusalOf(refused)[0], 'UNAUTHENTICATED');
    }
    assert.equal((await logIn(world, 'ada')).userId, ada.userId);
    assert.equal((await join(world, 'eve')).username, 'eve');
  });

  it('keep their sessions, and see why their profile cannot be changed', async () => {
    const { world, bob, carol } = await aDamagedLab();
    for (const [as, state] of [
      [bob, 'keyLost'],
      [carol, 'keyDamaged'],
    ] as const) {
      accepted(await refreshWith(world, as.tokens));
      assert.equal(accepted(await world.ask(viewerQuery, {}, { as })).personalData, state);
      for (const refused of [
        await world.ask(updateProfile, { profile: { lab: 'Robotics' } }, { as }),
        await world.ask(
          changePassword,
          { currentPassword: PASSWORD, newPassword: 'another long secret' },
          { as },
        ),
      ]) {
        assert.ok(!refused.ok && refused.error.code === 'INVALID_STATE');
        assert.match(refused.error.message, /personal data .* restore keys\.sqlite from a backup/);
      }
    }
  });
});

describe('other keys that are lost or damaged', () => {
  for (const [what, statement] of [
    ['lost', "DELETE FROM keys WHERE id LIKE 'signing:%'"],
    ['damaged', "UPDATE keys SET wrapped = zeroblob(60) WHERE id LIKE 'signing:%'"],
  ] as const) {
    it(`a signing key that is ${what} is replaced once, and its tokens hold`, async () => {
      const ground = await AuthTestStorage.open();
      const ada = await join(await ground.start(), 'ada');
      ground.changeKeys(statement);
      const world = await ground.start();
      const kidOf = ({ tokens }: typeof ada) => decodeProtectedHeader(tokens.accessToken).kid;
      const [one, other] = [await logIn(world, 'ada'), await logIn(world, 'ada')];
      assert.notEqual(kidOf(one), kidOf(ada));
      assert.equal(kidOf(other), kidOf(one));
      const published = (await world.auth.accessTokens.jwks()).keys.map(({ kid }) => kid);
      assert.deepEqual(published, [kidOf(ada), kidOf(one)]);
    });
  }

  it('of an intent stop no process manager', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const lost = { ...(await ground.vault.seal('intent:1', 'x')), keyId: 'intent:gone' };
    const made = { kind: 'username', ownerId: newId(), intentId: newId(), intent: lost };
    const event = aNewEvent({ type: 'auth.claim.made.v1', data: made });
    await ground.store.append(claimStream('0'.repeat(64)), [event], 'noStream');
    world.startReactors();
    await join(world, 'ada');
    await world.settled();
  });
});
