import { setTimeout as sleep } from 'node:timers/promises';
import { importJWK, type CryptoKey, type JWK } from 'jose';

/** A JSON Web Key Set (RFC 7517) as the auth service publishes it. */
export interface Jwks {
  readonly keys: readonly { readonly [member: string]: unknown }[];
}

/** Auth is asked at most so often: anybody can make up key ids. Whoever needs a later answer waits for it that long. */
const ASK_EVERY_MS = 1_000;
/** Checks of tokens that may wait for the next answer at once; what comes beyond them is told to try again. */
const MOST_WAITING = 1_000;
/** A key that auth has withdrawn is not accepted for longer than this. */
const MAX_AGE_MS = 60_000;

export interface KeySetOptions {
  readonly fetchJwks: () => Promise<Jwks>;
  readonly monotonicMs: () => number;
  /** Called when a key that was there is gone. */
  readonly onWithdrawn: () => void;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Auth's public keys by id, fetched when they are needed. */
export class KeySet {
  #keys: ReadonlyMap<string, CryptoKey> | undefined;
  #askedAt = -Infinity;
  /** When auth was asked for the keys at hand: they hold every key that was in use by then. */
  #keysAskedAt = -Infinity;
  /** How often auth was asked, and which of these questions the keys at hand answer. */
  #asked = 0;
  #keysAnswer = 0;
  #asking: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #waiting = 0;

  constructor(private readonly options: KeySetOptions) {}

  /**
   * Undefined only where auth, asked after the token was issued, does not know the key. `unavailable` where that could
   * not be found out.
   * @param agoMs how long ago the token was issued, at least, as it says of itself; anybody can make it up
   */
  async keyFor(kid: string, agoMs: number): Promise<CryptoKey | undefined | 'unavailable'> {
    const known = this.#keys?.get(kid);
    const now = this.options.monotonicMs();
    if (known) {
      if (now - this.#keysAskedAt >= MAX_AGE_MS && now - this.#askedAt >= ASK_EVERY_MS) void this.#ask();
      return known;
    }
    if (this.#keysAskedAt > now - agoMs) return undefined;
    if (this.#waiting >= MOST_WAITING) return 'unavailable';
    const askedBefore = this.#asked;
    this.#waiting += 1;
    try {
      await this.#askAgain();
    } finally {
      this.#waiting -= 1;
    }
    const found = this.#keys?.get(kid);
    // whoever shows a token shows one that was issued before
    return found ?? (this.#keysAnswer > askedBefore ? undefined : 'unavailable');
  }

  /** Resolves when auth, asked from now on, has answered or not: one question for all who come until it is put. */
  #askAgain(): Promise<void> {
    return (this.#next ??= this.#turn().then(() => {
      this.#next = undefined;
      return this.#ask();
    }));
  }

  async #turn(): Promise<void> {
    await this.#asking;
    const left = this.#askedAt + ASK_EVERY_MS - this.options.monotonicMs();
    if (left > 0) await (this.options.sleep ?? sleep)(left);
  }

  #ask(): Promise<void> {
    return (this.#asking ??= this.#load().finally(() => (this.#asking = undefined)));
  }

  async #load(): Promise<void> {
    const askedAt = this.options.monotonicMs();
    this.#askedAt = askedAt;
    this.#asked += 1;
    const question = this.#asked;
    let fetched: Map<string, CryptoKey>;
    try {
      fetched = await importKeys(await this.options.fetchJwks());
    } catch {
      return; // auth is away: the keys at hand go on serving
    }
    const withdrawn = [...(this.#keys?.keys() ?? [])].some((kid) => !fetched.has(kid));
    this.#keys = fetched;
    this.#keysAskedAt = askedAt;
    this.#keysAnswer = question;
    if (withdrawn) this.options.onWithdrawn();
  }
}

async function importKeys({ keys }: Jwks): Promise<Map<string, CryptoKey>> {
  const imported = new Map<string, CryptoKey>();
  for (const { kty, crv, x, kid } of keys) {
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof kid !== 'string') continue;
    const jwk: JWK = { kty, crv, x };
    imported.set(kid, (await importJWK(jwk, 'EdDSA')) as CryptoKey);
  }
  return imported;
}
