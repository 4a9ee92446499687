import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  changePassword,
  login,
  logout,
  refresh,
  suspendUser,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import type { LoginResult } from '@berth/contracts/auth/views';
import { accepted, AuthGround, PASSWORD, refusalOf, type AuthWorld } from '../testing/auth-world.js';
import { emailOf, join, logIn } from '../testing/people.js';

const NEW_PASSWORD = 'another long secret';
const DAY = 86_400_000;

const refreshWith = (world: AuthWorld, { refreshToken }: Pick<LoginResult, 'refreshToken'>, key?: string) =>
  world.ask(refresh, { refreshToken }, key === undefined ? {} : { key });

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

describe('refreshing', () => {
  it('gives a new token each time and takes each once', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t);
    const first = (await join(world, 'ada')).tokens;
    const second = accepted(await refreshWith(world, first));
    const third = accepted(await refreshWith(world, second));
    assert.equal(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size, 3);
    assert.equal(refusalOf(await refreshWith(world, first))[0], 'UNAUTHENTICATED');
    // The thief, or the person: who comes second ends the session for both.
    assert.equal(refusalOf(await refreshWith(world, third))[0], 'UNAUTHENTICATED');
    const ended = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual(
      ended.map(({ data }) => data['cause']),
      ['reuse'],
    );
  });

  it('answers the same to 20 at once, and leaves one live family', async (t) => {
    const ground = await AuthGround.open(t);
    const [one, two] = [await ground.start(t), await ground.start(t)];
    const { tokens } = await join(one, 'ada');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refreshWith(index % 2 ? one : two, tokens)),
    );
    const successors = new Set(answers.map((answer) => accepted(answer).refreshToken));
    assert.equal(successors.size, 1);
    const events = await ground.events();
    assert.equal(events.filter(({ type }) => type === 'auth.session.refreshed.v1').length, 1);
    assert.equal(events.filter(({ type }) => type === 'auth.session.ended.v1').length, 0);
    accepted(await refreshWith(one, { refreshToken: [...successors][0] ?? '' }));
  });

  it('ends the session of 20 at once where there is no grace', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t, { BERTH_REFRESH_GRACE_SECONDS: 0 });
    const { tokens } = await join(world, 'ada');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refreshWith(world, tokens)));
    const good = answers.filter(({ ok }) => ok).map((answer) => accepted(answer));
    assert.ok(good.length <= 1);
    for (const successor of good) {
      assert.equal(refusalOf(await refreshWith(world, successor))[0], 'UNAUTHENTICATED');
    }
  });

  it('ends the session when the former token comes after the grace', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t);
    const { tokens } = await join(world, 'ada');
    const successor = accepted(await refreshWith(world, tokens));
    ground.pass(11_000);
    assert.equal(refusalOf(await refreshWith(world, tokens))[0], 'UNAUTHENTICATED');
    assert.equal(refusalOf(await refreshWith(world, successor))[0], 'UNAUTHENTICATED');
  });

  it('answers a repeat of one request alike, however late', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t);
    const { tokens } = await join(world, 'ada');
    const one = accepted(await refreshWith(world, tokens, 'k'));
    ground.pass(60_000);
    assert.equal(accepted(await refreshWith(world, tokens, 'k')).refreshToken, one.refreshToken);
  });

  it('is over when the session was not used for long, or is as old as one may be', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t, { BERTH_SESSION_IDLE_DAYS: 2, BERTH_SESSION_MAX_DAYS: 3 });
    let { tokens } = await join(world, 'ada');
    const idle = (await logIn(world, 'ada')).tokens;
    ground.pass(1.5 * DAY);
    tokens = accepted(await refreshWith(world, tokens));
    ground.pass(DAY);
    assert.equal(refusalOf(await refreshWith(world, idle))[0], 'UNAUTHENTICATED');
    tokens = accepted(await refreshWith(world, tokens));
    ground.pass(DAY);
    assert.equal(refusalOf(await refreshWith(world, tokens))[0], 'UNAUTHENTICATED');
  });

  it('takes nothing that was made up', async (t) => {
    const world = await (await AuthGround.open(t)).start(t);
    const { tokens, sessionId } = await join(world, 'ada');
    for (const refreshToken of [
      `${sessionId}.1.${'A'.repeat(43)}`,
      `${sessionId}.9.${'A'.repeat(43)}`,
      'x'.repeat(40),
    ]) {
      assert.equal(refusalOf(await refreshWith(world, { refreshToken }))[0], 'UNAUTHENTICATED');
    }
    accepted(await refreshWith(world, tokens));
  });
});

