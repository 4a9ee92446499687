import { reject, type Rejection } from '@berth/kernel/rejection';
import { GrowingWait } from '../password/growing-wait.js';

/**
 * Names, addresses and numbers that are taken, found by one network or member. People take a few tries to find a name
 * that is free; whoever looks for those who have an account needs many.
 */
const RULE = { free: 10, firstMs: 30_000, mostMs: 3_600_000, forgetMs: 360_000 };

export const TAKEN = reject(
  'ALREADY_EXISTS',
  'somebody has this user name, e-mail address or phone number; log in, choose another, or ask an admin',
);

/** Slows down finding out who has an account. In memory of one copy of the service. */
export class RegistrationThrottle {
  private readonly taken: GrowingWait;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.taken = new GrowingWait(RULE, monotonicMs);
  }

  refusal(who: string): Rejection | undefined {
    const wait = this.taken.waitOf(who);
    if (wait === 0) return undefined;
    const retryAfterSeconds = Math.ceil(wait / 1000);
    return reject('RATE_LIMITED', `too many tries; try again in ${retryAfterSeconds} s`, undefined, {
      retryAfterSeconds,
    });
  }

  /** Counted when it is known, since a whole class may register at once; those under way are bounded by the hasher. */
  foundTaken(who: string): void {
    this.taken.count(who);
  }
}

/** Whether a refusal tells that somebody else has, or is about to have, a name, address or number. */
export const tellsOfOthers = ({ code, field }: Rejection): boolean =>
  (code === 'ALREADY_EXISTS' || code === 'INVALID_STATE') && field !== undefined && NAMES.has(field);

const NAMES: ReadonlySet<string> = new Set(['username', 'email', 'profile.phone']);
