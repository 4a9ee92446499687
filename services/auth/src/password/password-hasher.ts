import { argon2id, hash, verify } from 'argon2';
import { reject, RejectedError } from '@berth/kernel/rejection';
import { Semaphore } from '@berth/kernel/semaphore';

/** Argon2id, 19 MiB, two passes, one lane: OWASP's first choice. */
const COST = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Takes as long to verify as a real hash; no password is known to match it. */
const DUMMY_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const CONCURRENT = 2;
const MAX_WAITING = 200;

const OVERLOADED = reject('UNAVAILABLE', 'too many concurrent logins; try again in a moment', undefined, {
  reason: 'busy',
});

/** Hashes and checks passwords in the PHC string format, a bounded number at a time. */
export class PasswordHasher {
  readonly #permits: Semaphore;

  constructor(limits = { maxRunning: CONCURRENT, maxWaiting: MAX_WAITING }) {
    this.#permits = new Semaphore(limits.maxRunning, limits.maxWaiting);
  }

  /** @throws RejectedError with `UNAVAILABLE` where too many wait already */
  hash(password: string): Promise<string> {
    return this.#run(() => hash(normalPassword(password), COST));
  }

  /** Without a verifier it takes the same time, so that timing does not reveal whether the account exists. */
  async verify(verifier: string | undefined, password: string): Promise<boolean> {
    const matches = await this.#run(() => verify(verifier ?? DUMMY_HASH, normalPassword(password)));
    return matches && verifier !== undefined;
  }

  #run<T>(task: () => Promise<T>): Promise<T> {
    return this.#permits.tryRun(task) ?? Promise.reject(new RejectedError(OVERLOADED));
  }
}

/** The same text gives the same password, whichever keyboard it was typed on (NIST SP 800-63B). */
export const normalPassword = (password: string): string => password.normalize('NFKC');
