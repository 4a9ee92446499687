import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBucket } from '@berth/kernel/token-bucket';

/** Tokens cannot be guessed, so this limits load; known tokens are admitted however many unknown ones are tried. */
const UNKNOWN_TOKEN_LIMIT = { capacity: 30, perSecond: 1 };
const KNOWN_TOKEN_LIMIT = { capacity: 300, perSecond: 10 };

const tooMany = reject('RATE_LIMITED', 'too many attempts to join: try again in a minute');

/** In memory of one copy of the service. */
export class JoinThrottle {
  readonly #unknownTokens: TokenBucket;
  readonly #knownTokens = new Map<string, TokenBucket>();

  constructor(private readonly monotonicMs: () => number) {
    this.#unknownTokens = new TokenBucket(UNKNOWN_TOKEN_LIMIT, monotonicMs);
  }

  /** The refusal of an attempt with an unknown token, if the limit is exceeded. */
  refusalOfUnknown(): Rejection | undefined {
    return this.#unknownTokens.take() ? undefined : tooMany;
  }

  refusalOfKnown(tokenId: string): Rejection | undefined {
    const bucket = this.#knownTokens.get(tokenId) ?? new TokenBucket(KNOWN_TOKEN_LIMIT, this.monotonicMs);
    this.#knownTokens.set(tokenId, bucket);
    return bucket.take() ? undefined : tooMany;
  }
}
