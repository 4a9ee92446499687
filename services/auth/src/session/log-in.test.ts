import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { login, suspendUser } from '@berth/contracts/auth/operations';
import { accepted, AuthGround, PASSWORD, refusalOf } from '../testing/auth-world.js';
import { join } from '../testing/people.js';

describe('logging in', () => {
  it('works by user name and by e-mail address, in any case', async (t) => {
    const world = await (await AuthGround.open(t)).start(t);
    const ada = await join(world, 'ada');
    for (const name of ['ada', ' ADA ', 'ada@example.org', 'Ada@Example.org']) {
      assert.equal(accepted(await world.ask(login, { login: name, password: PASSWORD })).user.id, ada.userId);
    }
  });

  it('looks the same for a wrong password and for a name that is not there', async (t) => {
    const world = await (await AuthGround.open(t)).start(t);
    await join(world, 'ada');
    const checked: (string | undefined)[] = [];
    const { hasher } = world.auth;
    const verify = hasher.verify.bind(hasher);
    hasher.verify = (verifier, password) => {
      checked.push(verifier);
      return verify(verifier, password);
    };
    const wrong = await world.ask(login, { login: 'ada', password: 'wrong password' });
    const unknown = await world.ask(login, { login: 'nobody', password: 'wrong password' });
    assert.deepEqual(wrong, unknown);
    assert.deepEqual(refusalOf(wrong), ['UNAUTHENTICATED', undefined]);
    // As much is computed for nobody as for somebody.
    assert.deepEqual(
      checked.map((verifier) => typeof verifier),
      ['string', 'undefined'],
    );
  });

  it('is throttled by account and by address, for accounts that are not there too', async (t) => {
    const world = await (
      await AuthGround.open(t)
    ).start(t, {
      BERTH_LOGIN_TRIES_PER_ACCOUNT: 2,
      BERTH_LOGIN_TRIES_PER_ADDRESS: 3,
    });
    await join(world, 'ada');
    const tryOf = async (name: string, remoteAddress: string) =>
      refusalOf(await world.ask(login, { login: name, password: 'wrong password', remoteAddress }))[0];
    for (const name of ['ada', 'nobody']) {
      assert.equal(await tryOf(name, `of ${name}`), 'UNAUTHENTICATED');
      assert.equal(await tryOf(name, `of ${name}`), 'UNAUTHENTICATED');
      assert.equal(await tryOf(name, 'another'), 'RATE_LIMITED');
    }
    const right = await world.ask(login, { login: 'ada', password: PASSWORD });
    assert.equal(refusalOf(right)[0], 'RATE_LIMITED');
    assert.equal(await tryOf('third', 'of ada'), 'UNAUTHENTICATED');
    assert.equal(await tryOf('fourth', 'of ada'), 'RATE_LIMITED');
  });

  it('tells only who knows the password that the account is suspended', async (t) => {
    const world = await (await AuthGround.open(t)).start(t);
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    accepted(await world.ask(suspendUser, { userId: bob.userId }, { as: ada }));
    const wrong = await world.ask(login, { login: 'bob', password: 'wrong password' });
    assert.equal(refusalOf(wrong)[0], 'UNAUTHENTICATED');
    const right = await world.ask(login, { login: 'bob', password: PASSWORD });
    assert.equal(refusalOf(right)[0], 'FORBIDDEN');
  });

  it('answers a repeat with the same session', async (t) => {
    const world = await (await AuthGround.open(t)).start(t);
    await join(world, 'ada');
    await join(world, 'bob');
    const one = accepted(await world.ask(login, { login: 'ada', password: PASSWORD }, { key: 'k' }));
    const again = accepted(await world.ask(login, { login: 'ada', password: PASSWORD }, { key: 'k' }));
    assert.equal(again.refreshToken, one.refreshToken);
    const other = accepted(await world.ask(login, { login: 'bob', password: PASSWORD }, { key: 'k' }));
    assert.notEqual(other.refreshToken.slice(0, 26), one.refreshToken.slice(0, 26));
  });
});
