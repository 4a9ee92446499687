import { importJWK, type CryptoKey, type JWK } from 'jose';

/** A JSON Web Key Set (RFC 7517) as the auth service publishes it. */
export interface Jwks {
  readonly keys: readonly { readonly [member: string]: unknown }[];
}

/** An unknown key id makes us ask auth again at most so often: anybody can make up key ids. */
const REFETCH_MS = 10_000;
const RETRY_MS = 1_000;
/** A key that auth has withdrawn is not accepted for longer than this. */
const MAX_AGE_MS = 60_000;

/** Auth's public keys by id, fetched when they are needed. */
export class KeySet {
  #keys: ReadonlyMap<string, CryptoKey> | undefined;
  #triedAt = -Infinity;
  #loadedAt = -Infinity;
  #loading: Promise<void> | undefined;

  /** @param onWithdrawn called when a key that was there is gone */
  constructor(
    private readonly fetchJwks: () => Promise<Jwks>,
    private readonly monotonicMs: () => number,
    private readonly onWithdrawn: () => void,
  ) {}

  /** `unavailable` where auth's keys have never been had. */
  async keyFor(kid: string): Promise<CryptoKey | undefined | 'unavailable'> {
    const known = this.#keys?.get(kid);
    if (known) {
      if (this.monotonicMs() - this.#loadedAt >= MAX_AGE_MS) void this.#refresh();
      return known;
    }
    await this.#refresh();
    return this.#keys ? this.#keys.get(kid) : 'unavailable';
  }

  #refresh(): Promise<void> {
    const wait = this.#keys ? REFETCH_MS : RETRY_MS;
    if (!this.#loading && this.monotonicMs() - this.#triedAt < wait) return Promise.resolve();
    return (this.#loading ??= this.#load().finally(() => (this.#loading = undefined)));
  }

  async #load(): Promise<void> {
    this.#triedAt = this.monotonicMs();
    let fetched: Map<string, CryptoKey>;
    try {
      fetched = await importKeys(await this.fetchJwks());
    } catch {
      return; // auth is away: the keys at hand go on serving
    }
    const withdrawn = [...(this.#keys?.keys() ?? [])].some((kid) => !fetched.has(kid));
    this.#keys = fetched;
    this.#loadedAt = this.monotonicMs();
    if (withdrawn) this.onWithdrawn();
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
