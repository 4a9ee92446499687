import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { accepted, AuthTestStorage, refusalOf } from '../testing/auth-test-service.js';
import { join, logIn, refreshWith } from '../testing/crash-at-every-append.js';

const DAY = 86_400_000;

describe('refreshing', () => {
  it('gives a new token each time and takes each once', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
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

  it('answers the same to 20 at once, and leaves one live family', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
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

  it('ends the session of 20 at once where there is no grace', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start({ BERTH_REFRESH_GRACE_SECONDS: 0 });
    const { tokens } = await join(world, 'ada');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refreshWith(world, tokens)));
    const good = answers.filter(({ ok }) => ok).map((answer) => accepted(answer));
    assert.ok(good.length <= 1);
    for (const successor of good) {
      assert.equal(refusalOf(await refreshWith(world, successor))[0], 'UNAUTHENTICATED');
    }
  });

  it('ends the session when the former token comes after the grace', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const { tokens } = await join(world, 'ada');
    const successor = accepted(await refreshWith(world, tokens));
    ground.pass(11_000);
    assert.equal(refusalOf(await refreshWith(world, tokens))[0], 'UNAUTHENTICATED');
    assert.equal(refusalOf(await refreshWith(world, successor))[0], 'UNAUTHENTICATED');
  });

  it('answers a repeat of one request alike, however late', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const { tokens } = await join(world, 'ada');
    const one = accepted(await refreshWith(world, tokens, 'k'));
    ground.pass(60_000);
    assert.equal(accepted(await refreshWith(world, tokens, 'k')).refreshToken, one.refreshToken);
  });

  it('is over when the session was not used for long, or is as old as one may be', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start({ BERTH_SESSION_IDLE_TIMEOUT_DAYS: 2, BERTH_SESSION_MAX_AGE_DAYS: 3 });
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

  it('takes nothing that was made up', async () => {
    const world = await (await AuthTestStorage.open()).start();
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
