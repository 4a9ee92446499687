import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { logout } from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, refusalOf } from '../testing/auth-test-service.js';
import { join, logIn, refreshWith } from '../testing/crash-at-every-append.js';
import { ExpiredSessionPoller } from './expired-sessions.poller.js';

const DAY = 86_400_000;

describe('expired sessions', () => {
  it('are ended for the record, those in use are not', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start({ BERTH_SESSION_IDLE_TIMEOUT_DAYS: 2 });
    world.startReactors();
    const idle = await join(world, 'ada');
    const used = await logIn(world, 'ada');
    ground.pass(1.5 * DAY);
    accepted(await refreshWith(world, used.tokens));
    ground.pass(DAY);
    await world.settled();
    const { clock, log, readModels } = world.parts;
    const sweep = new ExpiredSessionPoller(world.auth.sessions, clock, log, readModels);
    await sweep.endExpired();
    await sweep.endExpired();
    const ended = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual(
      ended.map(({ data }) => [data['sessionId'], data['cause']]),
      [[idle.sessionId, 'expired']],
    );
  });
});

describe('logging out', () => {
  it('ends the session, of the refresh token or of the caller, and may be repeated', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
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
