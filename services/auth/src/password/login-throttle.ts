import { reject, type Rejection } from '@berth/kernel/rejection';
import { LruCache } from '@berth/service-host/lru-cache';

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

export interface ThrottleLimits {
  /** Failures that an account, and an address, may have in a row; then one more each `refillMs`. */
  readonly perAccount: number;
  readonly perAddress: number;
  readonly refillMs: number;
}

const MOST_REMEMBERED = 20_000;

/**
 * Slows guessing down, by account name (of accounts that are not there too) and by address: a bucket of tries each, which
 * a try takes from before the password is looked at, so that tries at once count. A right password gives it back and
 * forgives the account's failures. Buckets are in memory, a bounded number; those least used are forgotten first.
 */
export class LoginThrottle {
  private readonly buckets = new LruCache<Bucket>(MOST_REMEMBERED);

  /** @param monotonicMs a clock that never goes back, in ms */
  constructor(
    private readonly limits: ThrottleLimits,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  /** The refusal, where a try is one too many. */
  take(account: string, address: string | undefined): Rejection | undefined {
    const buckets = this.bucketsOf(account, address);
    const waits = buckets.map(({ key, limit }) => {
      const { tokens } = this.filled(key, limit);
      return tokens >= 1 ? 0 : (1 - tokens) * this.limits.refillMs;
    });
    const wait = Math.max(...waits);
    if (wait > 0) return tooMany(Math.ceil(wait / 1000));
    for (const { key, limit } of buckets) this.add(key, limit, -1);
    return undefined;
  }

  succeeded(account: string, address: string | undefined): void {
    this.buckets.delete(accountKey(account));
    if (address !== undefined) this.add(addressKey(address), this.limits.perAddress, 1);
  }

  private bucketsOf(account: string, address: string | undefined) {
    const own = { key: accountKey(account), limit: this.limits.perAccount };
    return address === undefined ? [own] : [own, { key: addressKey(address), limit: this.limits.perAddress }];
  }

  private filled(key: string, limit: number): Bucket {
    const now = this.monotonicMs();
    const bucket = this.buckets.get(key);
    if (!bucket) return { tokens: limit, at: now };
    return { tokens: Math.min(limit, bucket.tokens + (now - bucket.at) / this.limits.refillMs), at: now };
  }

  private add(key: string, limit: number, change: number): void {
    const { tokens, at } = this.filled(key, limit);
    this.buckets.set(key, { tokens: Math.min(limit, tokens + change), at });
  }
}

const accountKey = (account: string): string => `account ${account.normalize('NFKC').trim().toLowerCase()}`;
const addressKey = (address: string): string => `address ${address}`;

const tooMany = (retryAfterSeconds: number): Rejection =>
  reject('RATE_LIMITED', `too many wrong passwords; try again in ${retryAfterSeconds} s`, undefined, {
    retryAfterSeconds,
  });
