import { generateKeyPairSync } from 'node:crypto';
import type { Role } from '@berth/contracts/auth/events';
import type { Jwks } from '@berth/bus/key-set';
import { addMs, type Clock } from '@berth/kernel/clock';
import { newId } from '@berth/kernel/ids';
import { LruCache } from '@berth/service-host/lru-cache';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { TOKEN_AUDIENCE } from '@berth/service-host/token-verifier';
import type { Vault } from '@berth/service-host/vault';
import { importJWK, SignJWT, type CryptoKey } from 'jose';
import { isKeyDue, type KeySchedule } from './keyring.decider.js';
import { KEYRING_STREAM, publishedAt, sealingKeyOf, signingKeyAt, spentAt, type Keyring } from './keyring.js';
import type { Keyrings } from './keyrings.js';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** Verifiers ask for the published keys at least this often; a margin for clocks that differ comes with it. */
const AHEAD_MS = 600 * SECOND;

export interface AccessTokenSettings {
  readonly issuer: string;
  readonly lifeSeconds: number;
  readonly keyDays: number;
}

/** Whom a token is for: a person in a session, or a script with an API token and its scopes. */
export type Bearer = { readonly userId: string; readonly role: Role } & (
  { readonly sessionId: string } | { readonly tokenId: string; readonly scopes: readonly string[] }
);

/** Signs access tokens (RFC 9068, EdDSA) with keys that it makes and replaces in time, and publishes the public ones. */
export class AccessTokens {
  private readonly schedule: KeySchedule;
  private readonly imported = new LruCache<CryptoKey>(4);
  private readonly erased = new Set<string>();

  constructor(
    private readonly keyrings: Keyrings,
    private readonly vault: Vault,
    private readonly clock: Clock,
    readonly settings: AccessTokenSettings,
  ) {
    this.schedule = {
      signsForMs: settings.keyDays * DAY,
      aheadMs: AHEAD_MS,
      verifiesForMs: settings.lifeSeconds * SECOND + AHEAD_MS,
    };
  }

  async issue(bearer: Bearer): Promise<string> {
    const now = this.clock.now();
    const key = signingKeyAt(await this.keyring(), now) ?? signingKeyAt(await this.keepUp(), now);
    if (!key) throw new Error('there is no key to sign access tokens with');
    const issuedAt = Math.floor(Date.parse(now) / SECOND);
    const bound =
      'sessionId' in bearer
        ? { sid: bearer.sessionId }
        : { tid: bearer.tokenId, scope: bearer.scopes.join(' ') };
    return new SignJWT({ role: bearer.role, ...bound })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
      .setIssuer(this.settings.issuer)
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(bearer.userId)
      .setJti(newId())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.settings.lifeSeconds)
      .sign(await this.privateKey(key.kid));
  }

  async jwks(): Promise<Jwks> {
    const keys = publishedAt(await this.keepUp(), this.clock.now());
    return {
      keys: keys.map(({ kid, publicKey }) => ({
        kty: 'OKP',
        crv: 'Ed25519',
        x: publicKey,
        kid,
        alg: 'EdDSA',
        use: 'sig',
      })),
    };
  }

  /** Adds a key where one is due, and erases private keys that have signed their last. */
  async keepUp(): Promise<Keyring> {
    const now = this.clock.now();
    const keyring = (await this.keyrings.load(KEYRING_STREAM, { fresh: true })).state;
    await this.eraseSpent(keyring, now);
    return isKeyDue(keyring, now, this.schedule) ? this.addKey(now) : keyring;
  }

  private async eraseSpent(keyring: Keyring, now: string): Promise<void> {
    for (const { kid } of spentAt(keyring, addMs(now, -AHEAD_MS))) {
      if (this.erased.has(kid)) continue;
      await this.vault.erase(sealingKeyOf(kid));
      this.erased.add(kid);
    }
  }

  private async addKey(now: string): Promise<Keyring> {
    const kid = newId();
    const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    if (x === undefined || d === undefined) throw new Error('the key pair has no JWK form');
    const privateKey = await this.vault.seal(sealingKeyOf(kid), d);
    const added = await this.keyrings.execute(
      KEYRING_STREAM,
      { type: 'AddKey', kid, publicKey: x, privateKey, now, schedule: this.schedule },
      bySystem(kid, now),
    );
    if (!added.ok) throw new Error(added.error.message);
    // Another copy of the service was first: what was sealed is of no use.
    if (added.value.events.length === 0) await this.vault.erase(sealingKeyOf(kid));
    return added.value.state;
  }

  private async keyring(): Promise<Keyring> {
    return (await this.keyrings.load(KEYRING_STREAM)).state;
  }

  private async privateKey(kid: string): Promise<CryptoKey> {
    const known = this.imported.get(kid);
    if (known) return known;
    const key = (await this.keyring()).keys.find((each) => each.kid === kid);
    const d = key && (await this.vault.open(key.privateKey));
    if (!key || typeof d !== 'string') throw new Error(`the private part of signing key ${kid} is gone`);
    const imported = (await importJWK(
      { kty: 'OKP', crv: 'Ed25519', x: key.publicKey, d },
      'EdDSA',
    )) as CryptoKey;
    this.imported.set(kid, imported);
    return imported;
  }
}

const bySystem = (kid: string, now: string): CommandMeta => ({
  commandId: kid,
  command: 'auth.keyring.addKey.v1',
  inputHash: '',
  actor: { kind: 'system', id: 'keyring' },
  now,
  correlationId: kid,
  causationId: kid,
});
