import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { login, revokeSession, sessionsQuery, setRole } from '@berth/contracts/auth/operations';
import type { Identity } from '@berth/service-host/operation';
import {
  accepted,
  AuthTestStorage,
  identityOf,
  PASSWORD,
  refusalOf,
  type AuthTestService,
} from '../testing/auth-test-service.js';
import { idOf } from '../testing/fixtures.js';
import { join, logIn, refreshWith } from '../testing/crash-at-every-append.js';

const DAY = 86_400_000;

async function sessionsOf(
  world: AuthTestService,
  as: Identity,
  input: { userId?: string; first?: number } = {},
) {
  await world.settled();
  return accepted(await world.ask(sessionsQuery, input, { as })).items.map(({ node }) => node);
}

describe('sessions', () => {
  it('are shown to their owner with what logged in, when they were used, and which one asks', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const credentials = { login: 'ada', password: PASSWORD };
    const browser = identityOf(
      accepted(
        await world.ask(login, credentials, { userAgent: '  Firefox\u0007\n\u202e 140 ' + 'x'.repeat(300) }),
      ),
    );
    const named = { ...credentials, client: 'my laptop' };
    const laptop = accepted(await world.ask(login, named, { userAgent: 'berth-cli/0.1.0' }));
    ground.pass(DAY);
    accepted(await refreshWith(world, laptop));
    const seen = await sessionsOf(world, browser);
    assert.deepEqual(
      seen.map(({ client, current }) => [client?.slice(0, 11), current]),
      [
        ['my laptop', false],
        ['Firefox 140', true],
        [undefined, false],
      ],
    );
    assert.equal(seen[1]?.client?.length, 200);
    const [used, unused] = seen;
    assert.ok(used && unused && used.lastUsedAt > used.createdAt && used.expiresAt > unused.expiresAt);
    assert.equal(unused.lastUsedAt, unused.createdAt);
    assert.deepEqual((await sessionsOf(world, browser, { first: 1 })).length, 1);
    // what people log in with is theirs: the log has it sealed
    const log = JSON.stringify(await ground.events());
    assert.ok(!log.includes('my laptop') && !log.includes('Firefox'), 'a name is in the log');
    assert.equal((await sessionsOf(world, ada)).find(({ current }) => current)?.id, ada.sessionId);
  });

  it('that have expired are not shown', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start({ BERTH_SESSION_IDLE_TIMEOUT_DAYS: 2 });
    await join(world, 'ada');
    ground.pass(3 * DAY);
    const again = await logIn(world, 'ada');
    assert.deepEqual(
      (await sessionsOf(world, again)).map(({ id }) => id),
      [again.sessionId],
    );
  });

  it('are ended one by one, and may be ended again', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const one = await join(world, 'ada');
    const two = await logIn(world, 'ada');
    const ending = { sessionId: one.sessionId ?? '' };
    accepted(await world.ask(revokeSession, ending, { as: two }));
    accepted(await world.ask(revokeSession, ending, { as: two }));
    assert.equal(refusalOf(await refreshWith(world, one.tokens))[0], 'UNAUTHENTICATED');
    accepted(await refreshWith(world, two.tokens));
    assert.deepEqual(
      (await sessionsOf(world, two)).map(({ id }) => id),
      [two.sessionId],
    );
    const [ended] = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual([ended?.data['cause'], ended?.data['revokedBy']], ['logout', two.userId]);
  });

  it('that are refreshed while they are ended are ended: whoever comes first', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
    const ada = await join(one, 'ada');
    await Promise.all([
      refreshWith(two, ada.tokens),
      one.ask(revokeSession, { sessionId: ada.sessionId ?? '' }, { as: ada }),
    ]);
    const { state } = await one.auth.sessions.load(`session:${ada.sessionId}`, { fresh: true });
    assert.equal(state.status, 'ended');
  });

  it('of others are for admins, by the role that they have now', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    const carol = await join(world, 'carol');
    assert.equal((await sessionsOf(world, ada, { userId: bob.userId })).length, 1);
    const ofBob = { userId: bob.userId };
    const refused = await world.ask(sessionsQuery, ofBob, { as: carol });
    assert.deepEqual(refusalOf(refused), ['FORBIDDEN', 'userId']);
    const ending = { sessionId: bob.sessionId ?? '' };
    // that there is such a session is not told
    const byAnother = await world.ask(revokeSession, ending, { as: carol });
    assert.deepEqual(refusalOf(byAnother), ['NOT_FOUND', 'sessionId']);
    const unknown = await world.ask(revokeSession, { sessionId: idOf('none') }, { as: ada });
    assert.deepEqual(refusalOf(unknown), ['NOT_FOUND', 'sessionId']);
    const malformed = await world.ask(revokeSession, { sessionId: 'x' }, { as: ada });
    assert.deepEqual(refusalOf(malformed), ['VALIDATION_FAILED', 'sessionId']);
    // a token that still says admin
    accepted(await world.ask(setRole, { userId: carol.userId, role: 'admin' }, { as: ada }));
    accepted(
      await world.ask(setRole, { userId: ada.userId, role: 'member' }, { as: { ...carol, role: 'admin' } }),
    );
    assert.equal(refusalOf(await world.ask(revokeSession, ending, { as: ada }))[0], 'NOT_FOUND');
    assert.equal(refusalOf(await world.ask(sessionsQuery, ofBob, { as: ada }))[0], 'FORBIDDEN');
    // a script that may read only
    const script = { kind: 'token', userId: carol.userId, role: 'admin', tokenId: idOf('t') } as const;
    const reader = { ...script, scopes: ['read' as const] };
    assert.equal(refusalOf(await world.ask(sessionsQuery, ofBob, { as: reader }))[0], 'FORBIDDEN');
    assert.equal(refusalOf(await world.ask(revokeSession, ending, { as: reader }))[0], 'FORBIDDEN');
    accepted(await world.ask(revokeSession, ending, { as: { ...carol, role: 'admin' } }));
    assert.deepEqual(await sessionsOf(world, bob), []);
  });
});
