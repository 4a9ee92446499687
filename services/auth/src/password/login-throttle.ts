import { reject, type Rejection } from '@berth/kernel/rejection';
import { FailureBackoff, type BackoffRule } from './failure-backoff.js';

export interface ThrottleLimits {
  /** Wrong passwords in a row for one account, from one network or device, before delays begin. */
  readonly perAccount: number;
  /** And from one network, over all accounts. */
  readonly perAddress: number;
}

/** Who tries. */
export interface Attempt {
  /** The account, whatever name of it was typed; undefined where there is none. */
  readonly account: string | undefined;
  /** What was typed, in the form in which names are compared. */
  readonly name: string;
  /** An address or, of IPv6, the network of a household. */
  readonly network: string | undefined;
  /** A device that the account was logged in on before. */
  readonly device: string | undefined;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** From one network for one account: 1 s, 2 s, 4 s and so on, up to 15 minutes. */
const PER_CLIENT = { firstMs: SECOND_MS, maxMs: 15 * MINUTE_MS, decayMs: 15 * MINUTE_MS };
/** From all networks for one account: short enough that its owner can log in from a new device. */
const ACCOUNT = { firstMs: SECOND_MS, maxMs: 30 * SECOND_MS, decayMs: MINUTE_MS };
/** From one network for all accounts: many users may share one address. */
const NETWORK = { firstMs: SECOND_MS, maxMs: 10 * SECOND_MS, decayMs: 10 * SECOND_MS };
/** Number of networks whose attempts on one account are counted separately. */
const MAX_NETWORKS = 10;

/**
 * Slows guessing down, by account (whatever name of it is typed, and of accounts that are not there too) and by network.
 * Attempts on a device that is known to the account are counted separately, so that others cannot exhaust them. Sessions
 * are not affected.
 */
export class LoginThrottle {
  readonly #devices: FailureBackoff;
  readonly #accountNetworks: FailureBackoff;
  readonly #accounts: FailureBackoff;
  readonly #networks: FailureBackoff;
  readonly #unknownAccounts: FailureBackoff;

  /** @param monotonicMs a clock that never goes back, in ms */
  constructor(limits: ThrottleLimits, monotonicMs: () => number = () => performance.now()) {
    const wait = (freeAttempts: number, rule: Omit<BackoffRule, 'freeAttempts'>) =>
      new FailureBackoff({ ...rule, freeAttempts }, monotonicMs);
    this.#devices = wait(limits.perAccount, PER_CLIENT);
    this.#accountNetworks = wait(limits.perAccount, PER_CLIENT);
    this.#accounts = wait(limits.perAccount * MAX_NETWORKS, ACCOUNT);
    this.#networks = wait(limits.perAddress, NETWORK);
    // Unknown names are unlimited in number: they must not evict the counts of accounts.
    this.#unknownAccounts = wait(limits.perAccount, PER_CLIENT);
  }

  /** The refusal, if the limit is exceeded. */
  take(attempt: Attempt): Rejection | undefined {
    const counts = this.#countsOf(attempt);
    const wait = Math.max(...counts.map(([backoff, key]) => backoff.remainingMs(key)));
    if (wait > 0) return tooMany(Math.ceil(wait / 1000));
    for (const [backoff, key] of counts) backoff.count(key);
    return undefined;
  }

  succeeded(attempt: Attempt): void {
    for (const [backoff, key] of this.#countsOf(attempt)) {
      if (backoff === this.#devices || backoff === this.#accountNetworks) backoff.clear(key);
      else backoff.undo(key);
    }
  }

  #countsOf({ account, name, network, device }: Attempt): readonly (readonly [FailureBackoff, string])[] {
    if (account !== undefined && device !== undefined) return [[this.#devices, `${account} ${device}`]];
    const place = network ?? 'unknown';
    const byNetwork = network === undefined ? [] : ([[this.#networks, network]] as const);
    if (account === undefined) return [[this.#unknownAccounts, `${name} ${place}`], ...byNetwork];
    return [[this.#accountNetworks, `${account} ${place}`], [this.#accounts, account], ...byNetwork];
  }
}

const tooMany = (retryAfterSeconds: number): Rejection =>
  reject('RATE_LIMITED', `too many wrong passwords; try again in ${retryAfterSeconds} s`, undefined, {
    retryAfterSeconds,
  });
