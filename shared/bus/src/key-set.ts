import { setTimeout as sleep } from 'node:timers/promises';
import { importJWK, type CryptoKey, type JWK } from 'jose';
import { Semaphore } from '@berth/kernel/semaphore';

/** A JSON Web Key Set (RFC 7517) as the auth service publishes it. */
export interface Jwks {
  readonly keys: readonly { readonly [member: string]: unknown }[];
}

/**
 * Auth is asked at most so often: anyone can make up key ids. Callers that need a later answer wait for it that long.
 */
const MIN_FETCH_INTERVAL_MS = 1_000;
/** Checks of tokens that may wait for the next answer at once; the rest are answered UNAVAILABLE. */
const MAX_WAITING = 1_000;
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
  #fetchStartedAt = -Infinity;
  /** When auth was asked for the keys at hand: they hold every key that was in use by then. */
  #keysFetchedAt = -Infinity;
  /** How often the keys were fetched, and which of these fetches the keys at hand are from. */
  #fetches = 0;
  #keysFetch = 0;
  #fetching: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  readonly #waits = new Semaphore(MAX_WAITING, 0);

  constructor(private readonly options: KeySetOptions) {}

  /**
   * Undefined only where auth, asked after the token was issued, does not know the key. `unavailable` where that could
   * not be found out.
   * @param agoMs how long ago the token was issued, at least, by its own unverified claim
   */
  async keyFor(kid: string, agoMs: number): Promise<CryptoKey | undefined | 'unavailable'> {
    const known = this.#keys?.get(kid);
    const now = this.options.monotonicMs();
    if (known) {
      if (now - this.#keysFetchedAt >= MAX_AGE_MS && now - this.#fetchStartedAt >= MIN_FETCH_INTERVAL_MS)
        void this.#fetch();
      return known;
    }
    if (this.#keysFetchedAt > now - agoMs) return undefined;
    const fetchesBefore = this.#fetches;
    const fetched = this.#waits.tryRun(() => this.#fetchNext());
    if (!fetched) return 'unavailable';
    await fetched;
    const found = this.#keys?.get(kid);
    // a token that is presented was issued before
    return found ?? (this.#keysFetch > fetchesBefore ? undefined : 'unavailable');
  }

  /** Resolves when a fetch begun from now on has succeeded or failed; callers that come before it begins share it. */
  #fetchNext(): Promise<void> {
    return (this.#next ??= this.#waitForInterval().then(() => {
      this.#next = undefined;
      return this.#fetch();
    }));
  }

  async #waitForInterval(): Promise<void> {
    await this.#fetching;
    const left = this.#fetchStartedAt + MIN_FETCH_INTERVAL_MS - this.options.monotonicMs();
    if (left > 0) await (this.options.sleep ?? sleep)(left);
  }

  #fetch(): Promise<void> {
    return (this.#fetching ??= this.#load().finally(() => (this.#fetching = undefined)));
  }

  async #load(): Promise<void> {
    const startedAt = this.options.monotonicMs();
    this.#fetchStartedAt = startedAt;
    this.#fetches += 1;
    const fetchNumber = this.#fetches;
    let fetched: Map<string, CryptoKey>;
    try {
      fetched = await importKeys(await this.options.fetchJwks());
    } catch {
      return; // auth is away: the keys at hand go on serving
    }
    const withdrawn = [...(this.#keys?.keys() ?? [])].some((kid) => !fetched.has(kid));
    this.#keys = fetched;
    this.#keysFetchedAt = startedAt;
    this.#keysFetch = fetchNumber;
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
