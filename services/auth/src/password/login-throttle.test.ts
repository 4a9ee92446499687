import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { LoginThrottle, type Attempt } from './login-throttle.js';

const HOUR_MS = 3_600_000;
const ada = { account: 'ADA', name: 'ada', network: '192.0.2.1', device: undefined };

describe('the throttle of log-ins', () => {
  let now = 0;
  const throttle = () => new LoginThrottle({ perAccount: 3, perAddress: 50 }, () => now);
  const remainingMs = (guard: LoginThrottle, attempt: Attempt) => {
    const details = guard.take(attempt)?.details as { retryAfterSeconds?: number } | undefined;
    return details?.retryAfterSeconds ?? 0;
  };

  it('lets some wrong passwords pass, then makes each further one wait twice as long', () => {
    const guard = throttle();
    const waits: number[] = [];
    for (let tries = 0; tries < 40; tries += 1) {
      const wait = remainingMs(guard, ada);
      if (wait === 0) continue;
      waits.push(wait);
      now += wait * 1000;
    }
    assert.deepEqual(waits.slice(0, 5), [1, 2, 4, 8, 16]);
    assert.equal(Math.max(...waits), 900);
  });

  it('counts an account by whatever name of it is typed, and each network by itself', () => {
    const guard = throttle();
    for (const name of ['ada', 'ada@example.org', 'ADA'])
      assert.equal(guard.take({ ...ada, name }), undefined);
    assert.equal(guard.take({ ...ada, name: 'ada@example.org' })?.code, 'RATE_LIMITED');
    assert.equal(guard.take({ ...ada, network: '198.51.100.1' }), undefined);
    assert.equal(guard.take({ ...ada, account: 'BOB', name: 'bob' }), undefined);
  });

  it('counts names that are not there in the same way', () => {
    const guard = throttle();
    const unknown = { ...ada, account: undefined, name: 'no such' };
    for (let tries = 0; tries < 3; tries += 1) assert.equal(guard.take(unknown), undefined);
    assert.equal(guard.take(unknown)?.code, 'RATE_LIMITED');
  });

  it('does not delay a device that is known to the account, however long others guess', () => {
    const guard = throttle();
    for (let network = 0; network < 200; network += 1) {
      guard.take({ ...ada, network: `198.51.100.${network}` });
      guard.take(ada);
      now += 30_000;
    }
    for (let tries = 0; tries < 3; tries += 1) guard.take(ada);
    assert.notEqual(guard.take(ada), undefined);
    assert.equal(guard.take({ ...ada, device: 'LAPTOP' }), undefined);
  });

  it('lets the owner in from a new place within half a minute, though all the world guesses', () => {
    const guard = throttle();
    for (let network = 0; network < 200; network += 1)
      guard.take({ ...ada, network: `198.51.100.${network}` });
    const fresh = { ...ada, network: '203.0.113.1' };
    const wait = remainingMs(guard, fresh);
    assert.ok(wait > 0 && wait <= 30, `${wait} s`);
    now += wait * 1000;
    assert.equal(guard.take(fresh), undefined);
  });

  it('does not lock a house out for long where one of it guesses', () => {
    const guard = throttle();
    for (let tries = 0; tries < 500; tries += 1)
      guard.take({ ...ada, account: `A${tries}`, name: `a${tries}` });
    const wait = remainingMs(guard, { ...ada, account: 'EVE', name: 'eve' });
    assert.ok(wait > 0 && wait <= 10, `${wait} s`);
  });

  it('forgives once the password is right, and forgets with time', () => {
    const guard = throttle();
    for (let round = 0; round < 100; round += 1) {
      assert.equal(guard.take(ada), undefined);
      guard.succeeded(ada);
    }
    for (let tries = 0; tries < 3; tries += 1) guard.take(ada);
    assert.notEqual(guard.take(ada), undefined);
    now += HOUR_MS;
    for (let tries = 0; tries < 3; tries += 1) assert.equal(guard.take(ada), undefined);
  });
});
