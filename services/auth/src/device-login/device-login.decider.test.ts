import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { DeviceLoginEvent } from '@berth/contracts/auth/events';
import { addMs } from '@berth/kernel/clock';
import { given } from '@berth/service-host/testing';
import { idOf, MORNING, NOON, sealed } from '../testing/fixtures.js';
import { deviceLoginDecider, type DecideDeviceLogin } from './device-login.decider.js';
import { DeviceLoginLimits } from './device-login-limits.js';

const deviceLoginId = idOf('login');
const ada = idOf('ada');
const request = {
  type: 'requestDeviceLogin',
  deviceLoginId,
  codeHash: 'hash',
  requestedAt: MORNING,
  expiresAt: NOON,
  request: sealed('a program'),
} as const;
const { type: _, ...data } = request;
const requested: DeviceLoginEvent = { type: 'auth.deviceLogin.requested.v1', data };
const approved: DeviceLoginEvent = {
  type: 'auth.deviceLogin.approved.v1',
  data: { deviceLoginId, userId: ada, passwordVersion: 2 },
};
const denied: DeviceLoginEvent = { type: 'auth.deviceLogin.denied.v1', data: { deviceLoginId, userId: ada } };
const ended = (cause: 'used' | 'expired'): DeviceLoginEvent => ({
  type: 'auth.deviceLogin.ended.v1',
  data: { deviceLoginId, cause },
});
const decide = (over: Partial<DecideDeviceLogin> = {}): DecideDeviceLogin => ({
  type: 'decideDeviceLogin',
  approve: true,
  userId: ada,
  passwordVersion: 2,
  now: addMs(NOON, -1),
  ...over,
});
const expire = (now: string) => ({ type: 'expireDeviceLogin', now }) as const;

describe('a log-in by code', () => {
  it('is asked for once by one code', () => {
    given(deviceLoginDecider).when(request).then(requested).and.when(request).refused('ALREADY_EXISTS');
  });

  it('is approved or denied, once; the same again changes nothing', () => {
    for (const [approve, event] of [
      [true, approved],
      [false, denied],
    ] as const) {
      given(deviceLoginDecider)
        .events(requested)
        .when(decide({ approve }))
        .then(event)
        .and.when(decide({ approve }))
        .then();
      const other = given(deviceLoginDecider).events(requested, event);
      other.when(decide({ approve: !approve })).refused('INVALID_STATE', 'userCode');
      other.when(decide({ approve, userId: idOf('bob') })).refused('INVALID_STATE', 'userCode');
    }
  });

  it('is not there where it never was, was used, or its time is up', () => {
    given(deviceLoginDecider).when(decide()).refused('NOT_FOUND', 'userCode');
    given(deviceLoginDecider)
      .events(requested)
      .when(decide({ now: NOON }))
      .refused('NOT_FOUND', 'userCode');
    for (const events of [
      [requested, approved, ended('used')],
      [requested, ended('expired')],
    ]) {
      given(deviceLoginDecider)
        .events(...events)
        .when(decide())
        .refused('NOT_FOUND', 'userCode');
    }
  });

  it('is used where it is approved, and ends in time', () => {
    const use = { type: 'useDeviceLogin' } as const;
    given(deviceLoginDecider).events(requested, approved).when(use).then(ended('used')).and.when(use).then();
    for (const events of [[], [requested], [requested, denied], [requested, ended('expired')]])
      given(deviceLoginDecider)
        .events(...events)
        .when(use)
        .then();
    for (const events of [[requested], [requested, approved], [requested, denied]]) {
      const open = given(deviceLoginDecider).events(...events);
      open.when(expire(addMs(NOON, -1))).then();
      open.when(expire(NOON)).then(ended('expired')).and.when(expire(NOON)).then();
    }
    given(deviceLoginDecider).events(requested, approved, ended('used')).when(expire(NOON)).then();
    given(deviceLoginDecider).when(expire(NOON)).then();
  });
});

describe('the limits of log-ins by code', () => {
  let now = 0;
  const limits = () => new DeviceLoginLimits(() => now);

  it('make who asks too early wait longer, each for itself', () => {
    const of = limits();
    const asks = (afterMs: number, id = 'one') => ((now += afterMs), of.asksTooEarly(id));
    assert.equal(asks(0), false);
    assert.equal(asks(4_500), false);
    assert.equal(asks(3_000), true);
    assert.equal(asks(0, 'two'), false);
    // 10 s from now on
    assert.equal(asks(5_000), true);
    assert.equal(asks(14_500), false);
    assert.equal(asks(15_000), false);
  });

  it('let 10 codes be guessed, and then few', () => {
    const of = limits();
    for (let guess = 0; guess < 10; guess += 1) assert.equal(of.takeGuess('eve'), undefined);
    assert.equal(of.takeGuess('eve')?.code, 'RATE_LIMITED');
    assert.equal(of.takeGuess('ada'), undefined);
    // right ones are not counted
    for (let right = 0; right < 50; right += 1) {
      assert.equal(of.takeGuess('bob'), undefined);
      of.guessedRight('bob');
    }
    let guesses = 0;
    for (let second = 0; second < 3_600; second += 1) {
      now += 1000;
      if (!of.takeGuess('eve')) guesses += 1;
    }
    assert.ok(guesses < 25, `${guesses} guesses in an hour`);
  });

  it('let one network ask 40 times at once, and then slowly', () => {
    const of = limits();
    for (let request = 0; request < 40; request += 1) assert.equal(of.refusalOfRequest('here'), undefined);
    const refusal = of.refusalOfRequest('here');
    assert.equal(refusal?.code, 'RATE_LIMITED');
    assert.equal(refusal.details?.['retryAfterSeconds'], 10);
    assert.equal(of.refusalOfRequest('there'), undefined);
  });
});
