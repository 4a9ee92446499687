import { hash } from 'node:crypto';
import type { RpcClient } from '@berth/bus/rpc-client';
import { exchangeApiToken } from '@berth/contracts/auth/operations';
import type { ResultOf } from '@berth/contracts/define';
import { newId } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

export const API_TOKEN_PREFIX = 'berth_';
const MOST_CACHED = 10_000;
/** An access token is not used up to its last second: a service has a clock of its own. */
const MARGIN_MS = 15_000;

const NOT_OURS = reject('UNAUTHENTICATED', 'the API token is not valid');

interface Exchanged {
  readonly accessToken: string;
  readonly goodUntil: number;
}

/** Trades API tokens for access tokens at auth, once for many requests. */
export class ApiTokens {
  readonly #exchanged = new Map<string, Exchanged>();
  readonly #underWay = new Map<string, Promise<Result<string, Rejection>>>();

  constructor(
    private readonly rpc: Pick<RpcClient, 'call'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Whether it need not be traded now. */
  has(apiToken: string): boolean {
    return (this.#exchanged.get(hash('sha256', apiToken))?.goodUntil ?? 0) > this.nowMs();
  }

  accessTokenFor(apiToken: string): Promise<Result<string, Rejection>> {
    const key = hash('sha256', apiToken);
    const known = this.#exchanged.get(key);
    if (known && known.goodUntil > this.nowMs()) return Promise.resolve(ok(known.accessToken));
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const exchange = this.#exchange(key, apiToken).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, exchange);
    return exchange;
  }

  /** What it was traded for is good no more, though the API token may be. */
  forget(apiToken: string): void {
    this.#exchanged.delete(hash('sha256', apiToken));
  }

  async #exchange(key: string, token: string): Promise<Result<string, Rejection>> {
    const askedAt = this.nowMs();
    const reply = await this.rpc.call(exchangeApiToken.subject, {
      input: { token },
      idempotencyKey: newId(),
    });
    // Whatever is wrong with its form, it is no token of ours; it is no input whose field could be named.
    if (!reply.ok) return err(reply.error.code === 'VALIDATION_FAILED' ? NOT_OURS : reply.error);
    const { accessToken, expiresInSeconds } = reply.result as ResultOf<typeof exchangeApiToken>;
    this.#exchanged.delete(key);
    this.#exchanged.set(key, { accessToken, goodUntil: askedAt + expiresInSeconds * 1000 - MARGIN_MS });
    if (this.#exchanged.size > MOST_CACHED) {
      const [oldest] = this.#exchanged.keys();
      if (oldest !== undefined) this.#exchanged.delete(oldest);
    }
    return ok(accessToken);
  }
}
