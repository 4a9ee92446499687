import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  activateUser,
  addMember,
  createApiToken,
  createProject,
  deleteUser,
  exchangeApiToken,
  login,
  projectsByIdQuery,
  refresh,
  register,
  setRole,
  suspendUser,
  updateProfile,
  usersByIdQuery,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, PASSWORD, refusalOf } from '../testing/auth-test-service.js';
import { emailOf, join } from '../testing/crash-at-every-append.js';

describe('a profile', () => {
  it('is changed field by field, and an empty text clears one', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada', { lab: 'Vision', phone: '+49 30 1234567' });
    const changed = accepted(
      await world.ask(updateProfile, { profile: { givenName: 'Ada', lab: '', phone: '' } }, { as: ada }),
    );
    assert.deepEqual(changed.profile, { givenName: 'Ada' });
    assert.deepEqual(accepted(await world.ask(viewerQuery, {}, { as: ada })), changed);
  });

  it('takes new names, which are then taken, and frees the old ones', async () => {
    const world = await (await AuthTestStorage.open()).start();
    world.startReactors();
    const ada = await join(world, 'ada', { phone: '+49 30 1234567' });
    const bob = await join(world, 'bob');
    const rename = { username: 'lovelace', email: emailOf('lovelace'), profile: { phone: '' } };
    assert.equal(accepted(await world.ask(updateProfile, rename, { as: ada })).username, 'lovelace');
    const taken = await world.ask(updateProfile, { username: 'Lovelace' }, { as: bob });
    assert.deepEqual(refusalOf(taken), ['ALREADY_EXISTS', 'username']);
    accepted(await world.ask(login, { login: 'lovelace@example.org', password: PASSWORD }));
    await world.settled();
    assert.equal(
      refusalOf(await world.ask(login, { login: 'ada', password: PASSWORD }))[0],
      'UNAUTHENTICATED',
    );
    await join(world, 'ada', { phone: '+49 30 1234567' });
  });

  it('keeps both of two changes at once', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
    const ada = await join(one, 'ada');
    await Promise.all([
      one.ask(updateProfile, { username: 'lovelace' }, { as: ada }),
      two.ask(updateProfile, { profile: { lab: 'Vision' } }, { as: ada }),
      one.ask(updateProfile, { profile: { givenName: 'Ada' } }, { as: ada }),
      two.ask(updateProfile, { email: emailOf('countess') }, { as: ada }),
    ]);
    const { username, email, profile } = accepted(await one.ask(viewerQuery, {}, { as: ada }));
    assert.deepEqual(
      [username, email, profile],
      ['lovelace', emailOf('countess'), { lab: 'Vision', givenName: 'Ada' }],
    );
  });

  it('can be given back its old name, once that is free', async () => {
    const world = await (await AuthTestStorage.open()).start();
    world.startReactors();
    const ada = await join(world, 'ada');
    for (const username of ['lovelace', 'ada', 'lovelace', 'Ada']) {
      accepted(await world.ask(updateProfile, { username }, { as: ada }));
      await world.settled();
    }
    assert.deepEqual(
      refusalOf(await world.ask(register, { username: 'ada', email: 'x@example.org', password: PASSWORD })),
      ['ALREADY_EXISTS', undefined],
    );
    await join(world, 'lovelace');
  });
});

