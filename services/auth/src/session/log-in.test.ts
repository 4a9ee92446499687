import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { login, suspendUser } from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, PASSWORD, refusalOf } from '../testing/auth-test-service.js';
import { join } from '../testing/crash-at-every-append.js';

describe('logging in', () => {
  it('works by user name and by e-mail address, in any case', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    for (const name of ['ada', ' ADA ', 'ada@example.org', 'Ada@Example.org']) {
      assert.equal(accepted(await world.ask(login, { login: name, password: PASSWORD })).user.id, ada.userId);
    }
  });

  it('looks the same for a wrong password and for a name that is not there', async () => {
    const world = await (await AuthTestStorage.open()).start();
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
    // An unknown name costs as much computation as a known one.
    assert.deepEqual(
      checked.map((verifier) => typeof verifier),
      ['string', 'undefined'],
    );
  });

  it('is throttled by account, whatever name of it is typed, and for accounts that are not there too', async () => {
    const world = await (await AuthTestStorage.open()).start({ BERTH_MAX_LOGIN_FAILURES_PER_ACCOUNT: 2 });
    await join(world, 'ada');
    const tryOf = async (name: string, remoteAddress: string) =>
      refusalOf(await world.ask(login, { login: name, password: 'wrong password' }, { remoteAddress }))[0];
    for (const names of [
      ['ada', 'ADA@example.org', ' Ada '],
      ['nobody', 'NOBODY', 'nobody'],
    ] as const) {
      const [first, second, third] = names;
      assert.equal(await tryOf(first, 'here'), 'UNAUTHENTICATED');
      assert.equal(await tryOf(second, 'here'), 'UNAUTHENTICATED');
      assert.equal(await tryOf(third, 'here'), 'RATE_LIMITED');
      assert.equal(await tryOf(third, 'there'), 'UNAUTHENTICATED');
    }
  });

  it('is throttled by address over all accounts', async () => {
    const world = await (await AuthTestStorage.open()).start({ BERTH_MAX_LOGIN_FAILURES_PER_NETWORK: 2 });
    await join(world, 'ada');
    const tryOf = async (name: string) =>
      refusalOf(
        await world.ask(login, { login: name, password: 'wrong password' }, { remoteAddress: 'here' }),
      )[0];
    assert.equal(await tryOf('one'), 'UNAUTHENTICATED');
    assert.equal(await tryOf('two'), 'UNAUTHENTICATED');
    assert.equal(await tryOf('ada'), 'RATE_LIMITED');
  });

  it('is not held up by others on a device that it was done on before', async () => {
    const world = await (await AuthTestStorage.open()).start({ BERTH_MAX_LOGIN_FAILURES_PER_ACCOUNT: 1 });
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    const here = { remoteAddress: 'here' };
    const { deviceToken } = accepted(await world.ask(login, { login: 'ada', password: PASSWORD }, here));
    const guess = { login: 'ada', password: 'wrong password' };
    assert.equal(refusalOf(await world.ask(login, guess, here))[0], 'UNAUTHENTICATED');
    const right = { login: 'ada', password: PASSWORD };
    assert.equal(refusalOf(await world.ask(login, right, here))[0], 'RATE_LIMITED');
    for (const wrong of [bob.tokens.deviceToken, `${deviceToken ?? ''}x`, 'nonsense'])
      assert.equal(
        refusalOf(await world.ask(login, { ...right, deviceToken: wrong }, here))[0],
        'RATE_LIMITED',
      );
    assert.equal(accepted(await world.ask(login, { ...right, deviceToken }, here)).user.id, ada.userId);
    // And it has a count of its own.
    assert.equal(refusalOf(await world.ask(login, { ...guess, deviceToken }, here))[0], 'UNAUTHENTICATED');
    assert.equal(refusalOf(await world.ask(login, { ...guess, deviceToken }, here))[0], 'RATE_LIMITED');
  });

  it('tells only who knows the password that the account is suspended', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    accepted(await world.ask(suspendUser, { userId: bob.userId }, { as: ada }));
    const wrong = await world.ask(login, { login: 'bob', password: 'wrong password' });
    assert.equal(refusalOf(wrong)[0], 'UNAUTHENTICATED');
    const right = await world.ask(login, { login: 'bob', password: PASSWORD });
    assert.equal(refusalOf(right)[0], 'FORBIDDEN');
  });

  it('answers a repeat with the same session', async () => {
    const world = await (await AuthTestStorage.open()).start();
    await join(world, 'ada');
    await join(world, 'bob');
    const one = accepted(await world.ask(login, { login: 'ada', password: PASSWORD }, { key: 'k' }));
    const again = accepted(await world.ask(login, { login: 'ada', password: PASSWORD }, { key: 'k' }));
    assert.equal(again.refreshToken, one.refreshToken);
    const other = accepted(await world.ask(login, { login: 'bob', password: PASSWORD }, { key: 'k' }));
    assert.notEqual(other.refreshToken.slice(0, 26), one.refreshToken.slice(0, 26));
  });
});
