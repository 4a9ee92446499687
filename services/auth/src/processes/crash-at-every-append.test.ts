import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  changePassword,
  createProject,
  deleteUser,
  register,
  setRole,
  updateProfile,
} from '@berth/contracts/auth/operations';
import { PASSWORD, type AuthTestService } from '../testing/auth-test-service.js';
import {
  crashAtEveryAppend,
  crashManagersAtEveryAppend,
  ofType,
  openClaims,
  type Scenario,
  emailOf,
  join,
  logIn,
  type Person,
} from '../testing/crash-at-every-append.js';

const rename: Scenario = {
  before: async (world) => [await join(world, 'ada', { phone: '+49 30 1234567' })],
  command: (world, [ada]) =>
    world.ask(
      updateProfile,
      { username: 'lovelace', email: emailOf('lovelace'), profile: { phone: '+44 20 7654321' } },
      { as: ada },
    ),
  after: (events) => {
    assert.equal(ofType(events, 'auth.user.profileUpdated.v1').length, 1);
    assert.equal(openClaims(events).length, 4);
    assert.equal(ofType(events, 'auth.claim.released.v1').length, 3);
  },
};

const deletion: Scenario = {
  before: async (world) => {
    const [ada, bob] = await twoAdmins(world);
    if (!ada || !bob) throw new Error('two admins were wanted');
    await world.ask(createProject, { name: 'Vision' }, { as: bob });
    return [ada, bob];
  },
  command: (world, [ada, bob]) => world.ask(deleteUser, { userId: bob?.userId ?? '' }, { as: ada }),
  after: (events, [, bob]) => {
    const deleted = ofType(events, 'auth.user.deleted.v1').length;
    assert.equal(ofType(events, 'auth.adminRoster.left.v1').length, deleted);
    assert.equal(ofType(events, 'auth.project.memberRemoved.v1').length, deleted);
    assert.equal(openClaims(events).filter(({ ownerId }) => ownerId === bob?.userId).length, deleted ? 0 : 2);
  },
};

describe('a process that crashes between any two appends', () => {
  it('has registered a person wholly, as the first', () =>
    crashAtEveryAppend({
      command: (world) => join(world, 'ada', { phone: '+49 30 1234567' }),
      after: (events) => {
        const registered = ofType(events, 'auth.user.registered.v1');
        assert.deepEqual(
          registered.map(({ data }) => data['role']),
          ['admin'],
        );
        assert.equal(openClaims(events).length, 4);
        assert.equal(ofType(events, 'auth.adminRoster.joined.v1').length, 1);
      },
    }));

  it('has left no trace of a registration that was refused', () =>
    crashAtEveryAppend({
      before: async (world) => [await join(world, 'ada', { phone: '+49 30 1234567' })],
      command: (world) =>
        world.ask(register, {
          username: 'bob',
          email: emailOf('bob'),
          password: PASSWORD,
          profile: { phone: '+49 30 1234567' },
        }),
      after: (events) => {
        assert.equal(ofType(events, 'auth.user.registered.v1').length, 1);
        assert.equal(openClaims(events).length, 4);
      },
    }));

  it('has changed all names of a person and freed the old ones', () => crashAtEveryAppend(rename));

  it('has created a project', () =>
    crashAtEveryAppend({
      before: async (world) => [await join(world, 'ada')],
      command: (world, [ada]) => world.ask(createProject, { name: 'Vision' }, { as: ada }),
      after: (events) => {
        assert.equal(ofType(events, 'auth.project.created.v1').length, 1);
        assert.equal(openClaims(events).length, 4);
      },
    }));

  it('has demoted an admin who had left the roster', () =>
    crashAtEveryAppend({
      before: twoAdmins,
      command: (world, [ada, bob]) =>
        world.ask(setRole, { userId: bob?.userId ?? '', role: 'member' }, { as: ada }),
      after: (events) => {
        const left = ofType(events, 'auth.adminRoster.left.v1').length;
        const demoted = ofType(events, 'auth.user.roleSet.v1').filter(
          ({ data }) => data['role'] === 'member',
        );
        assert.equal(demoted.length, left);
      },
    }));

  it('has deleted an account with its names and memberships', () => crashAtEveryAppend(deletion));
});

describe('process managers that crash between any two appends', () => {
  it('have released the abandoned names', () => crashManagersAtEveryAppend(rename));

  it('have completed the deletion of an account', () => crashManagersAtEveryAppend(deletion));

  it('have ended the sessions of a former password', () =>
    crashManagersAtEveryAppend({
      before: async (world) => [
        await join(world, 'ada'),
        await logIn(world, 'ada'),
        await logIn(world, 'ada'),
      ],
      command: (world, [ada]) =>
        world.ask(
          changePassword,
          { currentPassword: PASSWORD, newPassword: 'another long secret' },
          { as: ada },
        ),
      after: (events, [, ...others]) => {
        const ended = ofType(events, 'auth.session.ended.v1').map(({ data }) => String(data['sessionId']));
        assert.deepEqual(ended.sort(), others.map(({ sessionId }) => sessionId ?? '').sort());
      },
    }));
});

async function twoAdmins(world: AuthTestService): Promise<readonly Person[]> {
  const people = [await join(world, 'ada'), await join(world, 'bob')];
  await world.ask(setRole, { userId: people[1]?.userId ?? '', role: 'admin' }, { as: people[0] });
  return people;
}
