import { reject, type Rejection } from '@berth/kernel/rejection';
import { GrowingWait, type WaitRule } from './growing-wait.js';

export interface ThrottleLimits {
  /** Wrong passwords in a row for one account, from one network or device, before waits begin. */
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
/** From one place for one account: 1 s, 2 s, 4 s and so on, up to a quarter of an hour. */
const NARROW = { firstMs: SECOND_MS, mostMs: 15 * MINUTE_MS, forgetMs: 15 * MINUTE_MS };
/** From all places for one account: never so long that its owner could not get in from a new device. */
const ACCOUNT = { firstMs: SECOND_MS, mostMs: 30 * SECOND_MS, forgetMs: MINUTE_MS };
/** From one network for all accounts: a whole house may be behind one address. */
const NETWORK = { firstMs: SECOND_MS, mostMs: 10 * SECOND_MS, forgetMs: 10 * SECOND_MS };
/** From how many networks an account may be tried before that counts against all that are not known. */
const NETWORKS = 10;

/**
 * Slows guessing down, by account (whatever name of it is typed, and of accounts that are not there too) and by network.
 * Who tries on a device that the account is known on has a count of their own: nobody else can use it up. Sessions
 * go on whatever is tried.
 */
export class LoginThrottle {
  private readonly devices: GrowingWait;
  private readonly places: GrowingWait;
  private readonly accounts: GrowingWait;
  private readonly networks: GrowingWait;
  private readonly strangers: GrowingWait;

  /** @param monotonicMs a clock that never goes back, in ms */
  constructor(limits: ThrottleLimits, monotonicMs: () => number = () => performance.now()) {
    const wait = (free: number, rule: Omit<WaitRule, 'free'>) =>
      new GrowingWait({ ...rule, free }, monotonicMs);
    this.devices = wait(limits.perAccount, NARROW);
    this.places = wait(limits.perAccount, NARROW);
    this.accounts = wait(limits.perAccount * NETWORKS, ACCOUNT);
    this.networks = wait(limits.perAddress, NETWORK);
    // Names that are not there are made up without end: they push no account's count out of memory.
    this.strangers = wait(limits.perAccount, NARROW);
  }

  /** The refusal, where a try is one too many. */
  take(attempt: Attempt): Rejection | undefined {
    const counts = this.countsOf(attempt);
    const wait = Math.max(...counts.map(([waits, key]) => waits.waitOf(key)));
    if (wait > 0) return tooMany(Math.ceil(wait / 1000));
    for (const [waits, key] of counts) waits.count(key);
    return undefined;
  }

  succeeded(attempt: Attempt): void {
    for (const [waits, key] of this.countsOf(attempt)) {
      if (waits === this.devices || waits === this.places) waits.clear(key);
      else waits.forgive(key);
    }
  }

  private countsOf({ account, name, network, device }: Attempt): readonly (readonly [GrowingWait, string])[] {
    if (account !== undefined && device !== undefined) return [[this.devices, `${account} ${device}`]];
    const place = network ?? 'unknown';
    const byNetwork = network === undefined ? [] : ([[this.networks, network]] as const);
    if (account === undefined) return [[this.strangers, `${name} ${place}`], ...byNetwork];
    return [[this.places, `${account} ${place}`], [this.accounts, account], ...byNetwork];
  }
}

const tooMany = (retryAfterSeconds: number): Rejection =>
  reject('RATE_LIMITED', `too many wrong passwords; try again in ${retryAfterSeconds} s`, undefined, {
    retryAfterSeconds,
  });
