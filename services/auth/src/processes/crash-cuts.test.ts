import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  createProject,
  deleteUser,
  register,
  setRole,
  updateProfile,
} from '@berth/contracts/auth/operations';
import type { ClaimEvent } from '@berth/contracts/auth/events';
import type { RecordedEvent } from '@berth/event-store';
import { AuthGround, PASSWORD, type AuthWorld } from '../testing/auth-world.js';
import { CutError, cutAfter } from '../testing/cut-store.js';
import { emailOf, join, type Person } from '../testing/people.js';

const MOST_APPENDS = 30;

interface Story {
  /** What was there before. */
  readonly before?: (world: AuthWorld) => Promise<readonly Person[]>;
  readonly command: (world: AuthWorld, people: readonly Person[]) => Promise<unknown>;
  /** What must hold in the end, whether the command came through or was taken on from where it was cut. */
  readonly after: (events: readonly RecordedEvent[], people: readonly Person[]) => void;
}

/**
 * Carries the command out in a process that dies after its first append, then its second, and so on until it comes
 * through; each time a new process takes over, with nothing but the store.
 */
async function cutEverywhere(t: TestContext, { before, command, after }: Story): Promise<void> {
  for (let appends = 0; appends < MOST_APPENDS; appends += 1) {
    const ground = await AuthGround.open(t);
    const peaceful = await ground.start(t);
    const people = (await before?.(peaceful)) ?? [];
    const length = (await ground.events()).length;

    const doomed = await ground.start(t, {}, cutAfter(ground.store, appends));
    const cut = await command(doomed, people).then(
      () => false,
      (error: unknown) => {
        if (error instanceof CutError) return true;
        throw error;
      },
    );
    const heir = await ground.start(t);
    heir.startReactors();
    await heir.settled();

    const events = await ground.events();
    try {
      noClaimIsLeftPending(events);
      if (appends === 0) assert.equal(events.slice(length).filter(isOfCommand).length, 0);
      else after(events, people);
    } catch (error) {
      assert.fail(`cut after append ${appends}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await heir.stop();
    if (!cut) return;
  }
  assert.fail(`still not through after ${MOST_APPENDS} appends`);
}

const isOfCommand = ({ metadata }: RecordedEvent) => metadata.actor.kind === 'user';
const ofType = (events: readonly RecordedEvent[], type: string) =>
  events.filter((event) => event.type === type);

function openClaims(events: readonly RecordedEvent[]) {
  const claims = new Map<string, { ownerId: string; completed: boolean }>();
  for (const event of events as readonly (RecordedEvent & ClaimEvent)[]) {
    if (event.type === 'auth.claim.made.v1') {
      claims.set(event.stream, { ownerId: event.data.ownerId, completed: false });
    }
    if (event.type === 'auth.claim.completed.v1') {
      claims.set(event.stream, { ownerId: event.data.ownerId, completed: true });
    }
    if (event.type === 'auth.claim.released.v1') claims.delete(event.stream);
  }
  return [...claims.values()];
}

function noClaimIsLeftPending(events: readonly RecordedEvent[]): void {
  assert.deepEqual(
    openClaims(events).filter(({ completed }) => !completed),
    [],
  );
}

describe('a process that dies between any two appends', () => {
  it('has registered a person wholly, as the first', (t) =>
    cutEverywhere(t, {
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

  it('has left no trace of a registration that was refused', (t) =>
    cutEverywhere(t, {
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

  it('has changed all names of a person and freed the old ones', (t) =>
    cutEverywhere(t, {
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
    }));

  it('has founded a project', (t) =>
    cutEverywhere(t, {
      before: async (world) => [await join(world, 'ada')],
      command: (world, [ada]) => world.ask(createProject, { name: 'Vision' }, { as: ada }),
      after: (events) => {
        assert.equal(ofType(events, 'auth.project.created.v1').length, 1);
        assert.equal(openClaims(events).length, 4);
      },
    }));

  it('has demoted an admin who had left the roster', (t) =>
    cutEverywhere(t, {
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

  it('has deleted a person, names, memberships and all', (t) =>
    cutEverywhere(t, {
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
        assert.equal(
          openClaims(events).filter(({ ownerId }) => ownerId === bob?.userId).length,
          deleted ? 0 : 2,
        );
      },
    }));
});

async function twoAdmins(world: AuthWorld): Promise<readonly Person[]> {
  const people = [await join(world, 'ada'), await join(world, 'bob')];
  await world.ask(setRole, { userId: people[1]?.userId ?? '', role: 'admin' }, { as: people[0] });
  return people;
}