describe('logging out', () => {
  it('ends the session, of the refresh token or of the caller, and may be repeated', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t);
    const one = await join(world, 'ada');
    const two = await logIn(world, 'ada');
    accepted(await world.ask(logout, { refreshToken: one.tokens.refreshToken }));
    accepted(await world.ask(logout, { refreshToken: one.tokens.refreshToken }));
    accepted(await world.ask(logout, {}, { as: two }));
    accepted(await world.ask(logout, {}));
    accepted(await world.ask(logout, { refreshToken: 'made up' }));
    for (const { tokens } of [one, two]) {
      assert.equal(refusalOf(await refreshWith(world, tokens))[0], 'UNAUTHENTICATED');
    }
    const ended = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual(
      ended.map(({ data }) => data['sessionId']),
      [one.sessionId, two.sessionId],
    );
  });
});

describe('a new password', () => {
  it('ends the other sessions and keeps the one that asked', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t);
    const here = await join(world, 'ada');
    const there = await logIn(world, 'ada');
    const input = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    accepted(await world.ask(changePassword, input, { as: here, key: 'k' }));
    accepted(await world.ask(changePassword, input, { as: here, key: 'k' }));
    // At the next refresh at the latest, even before a process manager has got to it.
    assert.equal(refusalOf(await refreshWith(world, there.tokens))[0], 'UNAUTHENTICATED');
    accepted(await refreshWith(world, here.tokens));
    await logIn(world, emailOf('ada'), NEW_PASSWORD);
    assert.equal(
      refusalOf(await world.ask(login, { login: 'ada', password: PASSWORD }))[0],
      'UNAUTHENTICATED',
    );
  });

  it('is ended for the others by the process manager, so that access tokens end too', async (t) => {
    const ground = await AuthGround.open(t);
    const world = await ground.start(t);
    world.startReactors();
    const here = await join(world, 'ada');
    const there = await logIn(world, 'ada');
    accepted(
      await world.ask(changePassword, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }, { as: here }),
    );
    await world.settled();
    const ended = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual(
      ended.map(({ data }) => [data['sessionId'], data['cause']]),
      [[there.sessionId, 'password']],
    );
  });

  it('needs the current one, must not be weak, and is not for API tokens', async (t) => {
    const world = await (await AuthGround.open(t)).start(t, { BERTH_LOGIN_TRIES_PER_ACCOUNT: 3 });
    const ada = await join(world, 'ada');
    const change = async (currentPassword: string, newPassword: string, as = ada) =>
      refusalOf(await world.ask(changePassword, { currentPassword, newPassword }, { as }));
    assert.deepEqual(await change('wrong', NEW_PASSWORD), ['FORBIDDEN', 'currentPassword']);
    assert.deepEqual(await change(PASSWORD, 'password1'), ['VALIDATION_FAILED', 'newPassword']);
    assert.deepEqual(await change(PASSWORD, 'ada@example.org'), ['VALIDATION_FAILED', 'newPassword']);
    const script = { ...ada, kind: 'token', scopes: ['admin'] } as const;
    assert.deepEqual(await change(PASSWORD, NEW_PASSWORD, script), ['FORBIDDEN', undefined]);
    for (const expected of ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'RATE_LIMITED']) {
      assert.equal((await change('wrong', NEW_PASSWORD))[0], expected);
    }
    accepted(await world.ask(viewerQuery, {}, { as: ada }));
  });
});
