import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { role, type Role } from '@berth/contracts/auth/roles';
import { id } from '@berth/contracts/fields';
import { defined } from '@berth/kernel/defined';
import { LruCache } from '@berth/kernel/lru-cache';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { KeySet, type Jwks } from './key-set.js';

/** The caller by the signed token: a person in a session, or an API token of a person, with its scopes. */
export interface Identity {
  readonly kind: 'user' | 'token';
  readonly userId: string;
  readonly role: Role;
  readonly sessionId?: string;
  readonly tokenId?: string;
  readonly scopes?: readonly string[];
}

export interface TokenVerifierOptions {
  readonly fetchJwks: () => Promise<Jwks>;
  readonly issuer: string;
  readonly audience: string;
  readonly now?: () => Date;
  readonly monotonicMs?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Every access token has this type in its header (RFC 9068), so that no other JWT of ours passes for one. */
export const ACCESS_TOKEN_TYPE = 'at+jwt';
const ALGORITHM = 'EdDSA';
const MAX_TOKEN_LENGTH = 4096;
const MAX_CACHED = 20_000;
/** Clocks of machines differ. */
const TOLERANCE_SECONDS = 5;
const TOLERANCE_MS = TOLERANCE_SECONDS * 1000;

/** Verifies access tokens by auth's keys (RFC 8725); caches those verified until they expire. */
export class TokenVerifier {
  readonly #keys: KeySet;
  readonly #verified = new LruCache<{ readonly identity: Identity; readonly expiresAt: number }>(MAX_CACHED);
  readonly #now: () => Date;

  constructor(private readonly options: TokenVerifierOptions) {
    this.#now = options.now ?? (() => new Date());
    this.#keys = new KeySet({
      fetchJwks: options.fetchJwks,
      monotonicMs: options.monotonicMs ?? (() => performance.now()),
      onWithdrawn: () => this.#verified.clear(),
      ...defined({ sleep: options.sleep }),
    });
  }

  /**
   * `UNAUTHENTICATED` for a token that does not hold. `UNAVAILABLE` where that can't be decided: its key is not among
   * those at hand, which may be older than the token, and auth does not answer.
   */
  async verify(token: string): Promise<Result<Identity, Rejection>> {
    const known = this.#verified.get(token);
    if (known && known.expiresAt > this.#now().getTime()) return ok(known.identity);
    if (known) this.#verified.delete(token);
    return this.#check(token);
  }

  async #check(token: string): Promise<Result<Identity, Rejection>> {
    const said = unverifiedClaims(token);
    if (!said) return err(INVALID);
    const { kid, issuedAt } = said;
    // without an instant of its own it may be as old as any
    const agoMs = issuedAt === undefined ? Infinity : this.#now().getTime() - issuedAt - TOLERANCE_MS;
    const key = await this.#keys.keyFor(kid, Math.max(0, agoMs));
    if (key === 'unavailable') return err(KEY_UNAVAILABLE);
    if (!key) return err(INVALID);
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: ACCESS_TOKEN_TYPE,
        issuer: this.options.issuer,
        audience: this.options.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: this.#now(),
      });
      const identity = identityOf(payload);
      if (!identity) return err(INVALID);
      this.#verified.set(token, { identity, expiresAt: (payload.exp ?? 0) * 1000 });
      return ok(identity);
    } catch (error) {
      return err(error instanceof errors.JWTExpired ? EXPIRED : INVALID);
    }
  }
}

/** Without a reason, so that a forger learns nothing. */
const INVALID = reject('UNAUTHENTICATED', 'the access token is not valid');
const KEY_UNAVAILABLE = reject(
  'UNAVAILABLE',
  'the access token cannot be verified yet: the signing keys of auth are not known; try again',
);
const EXPIRED = reject('UNAUTHENTICATED', 'the access token has expired', undefined, { reason: 'expired' });

const claims = z
  .object({
    sub: id,
    role,
    sid: z.string().min(1).max(64).optional(),
    tid: z.string().min(1).max(64).optional(),
    scope: z.string().optional(),
  })
  .refine(
    ({ sid, tid }) => (sid === undefined) !== (tid === undefined),
    'must name a session or an API token',
  );

function identityOf(payload: JWTPayload): Identity | undefined {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return undefined;
  const { sub: userId, role: userRole, sid, tid, scope } = parsed.data;
  return {
    kind: tid === undefined ? 'user' : 'token',
    userId,
    role: userRole,
    ...defined({ sessionId: sid, tokenId: tid, scopes: scope?.split(' ').filter(Boolean) }),
  };
}

/** The claims of a token, not verified yet: its key, and when it was issued in ms since 1970. */
function unverifiedClaims(
  token: string,
): { readonly kid: string; readonly issuedAt: number | undefined } | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return undefined;
  try {
    const { kid } = decodeProtectedHeader(token);
    const { iat } = decodeJwt(token);
    if (typeof kid !== 'string') return undefined;
    return { kid, issuedAt: typeof iat === 'number' && Number.isFinite(iat) ? iat * 1000 : undefined };
  } catch {
    return undefined;
  }
}
