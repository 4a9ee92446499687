import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { changePassword, login, viewerQuery } from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, PASSWORD, refusalOf } from '../testing/auth-test-service.js';
import { emailOf, join, logIn, refreshWith } from '../testing/crash-at-every-append.js';

const NEW_PASSWORD = 'another long secret';

describe('a new password', () => {
  it('ends the other sessions and keeps the one that asked', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
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

  it('is ended for the others by the process manager, so that access tokens end too', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
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

  it('needs the current one, must not be weak, and is not for API tokens', async () => {
    const world = await (await AuthTestStorage.open()).start({ BERTH_MAX_LOGIN_FAILURES_PER_ACCOUNT: 3 });
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
