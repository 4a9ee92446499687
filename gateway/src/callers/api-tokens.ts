import { hash } from 'node:crypto';
import type { RpcClient } from '@berth/bus/rpc-client';
import { exchangeApiToken } from '@berth/contracts/auth/operations';
import type { ResultOf } from '@berth/contracts/define';
import { newId } from '@berth/kernel/ids';
import { LruCache } from '@berth/kernel/lru-cache';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

export const API_TOKEN_PREFIX = 'berth_';
const MAX_CACHED = 20_000;
/** An access token is not used in its last seconds, because the clocks of services may differ. */
const EXPIRY_MARGIN_MS = 15_000;

const INVALID_TOKEN = reject('UNAUTHENTICATED', 'the API token is not valid');

interface Exchanged {
  readonly accessToken: string;
  readonly validUntil: number;
}

/** Exchanges API tokens for access tokens at auth, and caches them. */
export class ApiTokens {
  readonly #exchanged = new LruCache<Exchanged>(MAX_CACHED);
  readonly #underWay = new Map<string, Promise<Result<string, Rejection>>>();

  constructor(
    private readonly rpc: Pick<RpcClient, 'call'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Whether a valid access token is cached. */
  has(apiToken: string): boolean {
    return (this.#exchanged.get(hash('sha256', apiToken))?.validUntil ?? 0) > this.nowMs();
  }

  accessTokenFor(apiToken: string): Promise<Result<string, Rejection>> {
    const key = hash('sha256', apiToken);
    const known = this.#exchanged.get(key);
    if (known && known.validUntil > this.nowMs()) return Promise.resolve(ok(known.accessToken));
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const exchange = this.#exchange(key, apiToken).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, exchange);
    return exchange;
  }

  /** Removes the cached access token, which is no longer valid; the API token itself may be. */
  forget(apiToken: string): void {
    this.#exchanged.delete(hash('sha256', apiToken));
  }

  async #exchange(key: string, token: string): Promise<Result<string, Rejection>> {
    const askedAt = this.nowMs();
    const reply = await this.rpc.call(exchangeApiToken.subject, {
      input: { token },
      idempotencyKey: newId(),
    });
    // A malformed token is simply invalid; it is not an input field that a message could name.
    if (!reply.ok) return err(reply.error.code === 'VALIDATION_FAILED' ? INVALID_TOKEN : reply.error);
    const { accessToken, expiresInSeconds } = reply.result as ResultOf<typeof exchangeApiToken>;
    this.#exchanged.set(key, {
      accessToken,
      validUntil: askedAt + expiresInSeconds * 1000 - EXPIRY_MARGIN_MS,
    });
    return ok(accessToken);
  }
}
