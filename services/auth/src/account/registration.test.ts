import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { err } from '@berth/kernel/result';
import { activateUser, login, register, usersQuery } from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, PASSWORD, refusalOf } from '../testing/auth-test-service.js';
import { emailOf, join } from '../testing/crash-at-every-append.js';
import { TAKEN } from '../user/registration-throttle.js';

const applicant = (username: string, changes: object = {}) => ({
  username,
  email: emailOf(username),
  password: PASSWORD,
  ...changes,
});

describe('registration', () => {
  it('makes the first user an admin and the others members, logged in', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    assert.equal(ada.role, 'admin');
    assert.equal(bob.role, 'member');
    assert.deepEqual(bob.tokens.user, {
      id: bob.userId,
      username: 'bob',
      personalData: 'readable',
      email: 'bob@example.org',
      role: 'member',
      status: 'active',
      profile: {},
      createdAt: bob.tokens.user.createdAt,
    });
  });

  it('leaves later users awaiting activation where the installation says so', async () => {
    const world = await (await AuthTestStorage.open()).start({ BERTH_REGISTRATION: 'approval' });
    const ada = await join(world, 'ada');
    const made = accepted(await world.ask(register, applicant('bob')));
    assert.ok('awaitingActivation' in made);
    assert.equal(made.user.status, 'awaitingActivation');
    const tried = await world.ask(login, { login: 'bob', password: PASSWORD });
    assert.deepEqual(refusalOf(tried), ['INVALID_STATE', undefined]);
    assert.deepEqual(tried.ok ? undefined : tried.error.details, { status: 'awaitingActivation' });
    assert.equal(
      accepted(await world.ask(activateUser, { userId: made.user.id }, { as: ada })).status,
      'active',
    );
    accepted(await world.ask(login, { login: 'bob', password: PASSWORD }));
  });

  it('refuses names, addresses and phone numbers that are taken, in any spelling', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    await join(world, 'Ada', { phone: '+49 30 1234567' });
    const phone = { profile: { phone: '+49-30-123 45 67' } };
    for (const input of [
      applicant('ADA', { email: 'other@example.org' }),
      applicant('ａｄａ', { email: 'other@example.org' }),
      applicant('other', { email: 'ADA@Example.org' }),
      applicant('other', phone),
    ]) {
      // Naming the field would reveal who has an account.
      assert.deepEqual(await world.ask(register, input), err(TAKEN));
    }
    // What a refused registration had claimed is free again.
    await join(world, 'other');
    world.startReactors();
    await world.settled();
    assert.equal(await openClaims(ground), 6);
  });

  it('limits attempts with many names, addresses or numbers', async () => {
    const world = await (await AuthTestStorage.open()).start();
    await join(world, 'ada');
    const tryOf = async (email: string, remoteAddress: string) =>
      refusalOf(await world.ask(register, applicant('other', { email }), { remoteAddress }))[0];
    const found: (string | undefined)[] = [];
    while (found.length < 20 && found.at(-1) !== 'RATE_LIMITED')
      found.push(await tryOf('ada@example.org', 'here'));
    assert.equal(found.at(-1), 'RATE_LIMITED');
    assert.equal(found.length, 11);
    assert.equal(await tryOf('nobody@example.org', 'here'), 'RATE_LIMITED');
    accepted(await world.ask(register, applicant('other'), { remoteAddress: 'there' }));
  });

  it('asks for the profile fields that the installation requires', async () => {
    const world = await (
      await AuthTestStorage.open()
    ).start({ BERTH_REQUIRED_PROFILE_FIELDS: ['lab', 'phone'] });
    const ask = (profile: object) => world.ask(register, applicant('ada', { profile }));
    assert.deepEqual(refusalOf(await ask({})), ['VALIDATION_FAILED', 'profile.lab']);
    assert.deepEqual(refusalOf(await ask({ lab: 'Vision' })), ['VALIDATION_FAILED', 'profile.phone']);
    assert.deepEqual(refusalOf(await ask({ lab: ' ', phone: '12345' })), [
      'VALIDATION_FAILED',
      'profile.lab',
    ]);
    accepted(await ask({ lab: 'Vision', phone: '12345' }));
  });

  it('refuses weak passwords and zones that do not exist', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const refused = async (changes: object) =>
      refusalOf(await world.ask(register, applicant('ada', changes)));
    assert.deepEqual(await refused({ password: 'password1' }), ['VALIDATION_FAILED', 'password']);
    assert.deepEqual(await refused({ password: 'ada@example.org' }), ['VALIDATION_FAILED', 'password']);
    assert.deepEqual(await refused({ profile: { timeZone: 'Mars/Olympus' } }), [
      'VALIDATION_FAILED',
      'profile.timeZone',
    ]);
  });

  it('answers a repeat with the same account, and refuses the key for anything else', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const first = accepted(await world.ask(register, applicant('ada'), { key: 'k' }));
    const before = (await ground.events()).length;
    const again = accepted(await world.ask(register, applicant('ada'), { key: 'k' }));
    assert.equal(again.user.id, first.user.id);
    assert.ok('refreshToken' in first && 'refreshToken' in again);
    assert.equal(again.refreshToken, first.refreshToken);
    assert.equal((await ground.events()).length, before);
    const other = await world.ask(register, applicant('ada', { email: 'new@example.org' }), { key: 'k' });
    assert.deepEqual(refusalOf(other), ['IDEMPOTENCY_KEY_REUSED', 'idempotencyKey']);
    // Callers who are not logged in share a space of keys, but never each other's account.
    const bob = accepted(await world.ask(register, applicant('bob'), { key: 'k' }));
    assert.notEqual(bob.user.id, first.user.id);
  });

  it('makes exactly one admin of 50 who register at once', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
    one.startReactors();
    const names = Array.from({ length: 50 }, (_, index) => `user${index}`);
    const made = await Promise.all(names.map((name, index) => join(index % 2 ? one : two, name)));
    assert.equal(made.filter(({ role }) => role === 'admin').length, 1);
    await one.settled();
    const admin = made.find(({ role }) => role === 'admin');
    const { items } = accepted(await one.ask(usersQuery, { first: 100, role: 'admin' }, { as: admin }));
    assert.deepEqual(
      items.map(({ node }) => node.id),
      [admin?.userId],
    );
  });

  it('lets one of 20 have a name that all want at once', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
    one.startReactors();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? one : two).ask(register, applicant(`user${index}`, { email: 'wanted@example.org' })),
      ),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
    for (const outcome of outcomes) {
      if (!outcome.ok) assert.deepEqual(refusalOf(outcome), ['ALREADY_EXISTS', undefined]);
    }
    await one.settled();
    // The user name, the address and the place of the first user.
    assert.equal(await openClaims(ground), 3);
  });

  it('leaves no password, address or name in the log', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    await join(world, 'lovelace', { givenName: 'Augusta', phone: '+49 30 1234567' });
    const log = JSON.stringify(await ground.events());
    for (const secret of [PASSWORD, 'lovelace', 'Augusta', '1234567', 'argon2id']) {
      assert.ok(!log.includes(secret), `the log tells ${secret}`);
    }
  });
});

/** Claims that have been made and not released. */
async function openClaims(ground: AuthTestStorage): Promise<number> {
  const events = await ground.events();
  const count = (type: string) => events.filter((event) => event.type === type).length;
  return count('auth.claim.made.v1') - count('auth.claim.released.v1');
}
