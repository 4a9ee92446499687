import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBucket } from './token-bucket.js';

/** Tokens can't be guessed, so this guards the service's time; real tokens are let in however many false ones are tried. */
const STRANGERS = { capacity: 30, perSecond: 1 };
const HOLDERS = { capacity: 300, perSecond: 10 };

const tooMany = reject('RATE_LIMITED', 'too many attempts to join: try again in a minute');

/** In memory of one copy of the service. */
export class JoinThrottle {
  private readonly strangers: TokenBucket;
  private readonly holders = new Map<string, TokenBucket>();

  constructor(private readonly monotonicMs: () => number) {
    this.strangers = new TokenBucket(STRANGERS, monotonicMs);
  }

  /** Why an attempt with a token that does not exist is not even answered; undefined where it is. */
  refusalOfStranger(): Rejection | undefined {
    return this.strangers.take() ? undefined : tooMany;
  }

  refusalOfHolder(tokenId: string): Rejection | undefined {
    const bucket = this.holders.get(tokenId) ?? new TokenBucket(HOLDERS, this.monotonicMs);
    this.holders.set(tokenId, bucket);
    return bucket.take() ? undefined : tooMany;
  }
}
