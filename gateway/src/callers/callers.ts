import type { Identity, TokenVerifier } from '@berth/bus/identity';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Caller } from '../graphql/caller.js';
import { API_TOKEN_PREFIX, type ApiTokens } from './api-tokens.js';
import type { RevocationList } from './revocation-list.js';

const ANONYMOUS: Caller = { kind: 'anonymous' };
const refused = (rejection: Rejection): Caller => ({ kind: 'refused', rejection });
const NO_BEARER = refused(
  reject('UNAUTHENTICATED', 'the Authorization header must be `Bearer` and an access token or API token'),
);

/** Who sends a request, by its `Authorization` header. */
export class Callers {
  constructor(
    private readonly verifier: Pick<TokenVerifier, 'verify'>,
    private readonly apiTokens: ApiTokens,
    private readonly revocations: RevocationList,
  ) {}

  /** @param allowExchange rate limit checked before auth is called, because anyone can invent tokens */
  async identify(
    authorization: string | undefined,
    allowExchange: () => Rejection | undefined,
  ): Promise<Caller> {
    if (authorization === undefined) return ANONYMOUS;
    const given = /^Bearer +([^ ]+) *$/i.exec(authorization)?.[1];
    if (given === undefined) return NO_BEARER;
    if (!given.startsWith(API_TOKEN_PREFIX)) return this.#verified(given);
    const held = this.apiTokens.has(given) ? undefined : allowExchange();
    if (held) return refused(held);
    const exchanged = await this.apiTokens.accessTokenFor(given);
    if (!exchanged.ok) return refused(exchanged.error);
    const caller = await this.#verified(exchanged.value);
    if (caller.kind !== 'refused' || caller.rejection.code === 'UNAVAILABLE') return caller;
    // A change of role may have revoked it. A script cannot log in again, so the API token is exchanged again.
    this.apiTokens.forget(given);
    const anew = await this.apiTokens.accessTokenFor(given);
    return anew.ok ? this.#verified(anew.value) : refused(anew.error);
  }

  async #verified(token: string): Promise<Caller> {
    const verified = await this.verifier.verify(token);
    if (!verified.ok) return refused(verified.error);
    const ended = this.revocations.refusal(verified.value);
    if (ended) return refused(ended);
    return new KnownCaller(token, verified.value);
  }
}

class KnownCaller {
  readonly kind = 'known';

  constructor(
    readonly token: string,
    readonly identity: Identity,
  ) {}

  /** Few requests ask. */
  get expiresAt(): number {
    return expiryOf(this.token);
  }
}

/** Of a token that has been verified, in ms since 1970. */
function expiryOf(token: string): number {
  const [, payload = ''] = token.split('.');
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly exp: number };
  return exp * 1000;
}
