import { LruCache } from '@berth/kernel/lru-cache';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBuckets } from '@berth/kernel/token-bucket';
import { FailureBackoff } from '../password/failure-backoff.js';

export const INTERVAL_SECONDS = 5;
/** Requests are on their way for different times. */
const TOLERANCE_MS = 1000;
const MAX_REMEMBERED = 20_000;
/** Of one network: enough for a class that begins at once, and then one in 10 s. */
const REQUESTS = { capacity: 40, perSecond: 0.1 };
/** Wrong user codes of one user. */
const GUESSES = { freeAttempts: 10, firstMs: 1000, maxMs: 900_000, decayMs: 900_000 };

interface Poll {
  readonly at: number;
  readonly intervalMs: number;
}

/** What bounds device log-ins; in memory of one copy of the service, by a clock that never goes back. */
export class DeviceLoginLimits {
  readonly #polls = new LruCache<Poll>(MAX_REMEMBERED);
  readonly #requests: TokenBuckets;
  readonly #guesses: FailureBackoff;

  constructor(private readonly monotonicMs: () => number = () => performance.now()) {
    this.#requests = new TokenBuckets(REQUESTS, monotonicMs);
    this.#guesses = new FailureBackoff(GUESSES, monotonicMs);
  }

  refusalOfRequest(network: string): Rejection | undefined {
    const wait = this.#requests.take(network);
    return wait === undefined ? undefined : tooMany('too many logins by code from this network', wait);
  }

  /** Whether a program asks before its time; from then on it must wait 5 s longer (RFC 8628 section 3.5). */
  asksTooEarly(deviceLoginId: string): boolean {
    const now = this.monotonicMs();
    const last = this.#polls.get(deviceLoginId);
    const intervalMs = last?.intervalMs ?? INTERVAL_SECONDS * 1000;
    const isEarly = last !== undefined && now - last.at < intervalMs - TOLERANCE_MS;
    this.#polls.set(deviceLoginId, {
      at: now,
      intervalMs: isEarly ? intervalMs + INTERVAL_SECONDS * 1000 : intervalMs,
    });
    return isEarly;
  }

  /** A try counts until the code has turned out right, so that tries at once count. */
  takeGuess(userId: string): Rejection | undefined {
    const wait = this.#guesses.remainingMs(userId);
    if (wait > 0) return tooMany('too many wrong codes', wait / 1000);
    this.#guesses.count(userId);
    return undefined;
  }

  guessedRight(userId: string): void {
    this.#guesses.undo(userId);
  }
}

function tooMany(what: string, seconds: number): Rejection {
  const retryAfterSeconds = Math.ceil(seconds);
  return reject('RATE_LIMITED', `${what}; try again in ${retryAfterSeconds} s`, undefined, {
    retryAfterSeconds,
  });
}
