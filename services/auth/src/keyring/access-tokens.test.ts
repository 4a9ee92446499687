import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { TokenVerifier } from '@berth/bus/identity';
import { jwksQuery } from '@berth/contracts/auth/operations';
import { TOKEN_AUDIENCE } from '@berth/service-host/token-verifier';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { accepted, AuthTestStorage, type AuthTestService } from '../testing/auth-test-service.js';
import { idOf } from '../testing/fixtures.js';
import { sealingKeyOf } from './keyring.decider.js';

const DAY = 86_400_000;
const bearer = { userId: idOf('ada'), role: 'member', sessionId: idOf('session') } as const;
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

const verifierOf = (world: AuthTestService, ground: AuthTestStorage) =>
  new TokenVerifier({
    fetchJwks: () => world.auth.accessTokens.jwks(),
    issuer: world.parts.config.BERTH_TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    now: () => new Date(ground.clock.now()),
    monotonicMs: () => Date.parse(ground.clock.now()),
    sleep: async (ms) => ground.pass(ms),
  });

describe('access tokens', () => {
  it('say who, in which session, for five minutes, and hold for a verifier that has the public keys', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const token = await world.auth.accessTokens.issue(bearer);
    assert.deepEqual({ ...decodeProtectedHeader(token), kid: '' }, { alg: 'EdDSA', typ: 'at+jwt', kid: '' });
    const { iss, aud, sub, sid, role, exp = 0, iat = 0, jti } = decodeJwt(token);
    assert.deepEqual(
      [iss, aud, sub, sid, role],
      ['https://berth.local', 'berth', bearer.userId, bearer.sessionId, 'member'],
    );
    assert.equal(exp - iat, 300);
    assert.match(String(jti), /^[0-9A-Z]{26}$/);
    const verified = await verifierOf(world, ground).verify(token);
    assert.deepEqual(verified, { ok: true, value: { kind: 'user', ...bearer } });
  });

  it('of a script name its token and scopes', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const script = {
      userId: idOf('ada'),
      role: 'member',
      tokenId: idOf('token'),
      scopes: ['read', 'jobs'],
    } as const;
    const verified = await verifierOf(world, ground).verify(await world.auth.accessTokens.issue(script));
    assert.deepEqual(verified, { ok: true, value: { kind: 'token', ...script } });
  });

  it('expire', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start();
    const token = await world.auth.accessTokens.issue(bearer);
    const verifier = verifierOf(world, ground);
    ground.pass(299_000);
    assert.equal((await verifier.verify(token)).ok, true);
    ground.pass(10_000);
    assert.equal((await verifier.verify(token)).ok, false);
  });

  it('come from one key, whichever copy of the service signs', async () => {
    const ground = await AuthTestStorage.open();
    const worlds = await Promise.all([ground.start(), ground.start(), ground.start()]);
    const tokens = await Promise.all(worlds.map(({ auth }) => auth.accessTokens.issue(bearer)));
    assert.equal(new Set(tokens.map(kidOf)).size, 1);
  });

  it('of the former key hold until they expire, and the next key is known before its first token', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start({ BERTH_SIGNING_KEY_ROTATION_DAYS: 1 });
    const { accessTokens } = world.auth;
    const published = async () => accepted(await world.ask(jwksQuery, {})).keys.map(({ kid }) => kid);
    const first = await accessTokens.issue(bearer);
    assert.deepEqual(await published(), [kidOf(first)]);

    ground.pass(DAY - 300_000);
    const verifier = verifierOf(world, ground);
    const known = await published();
    assert.equal(known.length, 2);
    const late = await accessTokens.issue(bearer);
    assert.equal(kidOf(late), kidOf(first));
    assert.equal((await verifier.verify(late)).ok, true);

    ground.pass(299_000);
    ground.pass(1_000);
    const next = await accessTokens.issue(bearer);
    assert.equal(kidOf(next), known[1]);
    assert.equal((await verifier.verify(next)).ok, true);
    assert.equal((await verifierOf(world, ground).verify(late)).ok, true);

    ground.pass(DAY / 2);
    assert.deepEqual(await published(), [kidOf(next)]);
  });

  it('cannot be signed with an expired key: it is erased', async () => {
    const ground = await AuthTestStorage.open();
    const world = await ground.start({ BERTH_SIGNING_KEY_ROTATION_DAYS: 1 });
    const kid = kidOf(await world.auth.accessTokens.issue(bearer)) ?? '';
    ground.pass(DAY + 660_000);
    await world.auth.accessTokens.rotateIfDue();
    const [added] = (await ground.events()).filter(({ type }) => type === 'auth.keyring.keyAdded.v1');
    const sealed = added?.data['privateKey'] as { keyId: string; iv: string; data: string };
    assert.equal(sealed.keyId, sealingKeyOf(kid));
    assert.equal(await ground.vault.open(sealed), undefined);
  });
});
