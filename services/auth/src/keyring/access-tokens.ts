import { generateKeyPairSync } from 'node:crypto';
import type { Role } from '@berth/contracts/auth/roles';
import type { Jwks } from '@berth/bus/key-set';
import { addMs, type Clock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';
import type { Logger } from '@berth/service-host/log';
import { LruCache } from '@berth/kernel/lru-cache';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { TOKEN_AUDIENCE } from '@berth/service-host/token-verifier';
import type { Vault } from '@berth/service-host/vault';
import { importJWK, SignJWT, type CryptoKey } from 'jose';
import {
  isKeyDue,
  type KeySchedule,
  KEYRING_STREAM,
  publishedAt,
  sealingKeyOf,
  signingKeyAt,
  retiredAt,
  type Keyring,
  type SigningKey,
} from './keyring.decider.js';
import type { Keyrings } from '../aggregates.js';

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** Verifiers fetch the published keys at least this often; includes a margin for clock differences. */
const AHEAD_MS = 600 * SECOND;

export interface AccessTokenSettings {
  readonly issuer: string;
  readonly lifeSeconds: number;
  readonly keyDays: number;
  readonly log: Logger;
}

interface SigningPair {
  readonly key: SigningKey;
  readonly privateKey: CryptoKey;
}

/** Whom a token is for: a person in a session, or a script with an API token and its scopes. */
export type Bearer = { readonly userId: string; readonly role: Role } & (
  { readonly sessionId: string } | { readonly tokenId: string; readonly scopes: readonly string[] }
);

/** Signs access tokens (RFC 9068, EdDSA) with keys that it makes and replaces in time, and publishes the public ones. */
export class AccessTokens {
  readonly #schedule: KeySchedule;
  readonly #imported = new LruCache<CryptoKey>(4);
  readonly #erased = new Set<string>();

  constructor(
    private readonly keyrings: Keyrings,
    private readonly vault: Vault,
    private readonly clock: Clock,
    readonly settings: AccessTokenSettings,
  ) {
    this.#schedule = {
      signsForMs: settings.keyDays * DAY,
      aheadMs: AHEAD_MS,
      verifiesForMs: settings.lifeSeconds * SECOND + AHEAD_MS,
    };
  }

  async issue(bearer: Bearer): Promise<string> {
    const now = this.clock.now();
    const { key, privateKey } = await this.#signingPair(now);
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
      .sign(privateKey);
  }

  async jwks(): Promise<Jwks> {
    const keys = publishedAt(await this.rotateIfDue(), this.clock.now());
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

  /** Adds a key if one is due, and erases private keys that no longer sign. */
  async rotateIfDue(): Promise<Keyring> {
    const now = this.clock.now();
    const keyring = (await this.keyrings.load(KEYRING_STREAM, { fresh: true })).state;
    await this.#eraseRetiredKeys(keyring, now);
    return isKeyDue(keyring, now, this.#schedule) ? this.#addKey(now) : keyring;
  }

  async #eraseRetiredKeys(keyring: Keyring, now: string): Promise<void> {
    for (const { kid } of retiredAt(keyring, addMs(now, -AHEAD_MS))) {
      if (this.#erased.has(kid)) continue;
      await this.vault.erase(sealingKeyOf(kid));
      this.#erased.add(kid);
    }
  }

  /** A key whose private part is lost or damaged is replaced; otherwise no login would work until its rotation. */
  async #signingPair(now: string): Promise<SigningPair> {
    const key = signingKeyAt(await this.#keyring(), now) ?? signingKeyAt(await this.rotateIfDue(), now);
    if (!key) throw new Error('there is no signing key for access tokens');
    const privateKey = await this.#privateKey(key);
    if (privateKey) return { key, privateKey };
    const other = signingKeyAt(await this.#addKey(now, key.kid), now);
    const otherPrivate = other && (await this.#privateKey(other));
    if (!otherPrivate) throw new Error(`the private part of signing key ${key.kid} cannot be read`);
    const { log } = this.settings;
    log.warn({ kid: key.kid, newKid: other.kid }, 'a signing key can no longer be read and was replaced');
    return { key: other, privateKey: otherPrivate };
  }

  async #addKey(now: string, insteadOf?: string): Promise<Keyring> {
    const kid = newId();
    const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    if (x === undefined || d === undefined) throw new Error('the key pair has no JWK form');
    const privateKey = await this.vault.seal(sealingKeyOf(kid), d);
    const added = await this.keyrings.execute(
      KEYRING_STREAM,
      {
        type: 'addKey',
        kid,
        publicKey: x,
        privateKey,
        now,
        schedule: this.#schedule,
        ...defined({ insteadOf }),
      },
      bySystem(kid, now),
    );
    if (!added.ok) throw new Error(added.error.message);
    // Another instance of the service was first: the new private key is not needed.
    if (added.value.events.length === 0) await this.vault.erase(sealingKeyOf(kid));
    return added.value.state;
  }

  async #keyring(): Promise<Keyring> {
    return (await this.keyrings.load(KEYRING_STREAM)).state;
  }

  /** Undefined where it can't be read. */
  async #privateKey({ kid, publicKey, privateKey }: SigningKey): Promise<CryptoKey | undefined> {
    const known = this.#imported.get(kid);
    if (known) return known;
    const opened = await this.vault.tryOpen(privateKey);
    if ('unreadable' in opened) return undefined;
    const d = String(opened.value);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey, d };
    const imported = (await importJWK(jwk, 'EdDSA')) as CryptoKey;
    this.#imported.set(kid, imported);
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
