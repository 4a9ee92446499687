import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from '@jest/globals';
import { apiTokenIdOf, issueApiToken, matchesHash } from '../api-token/api-token-secret.js';
import { idOf } from '../testing/fixtures.js';
import { RefreshTokens } from './session-tokens.js';

const blinder = (key: string) => ({
  blind: (purpose: string, value: string) =>
    createHmac('sha256', key).update(`${purpose}\0${value}`).digest('hex'),
});
const tokens = new RefreshTokens(blinder('ours'));
const { token, hash } = tokens.issue(idOf('session'), 3);

describe('a refresh token', () => {
  it('names its session and generation, and has 256 random bits', () => {
    assert.deepEqual(tokens.read(token), { sessionId: idOf('session'), generation: 3, hash });
    assert.match(token, /^[0-9A-Z]{26}\.3\.[\w-]{43}$/);
    assert.match(hash, /^[0-9a-f]{64}$/);
  });

  for (const [what, forged] of [
    ['another generation', token.replace('.3.', '.2.')],
    ['another session', token.replace(idOf('session'), idOf('other'))],
    ['another key', new RefreshTokens(blinder('theirs')).issue(idOf('session'), 3).token],
    ['a cut end', token.slice(0, -1)],
    ['something after it', `${token}.x`],
    ['a generation with a sign', token.replace('.3.', '.+3.')],
    ['a generation with a zero before it', token.replace('.3.', '.03.')],
    ['no session', 'x'.repeat(40)],
    ['nothing', ''],
  ] as const) {
    it(`with ${what} is none of ours`, () => assert.equal(tokens.read(forged), undefined));
  }
});

describe('an API token', () => {
  const issued = issueApiToken(blinder('ours'), idOf('token'));

  it('can be recognised, names its id, and matches its hash only', () => {
    assert.match(issued.token, /^berth_[0-9A-Z]{26}_[\w-]{43}$/);
    assert.equal(apiTokenIdOf(issued.token), idOf('token'));
    assert.equal(matchesHash(issued.token, issued.hash), true);
    assert.equal(matchesHash(`${issued.token}x`, issued.hash), false);
    assert.equal(apiTokenIdOf('berth_short_x'), undefined);
    assert.equal(apiTokenIdOf(issued.token.slice(1)), undefined);
  });
});