describe('admins', () => {
  it('set roles, activate and suspend; others do not', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    const userId = bob.userId;
    assert.equal(
      accepted(await world.ask(setRole, { userId, role: 'operator' }, { as: ada })).role,
      'operator',
    );
    assert.equal(
      accepted(await world.ask(suspendUser, { userId, reason: 'left' }, { as: ada })).status,
      'suspended',
    );
    assert.equal(accepted(await world.ask(activateUser, { userId }, { as: ada })).status, 'active');
    const operator = { ...bob, role: 'operator' } as const;
    assert.equal(
      refusalOf(await world.ask(setRole, { userId, role: 'admin' }, { as: operator }))[0],
      'FORBIDDEN',
    );
    const missing = await world.ask(setRole, { userId: '0'.repeat(26), role: 'admin' }, { as: ada });
    assert.deepEqual(refusalOf(missing), ['NOT_FOUND', 'userId']);
  });

  it('are what they are now, not what their token says', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    accepted(await world.ask(setRole, { userId: bob.userId, role: 'admin' }, { as: ada }));
    const stale = { ...bob, role: 'admin' } as const;
    accepted(await world.ask(setRole, { userId: bob.userId, role: 'member' }, { as: ada }));
    const again = await world.ask(setRole, { userId: bob.userId, role: 'admin' }, { as: stale });
    assert.equal(refusalOf(again)[0], 'FORBIDDEN');
    accepted(await world.ask(suspendUser, { userId: bob.userId }, { as: ada }));
    assert.equal(
      refusalOf(await world.ask(updateProfile, { username: 'x.y' }, { as: bob }))[0],
      'UNAUTHENTICATED',
    );
  });

  it('never lose the last one of them', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    const { userId } = ada;
    for (const last of [
      await world.ask(setRole, { userId, role: 'member' }, { as: ada }),
      await world.ask(suspendUser, { userId }, { as: ada }),
      await world.ask(deleteUser, { userId }, { as: ada }),
    ]) {
      assert.deepEqual(refusalOf(last), ['INVALID_STATE', 'userId']);
    }
    const bob = await join(world, 'bob');
    accepted(await world.ask(setRole, { userId: bob.userId, role: 'admin' }, { as: ada }));
    assert.equal(accepted(await world.ask(setRole, { userId, role: 'member' }, { as: ada })).role, 'member');
  });

  it('keep one, however many step down at once, in whichever way', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
    one.startReactors();
    const first = await join(one, 'admin0');
    const rest = await Promise.all(Array.from({ length: 5 }, (_, index) => join(one, `admin${index + 1}`)));
    for (const { userId } of rest) accepted(await one.ask(setRole, { userId, role: 'admin' }, { as: first }));
    const all = [first, ...rest].map((person) => ({ ...person, role: 'admin' }) as const);
    await Promise.all(
      all.map((as, index) => {
        const world = index % 2 ? one : two;
        const { userId } = as;
        if (index % 3 === 0) return world.ask(setRole, { userId, role: 'member' }, { as });
        return index % 3 === 1
          ? world.ask(suspendUser, { userId }, { as })
          : world.ask(deleteUser, { userId }, { as });
      }),
    );
    await one.settled();
    const overseer = { ...first, role: 'admin' } as const;
    const views = accepted(
      await one.ask(usersByIdQuery, { ids: all.map(({ userId }) => userId) }, { as: overseer }),
    );
    const left = views.filter(({ role, status }) => role === 'admin' && status === 'active');
    assert.equal(left.length, 1);
  });
});

describe('a deleted person', () => {
  it('can do nothing, leaves nothing personal, and gives the names back', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    world.startReactors();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob', { givenName: 'Robert' });
    const project = accepted(await world.ask(createProject, { name: 'Vision' }, { as: ada }));
    accepted(await world.ask(addMember, { projectId: project.id, userId: bob.userId }, { as: ada }));
    const { token } = accepted(
      await world.ask(createApiToken, { name: 'nightly', scopes: ['read'] }, { as: bob }),
    );
    accepted(await world.ask(deleteUser, { userId: bob.userId }, { as: ada }));
    await world.settled();

    assert.equal(
      refusalOf(await world.ask(login, { login: 'bob', password: PASSWORD }))[0],
      'UNAUTHENTICATED',
    );
    const { refreshToken } = bob.tokens;
    assert.equal(refusalOf(await world.ask(refresh, { refreshToken }))[0], 'UNAUTHENTICATED');
    assert.equal(refusalOf(await world.ask(exchangeApiToken, { token }))[0], 'UNAUTHENTICATED');
    const [view] = accepted(await world.ask(usersByIdQuery, { ids: [bob.userId] }, { as: ada }));
    assert.deepEqual(
      view && { username: view.username, status: view.status, email: view.email, profile: view.profile },
      {
        username: 'deleted user',
        status: 'deleted',
        email: undefined,
        profile: undefined,
      },
    );
    const [seen] = accepted(await world.ask(projectsByIdQuery, { ids: [project.id] }, { as: ada }));
    assert.deepEqual(seen?.members, [{ userId: ada.userId, memberRole: 'lead' }]);
    for (const { data } of await ground.events()) {
      for (const value of Object.values(data)) {
        const keyId = (value as { keyId?: string } | null)?.keyId;
        if (keyId === `user:${bob.userId}`) assert.equal(await ground.vault.open(value as never), undefined);
      }
    }
    assert.notEqual((await join(world, 'bob')).userId, bob.userId);
  });
});
