import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  SignJWT,
  UnsecuredJWT,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type CryptoKey,
  type JWTPayload,
} from 'jose';
import { TokenVerifier } from './identity.js';
import type { Jwks } from './key-set.js';
import { anId } from './test-events.js';

const NOW = Date.parse('2026-01-31T08:00:00.000Z');
const seconds = (offset: number): number => NOW / 1000 + offset;
const [ours, others, next] = await Promise.all(
  [1, 2, 3].map(() => generateKeyPair('EdDSA', { extractable: true })),
);
if (!ours || !others || !next) throw new Error('no keys');

async function jwks(keys: { [kid: string]: CryptoKey }): Promise<Jwks> {
  const exported = Object.entries(keys).map(async ([kid, key]) => ({ ...(await exportJWK(key)), kid }));
  return { keys: await Promise.all(exported) };
}

interface Claims extends JWTPayload {
  typ?: string;
  kid?: string;
  key?: CryptoKey;
}

function sign({
  typ = 'at+jwt',
  kid = 'k1',
  key = ours!.privateKey,
  ...claims
}: Claims = {}): Promise<string> {
  const defaults = {
    iss: 'https://berth.test',
    aud: 'berth',
    sub: anId(1),
    role: 'member',
    sid: anId(2),
    iat: seconds(0),
    exp: seconds(300),
  };
  return new SignJWT({ ...defaults, ...claims }).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(key);
}

function aVerifier(fetchJwks = () => jwks({ k1: ours!.publicKey })) {
  const clock = { now: NOW };
  let fetches = 0;
  const verifier = new TokenVerifier({
    fetchJwks: () => {
      fetches += 1;
      return fetchJwks();
    },
    issuer: 'https://berth.test',
    audience: 'berth',
    now: () => new Date(clock.now),
    monotonicMs: () => clock.now,
    sleep: async (ms) => {
      await turns();
      clock.now += ms;
    },
  });
  return { verifier, clock, fetches: () => fetches };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
}

async function codeOf(verifier: TokenVerifier, token: string): Promise<string> {
  const result = await verifier.verify(token);
  return result.ok ? 'OK' : result.error.code;
}

