import { reject, type Rejection } from '@berth/kernel/rejection';
import { FailureBackoff } from '../password/failure-backoff.js';

/**
 * Taken names, addresses and numbers that one network or member has found. Users need a few attempts to find a name
 * that is free; enumerating accounts needs many.
 */
const RULE = { freeAttempts: 10, firstMs: 30_000, maxMs: 3_600_000, decayMs: 360_000 };

export const TAKEN = reject(
  'ALREADY_EXISTS',
  'this user name, e-mail address or phone number is already in use; log in, choose another, or ask an admin',
);

/** Slows down the enumeration of accounts. In memory of one instance of the service. */
export class RegistrationThrottle {
  readonly #taken: FailureBackoff;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#taken = new FailureBackoff(RULE, monotonicMs);
  }

  refusal(who: string): Rejection | undefined {
    const wait = this.#taken.remainingMs(who);
    if (wait === 0) return undefined;
    const retryAfterSeconds = Math.ceil(wait / 1000);
    return reject('RATE_LIMITED', `too many attempts; try again in ${retryAfterSeconds} s`, undefined, {
      retryAfterSeconds,
    });
  }

  /** Counted afterwards, since many users may register at once; concurrent attempts are limited by the hasher. */
  countTaken(who: string): void {
    this.#taken.count(who);
  }
}

/** Whether a refusal reveals that another account has, or is about to have, a name, address or number. */
export const revealsOtherAccount = ({ code, field }: Rejection): boolean =>
  (code === 'ALREADY_EXISTS' || code === 'INVALID_STATE') && field !== undefined && NAMES.has(field);

const NAMES: ReadonlySet<string> = new Set(['username', 'email', 'profile.phone']);
