import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { KeyringEvent } from '@berth/contracts/auth/events';
import { addMs } from '@berth/kernel/clock';
import { given } from '@berth/service-host/testing';
import { idOf, MORNING, sealed } from '../testing/fixtures.js';
import {
  keyringDecider,
  emptyKeyring,
  evolveKeyring,
  publishedAt,
  signingKeyAt,
  retiredAt,
} from './keyring.decider.js';

const HOUR = 3_600_000;
const schedule = { signsForMs: 24 * HOUR, aheadMs: HOUR, verifiesForMs: 2 * HOUR };
const after = (hours: number) => addMs(MORNING, hours * HOUR);
const key = (word: string, fromHours: number): KeyringEvent => ({
  type: 'auth.keyring.keyAdded.v1',
  data: {
    kid: idOf(word),
    publicKey: word,
    privateKey: sealed(word),
    signsFrom: after(fromHours),
    signsUntil: after(fromHours + 24),
    verifiesUntil: after(fromHours + 26),
  },
});
const add = (word: string, now: string) =>
  ({
    type: 'addKey',
    kid: idOf(word),
    publicKey: word,
    privateKey: sealed(word),
    now,
    schedule,
  }) as const;

describe('the keyring', () => {
  it('gets its first key at once', () => {
    given(keyringDecider).when(add('first', MORNING)).then(key('first', 0));
  });

  it('gets one key where several copies of the service find it due', () => {
    given(keyringDecider)
      .when(add('first', MORNING))
      .then(key('first', 0))
      .and.when(add('second', MORNING))
      .nothing();
  });

  it('gets the next key ahead of its time, to sign from where the former one stops', () => {
    const one = given(keyringDecider).events(key('first', 0));
    one.when(add('second', after(22.9))).nothing();
    one.when(add('second', after(23))).then(key('second', 24));
  });

  it('gets a key that signs at once if the former one expired while the service was stopped', () => {
    given(keyringDecider)
      .events(key('first', 0))
      .when(add('second', after(100)))
      .then(key('second', 100));
  });

  it('signs with one key at a time and publishes all that may be needed', () => {
    const keyring = [key('first', 0), key('second', 24)].reduce(evolveKeyring, emptyKeyring);
    const kids = (keys: readonly { readonly kid: string }[]) => keys.map(({ kid }) => kid);
    assert.equal(signingKeyAt(keyring, after(23.9))?.kid, idOf('first'));
    assert.equal(signingKeyAt(keyring, after(24))?.kid, idOf('second'));
    assert.equal(signingKeyAt(keyring, after(48)), undefined);
    assert.deepEqual(kids(publishedAt(keyring, after(25.9))), [idOf('first'), idOf('second')]);
    assert.deepEqual(kids(publishedAt(keyring, after(26))), [idOf('second')]);
    assert.deepEqual(kids(retiredAt(keyring, after(24))), [idOf('first')]);
  });
});