describe('an access token', () => {
  it('of a person names the user', async () => {
    const { verifier } = aVerifier();
    assert.deepEqual(await verifier.verify(await sign()), {
      ok: true,
      value: { kind: 'user', userId: anId(1), role: 'member', sessionId: anId(2) },
    });
  });

  it('of an API token has its scopes', async () => {
    const { verifier } = aVerifier();
    const token = await sign({ sid: undefined, tid: anId(4), scope: 'jobs:read jobs:write' });
    assert.deepEqual(await verifier.verify(token), {
      ok: true,
      value: {
        kind: 'token',
        userId: anId(1),
        role: 'member',
        tokenId: anId(4),
        scopes: ['jobs:read', 'jobs:write'],
      },
    });
  });

  const parts = (token: string) => token.split('.') as [string, string, string];
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const FORGED: { readonly [name: string]: () => Promise<string> } = {
    'nothing at all': async () => '',
    'no JWT': async () => 'x.y.z',
    'algorithm none': async () =>
      new UnsecuredJWT({ sub: anId(1), role: 'admin', sid: anId(2), exp: seconds(300) })
        .setIssuer('https://berth.test')
        .setAudience('berth')
        .encode(),
    'algorithm none with our key id': async () => {
      const [, payload] = parts(await sign());
      return `${encoded({ alg: 'none', typ: 'at+jwt', kid: 'k1' })}.${payload}.`;
    },
    'HS256 by our public key in PEM': async () =>
      new SignJWT({
        sub: anId(1),
        role: 'admin',
        sid: anId(2),
        iss: 'https://berth.test',
        aud: 'berth',
        exp: seconds(300),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
        .sign(Buffer.from(await exportSPKI(ours!.publicKey))),
    'HS256 by our public key`s bytes': async () =>
      new SignJWT({
        sub: anId(1),
        role: 'admin',
        sid: anId(2),
        iss: 'https://berth.test',
        aud: 'berth',
        exp: seconds(300),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
        .sign(Buffer.from((await exportJWK(ours!.publicKey)).x ?? '', 'base64url')),
    'another issuer': () => sign({ iss: 'https://evil.test' }),
    'no issuer': () => sign({ iss: undefined }),
    'another audience': () => sign({ aud: 'billing.example' }),
    'no audience': () => sign({ aud: undefined }),
    'another type': () => sign({ typ: 'JWT' }),
    'a refresh token`s type': () => sign({ typ: 'rt+jwt' }),
    expired: () => sign({ exp: seconds(-60) }),
    'no expiry': () => sign({ exp: undefined }),
    'not valid yet': () => sign({ nbf: seconds(60) }),
    'an unknown key id': () => sign({ kid: 'k9', key: others.privateKey }),
    'another key under our key id': () => sign({ key: others.privateKey }),
    'a key of its own in the header': async () => {
      const jwk = await exportJWK(others.publicKey);
      return new SignJWT({
        sub: anId(1),
        role: 'admin',
        sid: anId(2),
        iss: 'https://berth.test',
        aud: 'berth',
        exp: seconds(300),
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k1', jwk })
        .sign(others.privateKey);
    },
    'no key id': async () =>
      new SignJWT({ sub: anId(1) })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt' })
        .sign(ours!.privateKey),
    'cut short': async () => (await sign()).slice(0, -8),
    'without its signature': async () =>
      parts(await sign())
        .slice(0, 2)
        .join('.'),
    'with an empty signature': async () =>
      `${parts(await sign())
        .slice(0, 2)
        .join('.')}.`,
    'with one part more': async () => `${await sign()}.e30`,
    'with another payload': async () => {
      const [header, payload, signature] = parts(await sign());
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return `${header}.${encoded({ ...claims, role: 'admin' })}.${signature}`;
    },
    'an unknown role': () => sign({ role: 'root' }),
    'no role': () => sign({ role: undefined }),
    'a subject that is no id': () => sign({ sub: '../admin' }),
    'neither session nor API token': () => sign({ sid: undefined }),
    'both session and API token': () => sign({ tid: anId(4) }),
    endless: async () => `${await sign()}${'A'.repeat(10_000)}`,
  };
  for (const [name, forge] of Object.entries(FORGED)) {
    it(`is refused: ${name}`, async () => {
      const { verifier } = aVerifier();
      assert.equal(await codeOf(verifier, await sign()), 'OK');
      assert.equal(await codeOf(verifier, await forge()), 'UNAUTHENTICATED');
    });
  }

  it('is not taken once it has expired, though it was known', async () => {
    const { verifier, clock } = aVerifier();
    const token = await sign();
    assert.equal(await codeOf(verifier, token), 'OK');
    clock.now += 299_000;
    assert.equal(await codeOf(verifier, token), 'OK');
    clock.now += 60_000;
    const result = await verifier.verify(token);
    assert.deepEqual(!result.ok && result.error.details, { reason: 'expired' });
  });
});

describe('the keys of auth', () => {
  it('are fetched again for a newer key, which is accepted at once then', async () => {
    const keys: { [kid: string]: CryptoKey } = { k1: ours.publicKey };
    const { verifier, clock, fetches } = aVerifier(() => jwks(keys));
    assert.equal(await codeOf(verifier, await sign()), 'OK');
    keys['k2'] = next.publicKey;
    clock.now += 300;
    const renewed = await sign({ kid: 'k2', key: next.privateKey });
    const racing = await Promise.all(Array.from({ length: 20 }, () => codeOf(verifier, renewed)));
    assert.deepEqual(new Set(racing), new Set(['OK']));
    assert.equal(fetches(), 2);
  });

  it('are fetched at most once a second, however many key ids are made up', async () => {
    const { verifier, clock, fetches } = aVerifier();
    const begin = clock.now;
    const forged = await Promise.all(
      Array.from({ length: 200 }, (_, n) => sign({ kid: `made-up-${n}`, key: others.privateKey })),
    );
    for (let round = 0; round < 5; round += 1) {
      const codes = await Promise.all(forged.map((token) => codeOf(verifier, token)));
      assert.deepEqual(new Set(codes), new Set(['UNAUTHENTICATED']));
    }
    assert.ok(fetches() <= 1 + (clock.now - begin) / 1000, `${fetches()} in ${clock.now - begin} ms`);
  });

  it('are not fetched for a token that is older than they are', async () => {
    const { verifier, clock, fetches } = aVerifier();
    clock.now += 10_000;
    assert.equal(await codeOf(verifier, await sign()), 'OK');
    assert.equal(
      await codeOf(verifier, await sign({ kid: 'k0', key: others.privateKey })),
      'UNAUTHENTICATED',
    );
    assert.equal(await codeOf(verifier, await sign({ kid: 'k0', iat: undefined })), 'UNAUTHENTICATED');
    assert.equal(fetches(), 1);
  });

  it('leave a token that may be newer undecided while auth is away', async () => {
    let away = false;
    const { verifier, clock, fetches } = aVerifier(async () => {
      if (away) throw new Error('timed out');
      return jwks({ k1: ours.publicKey });
    });
    assert.equal(await codeOf(verifier, await sign()), 'OK');
    away = true;
    const renewed = { kid: 'k2', key: next.privateKey };
    assert.equal(await codeOf(verifier, await sign(renewed)), 'UNAVAILABLE');
    clock.now += 60_000;
    assert.equal(await codeOf(verifier, await sign({ ...renewed, iat: seconds(60) })), 'UNAVAILABLE');
    assert.equal(fetches(), 3);
    away = false;
    assert.equal(await codeOf(verifier, await sign({ ...renewed, iat: seconds(60) })), 'UNAUTHENTICATED');
  });

  it('that were withdrawn end their tokens, known ones too', async () => {
    const keys: { [kid: string]: CryptoKey } = { k1: ours.publicKey, k2: next.publicKey };
    const { verifier, clock } = aVerifier(() => jwks(keys));
    const token = await sign();
    assert.equal(await codeOf(verifier, token), 'OK');
    delete keys['k1'];
    clock.now += 61_000;
    await codeOf(verifier, await sign({ kid: 'k2', key: next.privateKey }));
    while ((await codeOf(verifier, token)) === 'OK') await new Promise(setImmediate);
    assert.equal(await codeOf(verifier, token), 'UNAUTHENTICATED');
  });

  it('are kept while auth is away; without any, tokens are UNAVAILABLE', async () => {
    let away = true;
    const { verifier, clock } = aVerifier(async () => {
      if (away) throw new Error('timed out');
      return jwks({ k1: ours.publicKey });
    });
    assert.equal(await codeOf(verifier, await sign()), 'UNAVAILABLE');
    away = false;
    assert.equal(await codeOf(verifier, await sign()), 'OK');
    away = true;
    clock.now += 120_000;
    assert.equal(await codeOf(verifier, await sign()), 'OK');
  });

  it('are of one kind only', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { verifier } = aVerifier(() => jwks({ k1: publicKey }));
    const token = await new SignJWT({ sub: anId(1), role: 'admin', sid: anId(2) })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
      .setExpirationTime(seconds(300))
      .sign(privateKey);
    assert.equal(await codeOf(verifier, token), 'UNAUTHENTICATED');
  });
});
