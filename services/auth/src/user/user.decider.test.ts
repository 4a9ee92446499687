import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { UserEvent } from '@berth/contracts/auth/events';
import { given } from '@berth/service-host/testing';
import { aRegisteredUser, claimsOf, idOf, sealed } from '../testing/fixtures.js';
import { userDecider } from './user.decider.js';
import { evolveUser, isSessionValid, isAccount, noUser, type User } from './user.js';

const userId = idOf('ada');
const member = aRegisteredUser();
const admin = aRegisteredUser('ada', { role: 'admin' });
const waiting = aRegisteredUser('ada', { status: 'awaitingActivation' });
const deleted: UserEvent = { type: 'auth.user.deleted.v1', data: { userId } };
const suspended: UserEvent = { type: 'auth.user.suspended.v1', data: { userId } };
const activated: UserEvent = { type: 'auth.user.activated.v1', data: { userId } };
const roleSet = (role: 'admin' | 'member'): UserEvent => ({
  type: 'auth.user.roleSet.v1',
  data: { userId, role },
});

const fold = (...events: readonly UserEvent[]): User => events.reduce(evolveUser, noUser);
const account = (...events: readonly UserEvent[]) => {
  const user = fold(...events);
  assert.ok(isAccount(user));
  return user;
};

describe('a user', () => {
  it('registers once', () => {
    const { data } = member;
    const register = { type: 'registerUser', ...data, claims: claimsOf('ada') } as const;
    given(userDecider).when(register).then(member).and.when(register).nothing();
    given(userDecider).events(member, deleted).when(register).nothing();
  });

  it('can only be changed where there is one', () => {
    const setRole = { type: 'setRole', role: 'auditor' } as const;
    given(userDecider).when(setRole).refused('NOT_FOUND', 'userId');
    given(userDecider).events(member, deleted).when(setRole).refused('NOT_FOUND', 'userId');
  });

  it('changes the profile from the version it was read at', () => {
    const update = {
      type: 'updateProfile',
      profile: sealed('new'),
      claims: claimsOf('b'),
      basedOn: 0,
    } as const;
    given(userDecider)
      .events(member)
      .when(update)
      .then({
        type: 'auth.user.profileUpdated.v1',
        data: { userId, profile: sealed('new'), claims: claimsOf('b') },
      })
      .and.when(update)
      .refused('INVALID_STATE');
  });

  it('changes the password that was checked, and keeps the session that asked', () => {
    const change = {
      type: 'changePassword',
      verifier: sealed('new'),
      keptSessionId: idOf('session'),
      basedOn: 0,
    } as const;
    given(userDecider)
      .events(member)
      .when(change)
      .then({
        type: 'auth.user.passwordChanged.v1',
        data: { userId, verifier: sealed('new'), keptSessionId: idOf('session') },
      })
      .and.when(change)
      .refused('INVALID_STATE');
  });

  it('is activated, suspended and activated again', () => {
    given(userDecider)
      .events(waiting)
      .when({ type: 'activateUser' })
      .then(activated)
      .and.when({ type: 'activateUser' })
      .nothing()
      .and.when({ type: 'suspendUser', reason: 'left the lab' })
      .then({ type: 'auth.user.suspended.v1', data: { userId, reason: 'left the lab' } })
      .and.when({ type: 'suspendUser' })
      .nothing()
      .and.when({ type: 'activateUser' })
      .then(activated);
  });

  it('gets a role, and the same one again is no event', () => {
    given(userDecider)
      .events(member)
      .when({ type: 'setRole', role: 'admin' })
      .then(roleSet('admin'))
      .and.when({ type: 'setRole', role: 'admin' })
      .nothing();
  });

  it('ceases to be an active admin only after leaving the roster, as the admin of now', () => {
    for (const command of [
      { type: 'setRole', role: 'member' },
      { type: 'suspendUser' },
      { type: 'deleteUser' },
    ] as const) {
      given(userDecider).events(admin).when(command).refused('INVALID_STATE');
      given(userDecider)
        .events(admin, suspended, activated)
        .when({ ...command, leftRosterAt: 1 })
        .refused('INVALID_STATE');
      assert.ok(
        given(userDecider)
          .events(admin)
          .when({ ...command, leftRosterAt: 1 }).and,
      );
    }
    const leaving = given(userDecider).events(admin);
    leaving.when({ type: 'setRole', role: 'member', leftRosterAt: 1 }).then(roleSet('member'));
    leaving.when({ type: 'suspendUser', leftRosterAt: 1 }).then(suspended);
    leaving.when({ type: 'deleteUser', leftRosterAt: 1 }).then(deleted);
    given(userDecider).events(admin, suspended).when({ type: 'deleteUser' }).then(deleted);
  });

  it('is recovered as an active admin with a new password, whatever it was', () => {
    given(userDecider)
      .events(member, suspended)
      .when({ type: 'recoverAdmin', verifier: sealed('new') })
      .thenTypes('auth.user.roleSet.v1', 'auth.user.activated.v1', 'auth.user.passwordChanged.v1');
    given(userDecider)
      .events(admin)
      .when({ type: 'recoverAdmin', verifier: sealed('new') })
      .thenTypes('auth.user.passwordChanged.v1');
  });

  it('knows since when it is an active admin', () => {
    assert.equal(account(admin).adminSince, 1);
    assert.equal(account(member, roleSet('admin')).adminSince, 2);
    assert.equal(account(admin, roleSet('member')).adminSince, undefined);
    assert.equal(account(admin, suspended).adminSince, undefined);
    assert.equal(account(admin, suspended, activated).adminSince, 3);
    assert.equal(
      account(aRegisteredUser('ada', { role: 'admin', status: 'awaitingActivation' })).adminSince,
      undefined,
    );
  });

  it('accepts sessions of the current password, and the one that changed it', () => {
    const changed: UserEvent = {
      type: 'auth.user.passwordChanged.v1',
      data: { userId, verifier: sealed('new'), keptSessionId: idOf('kept') },
    };
    const user = account(member, changed);
    assert.ok(isSessionValid(user, idOf('any'), 1));
    assert.ok(isSessionValid(user, idOf('kept'), 0));
    assert.ok(!isSessionValid(user, idOf('any'), 0));
  });
});
