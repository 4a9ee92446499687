import type { Jwks } from '@berth/bus/key-set';
import type { RpcClient } from '@berth/bus/rpc-client';
import { jwksQuery } from '@berth/contracts/auth/operations';
import { RejectedError } from '@berth/kernel/rejection';

const RECENT_MS = 10_000;

/** Auth's public keys. */
export class SigningKeys {
  #last: Jwks | undefined;
  #askedAt = -Infinity;

  constructor(
    private readonly rpc: Pick<RpcClient, 'call'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** @throws RejectedError if auth is unavailable */
  async fetch(): Promise<Jwks> {
    const reply = await this.rpc.call(jwksQuery.subject, { input: {} });
    if (!reply.ok) throw new RejectedError(reply.error);
    this.#last = reply.result as unknown as Jwks;
    return this.#last;
  }

  /** For HTTP requests: cached for ten seconds. Undefined if auth has never been reached. */
  async recent(): Promise<Jwks | undefined> {
    if (this.nowMs() - this.#askedAt > RECENT_MS) {
      this.#askedAt = this.nowMs();
      await this.fetch().catch(() => (this.#askedAt = -Infinity));
    }
    return this.#last;
  }
}
