import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { activateUser, changePassword, suspendUser, updateProfile } from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, PASSWORD } from '../testing/auth-test-service.js';
import { emailOf, join, logIn, refreshWith } from '../testing/crash-at-every-append.js';

const NEW_PASSWORD = 'another long secret';

/** Process managers that have lost their checkpoint handle all events again, long after they happened. */
describe('repeated events', () => {
  it('ends no session that was begun after the password was changed', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const here = await join(world, 'ada');
    const there = await logIn(world, 'ada');
    accepted(
      await world.ask(changePassword, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }, { as: here }),
    );
    const later = await logIn(world, emailOf('ada'), NEW_PASSWORD);
    const again = await ground.start();
    again.startReactors();
    await again.settled();
    const ended = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual(
      ended.map(({ data }) => data['sessionId']),
      [there.sessionId],
    );
    accepted(await refreshWith(again, later.tokens));
  });

  it('ends no session that was begun after a suspension was over', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const bob = await join(world, 'bob');
    accepted(await world.ask(suspendUser, { userId: bob.userId }, { as: ada }));
    accepted(await world.ask(activateUser, { userId: bob.userId }, { as: ada }));
    const back = await logIn(world, 'bob');
    const again = await ground.start();
    again.startReactors();
    await again.settled();
    const ended = (await ground.events()).filter(({ type }) => type === 'auth.session.ended.v1');
    assert.deepEqual(
      ended.map(({ data }) => data['sessionId']),
      [bob.sessionId],
    );
    accepted(await refreshWith(again, back.tokens));
  });

  it('release no name that its owner has claimed again', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    world.startReactors();
    const ada = await join(world, 'ada');
    for (const username of ['lovelace', 'ada']) {
      accepted(await world.ask(updateProfile, { username }, { as: ada }));
      await world.settled();
    }
    const before = (await ground.events()).length;
    for (let round = 0; round < 2; round += 1) {
      const again = await ground.start();
      again.startReactors();
      await again.settled();
    }
    assert.deepEqual(
      (await ground.events()).slice(before).map(({ type }) => type),
      [],
    );
  });
});
