import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  changePassword,
  decideDeviceLogin,
  deviceLoginQuery,
  redeemDeviceLogin,
  revokeSession,
  sessionsQuery,
  startDeviceLogin,
  suspendUser,
} from '@berth/contracts/auth/operations';
import type { DeviceLoginOutcome, DeviceLoginStarted, LoginResult } from '@berth/contracts/auth/views';
import type { EventStore } from '@berth/event-store';
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
import { join, ofType, refreshWith } from '../testing/crash-at-every-append.js';
import { ExpiredDeviceLoginPoller } from './expired-device-logins.poller.js';

const MINUTE = 60_000;
const CLIENT = { clientId: 'berth', clientName: 'berth on gpu-7' };

async function aLogin(world: AuthTestService, as?: Identity): Promise<DeviceLoginStarted> {
  const started = accepted(await world.ask(startDeviceLogin, CLIENT, { remoteAddress: '192.0.2.7' }));
  if (as) accepted(await world.ask(decideDeviceLogin, { userCode: started.userCode, approve: true }, { as }));
  return started;
}

/** Each copy has an allowance of its own, so that the tests need not wait for the interval. */
const redeem = (world: AuthTestService, { deviceCode }: DeviceLoginStarted) =>
  world.ask(redeemDeviceLogin, { deviceCode });
const statusOf = async (world: AuthTestService, login: DeviceLoginStarted) =>
  accepted(await redeem(world, login)).status;

function granted(outcome: DeviceLoginOutcome): LoginResult {
  assert.equal(outcome.status, 'granted');
  return (outcome as Extract<DeviceLoginOutcome, { status: 'granted' }>).login;
}

