import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBucket, TokenBuckets } from '@berth/kernel/token-bucket';

/** Tokens cannot be guessed, so this limits load; known tokens are admitted however many unknown ones are tried. */
const UNKNOWN_TOKEN_LIMIT = { capacity: 30, perSecond: 1 };
const KNOWN_TOKEN_LIMIT = { capacity: 300, perSecond: 10 };

const tooMany = reject('RATE_LIMITED', 'too many attempts to join: try again in a minute');

/** In memory of one copy of the service. */
export class JoinThrottle {
  readonly #unknownTokens: TokenBucket;
  readonly #knownTokens: TokenBuckets;

  constructor(monotonicMs: () => number) {
    this.#knownTokens = new TokenBuckets(KNOWN_TOKEN_LIMIT, monotonicMs);
    this.#unknownTokens = new TokenBucket(UNKNOWN_TOKEN_LIMIT, monotonicMs);
  }

  /** The refusal of an attempt with an unknown token, if the limit is exceeded. */
  refusalOfUnknown(): Rejection | undefined {
    return this.#unknownTokens.take() === undefined ? undefined : tooMany;
  }

  refusalOfKnown(tokenId: string): Rejection | undefined {
    return this.#knownTokens.take(tokenId) === undefined ? undefined : tooMany;
  }
}