describe('a login by code', () => {
  it('waits for its user, in whichever copy of auth, and is used once', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two, three] = [await ground.start(), await ground.start(), await ground.start()];
    const ada = await join(one, 'ada');
    const login = await aLogin(one);
    assert.match(login.userCode, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    assert.deepEqual([login.expiresInSeconds, login.intervalSeconds], [600, 5]);
    assert.equal(await statusOf(two, login), 'pending');
    assert.equal(await statusOf(two, login), 'slowDown');

    const typed = login.userCode.toLowerCase().replace('-', ' ');
    const seen = accepted(await two.ask(deviceLoginQuery, { userCode: typed }, { as: ada }));
    assert.deepEqual([seen.client, seen.network, seen.state], ['berth on gpu-7', '192.0.2.7', 'pending']);
    assert.equal(Date.parse(seen.expiresAt) - Date.parse(seen.requestedAt), 10 * MINUTE);
    const decision = { userCode: login.userCode, approve: true };
    assert.equal(accepted(await three.ask(decideDeviceLogin, decision, { as: ada })).state, 'approved');

    const tokens = granted(accepted(await redeem(one, login)));
    assert.equal(tokens.user.username, 'ada');
    // the answer was lost: the same again
    assert.equal(granted(accepted(await redeem(three, login))).refreshToken, tokens.refreshToken);
    assert.equal(ofType(await ground.events(), 'auth.session.started.v1').length, 2);
    accepted(await refreshWith(one, tokens));
    // whoever found the code gets nothing for it any more
    const late = await ground.start();
    assert.deepEqual(refusalOf(await redeem(late, login)), ['UNAUTHENTICATED', 'deviceCode']);
    assert.equal(
      refusalOf(await late.ask(deviceLoginQuery, { userCode: typed }, { as: ada }))[0],
      'NOT_FOUND',
    );

    const session = identityOf(tokens);
    await one.settled();
    const listed = accepted(await one.ask(sessionsQuery, {}, { as: session })).items.map(({ node }) => node);
    assert.equal(listed.find(({ current }) => current)?.client, 'berth on gpu-7');
    accepted(await one.ask(revokeSession, { sessionId: session.sessionId ?? '' }, { as: ada }));
    assert.equal(refusalOf(await redeem(await ground.start(), login))[0], 'UNAUTHENTICATED');
  });

  it('leaves neither code and nothing of the program in the log', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const login = await aLogin(world, await join(world, 'ada'));
    granted(accepted(await redeem(world, login)));
    const log = JSON.stringify(await ground.events());
    const [, secret = ''] = login.deviceCode.split('.');
    for (const text of [secret, login.userCode, login.userCode.replace('-', ''), 'gpu-7', '192.0.2.7'])
      assert.ok(!log.includes(text), `${text} is in the log`);
    // nor can it be opened any more
    const [requested] = ofType(await ground.events(), 'auth.deviceLogin.requested.v1');
    const opened = await ground.vault.tryOpen(requested?.data['request'] as never);
    assert.deepEqual(opened, { unreadable: 'keyErased' });
  });

  it('goes on after a crash between the session and the end of the code', async () => {
    const ground = await AuthTestStorage.open();
    const sound = await ground.start();
    const ada = await join(sound, 'ada');
    const login = await aLogin(sound, ada);
    for (const appends of [0, 1]) {
      const crashing = await ground.start({}, failingAfter(ground.store, appends));
      await assert.rejects(redeem(crashing, login), /the process is gone/);
    }
    const tokens = granted(accepted(await redeem(await ground.start(), login)));
    accepted(await refreshWith(sound, tokens));
    const events = await ground.events();
    assert.equal(ofType(events, 'auth.session.started.v1').length, 2);
    assert.equal(ofType(events, 'auth.deviceLogin.ended.v1').length, 1);
  });

  it('is one session where the program asks twice at once', async () => {
    const ground = await AuthTestStorage.open();
    const copies = [await ground.start(), await ground.start(), await ground.start()];
    const [one] = copies;
    assert.ok(one);
    const login = await aLogin(one, await join(one, 'ada'));
    const answers = await Promise.all(copies.map((copy) => redeem(copy, login)));
    const tokens = new Set(answers.map((answer) => granted(accepted(answer)).refreshToken));
    assert.equal(tokens.size, 1);
  });

  it('is denied by its user, or by what has happened to the account since', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const root = await join(world, 'root');
    const ada = await join(world, 'ada');
    const refused = await aLogin(world);
    const decision = { userCode: refused.userCode, approve: false };
    assert.equal(accepted(await world.ask(decideDeviceLogin, decision, { as: ada })).state, 'denied');
    assert.equal(await statusOf(world, refused), 'denied');
    const again = await world.ask(decideDeviceLogin, { ...decision, approve: true }, { as: root });
    assert.deepEqual(refusalOf(again), ['INVALID_STATE', 'userCode']);

    const byOldPassword = await aLogin(world, ada);
    const passwords = { currentPassword: PASSWORD, newPassword: 'an even longer secret' };
    accepted(await world.ask(changePassword, passwords, { as: ada }));
    assert.equal(await statusOf(world, byOldPassword), 'denied');

    const suspended = await aLogin(world, ada);
    accepted(await world.ask(suspendUser, { userId: ada.userId }, { as: root }));
    assert.equal(refusalOf(await redeem(world, suspended))[0], 'FORBIDDEN');
  });

  it('expires, whatever was decided, and its codes and key go', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const logins = [await aLogin(world), await aLogin(world, ada)];
    ground.pass(10 * MINUTE);
    for (const login of logins) assert.equal(await statusOf(world, login), 'expired');
    const [open] = logins;
    const decision = { userCode: open?.userCode ?? '', approve: true };
    assert.equal(refusalOf(await world.ask(decideDeviceLogin, decision, { as: ada }))[0], 'NOT_FOUND');
    await world.settled();
    const { clock, log, readModels, vault } = world.parts;
    const poller = new ExpiredDeviceLoginPoller(
      world.auth.deviceLogins.aggregates,
      vault,
      clock,
      log,
      readModels,
    );
    await poller.endExpired();
    await poller.endExpired();
    const events = await ground.events();
    assert.equal(ofType(events, 'auth.deviceLogin.ended.v1').length, 2);
    for (const { data } of ofType(events, 'auth.deviceLogin.requested.v1'))
      assert.deepEqual(await vault.tryOpen(data['request'] as never), { unreadable: 'keyErased' });
    for (const login of logins) assert.equal(await statusOf(world, login), 'expired');
  });

  it('is for people in person, who can not guess codes', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const ada = await join(world, 'ada');
    const { userCode } = await aLogin(world);
    assert.equal(refusalOf(await world.ask(deviceLoginQuery, { userCode }))[0], 'UNAUTHENTICATED');
    const script: Identity = {
      kind: 'token',
      userId: ada.userId,
      role: 'admin',
      tokenId: idOf('token'),
      scopes: ['read', 'admin'],
    };
    for (const operation of [deviceLoginQuery, decideDeviceLogin]) {
      const input = { userCode, approve: true };
      const given = operation === deviceLoginQuery ? { userCode } : input;
      assert.equal(refusalOf(await world.ask(operation, given as never, { as: script }))[0], 'FORBIDDEN');
    }
    for (const wrong of ['', 'BCDF', 'BCDF-GHJA', 'BCDF-GHJ1', 'x'.repeat(41)]) {
      const refusal = refusalOf(await world.ask(deviceLoginQuery, { userCode: wrong }, { as: ada }));
      assert.deepEqual(refusal, ['VALIDATION_FAILED', 'userCode']);
    }
    for (let guess = 0; guess < 10; guess += 1) {
      const answer = await world.ask(deviceLoginQuery, { userCode: 'BBBB-BBBB' }, { as: ada });
      assert.deepEqual(refusalOf(answer), ['NOT_FOUND', 'userCode']);
    }
    const held = await world.ask(decideDeviceLogin, { userCode, approve: true }, { as: ada });
    assert.equal(refusalOf(held)[0], 'RATE_LIMITED');
    // nobody else is held up by it
    accepted(await world.ask(deviceLoginQuery, { userCode }, { as: await join(world, 'bob') }));
  });

  it('is refused by what is wrong: made-up codes, no name, too many', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const login = await aLogin(world);
    for (const deviceCode of [
      '',
      'x',
      `${idOf('none')}.secret`,
      `${login.deviceCode}x`,
      login.deviceCode.slice(0, -1),
    ])
      assert.deepEqual(refusalOf(await world.ask(redeemDeviceLogin, { deviceCode })), [
        'UNAUTHENTICATED',
        'deviceCode',
      ]);
    for (const [input, field] of [
      [{ clientId: '' }, 'clientId'],
      [{ clientId: 'x'.repeat(101) }, 'clientId'],
      [{ clientId: 'a\nb' }, 'clientId'],
      [{ ...CLIENT, clientName: 'x'.repeat(201) }, 'clientName'],
    ] as const)
      assert.deepEqual(refusalOf(await world.ask(startDeviceLogin, input)), ['VALIDATION_FAILED', field]);
    const from = { remoteAddress: '192.0.2.9' };
    for (let count = 0; count < 40; count += 1) accepted(await world.ask(startDeviceLogin, CLIENT, from));
    assert.equal(refusalOf(await world.ask(startDeviceLogin, CLIENT, from))[0], 'RATE_LIMITED');
    accepted(await world.ask(startDeviceLogin, CLIENT, { remoteAddress: '192.0.2.10' }));
  });
});

/** A store whose process is gone after a number of appends. */
function failingAfter(store: EventStore, appends: number): EventStore {
  let left = appends;
  return {
    storeId: store.storeId,
    append: async (stream, events, expected) => {
      if (left === 0) throw new Error('the process is gone');
      left -= 1;
      return store.append(stream, events, expected);
    },
    read: (stream, options) => store.read(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    lastPosition: () => store.lastPosition(),
    close: () => store.close(),
  };
}
