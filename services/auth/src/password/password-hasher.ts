import { argon2id, hash, verify } from 'argon2';
import { BoundedQueue } from './bounded-queue.js';

/** Argon2id, 19 MiB, two passes, one lane: OWASP's first choice. */
const COST = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Takes as long to verify as a real hash; no password is known to match it. */
const DUMMY_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const CONCURRENT = 2;
const MAX_WAITING = 200;

/** Hashes and checks passwords in the PHC string format, a bounded number at a time. */
export class PasswordHasher {
  readonly #queue = new BoundedQueue(CONCURRENT, MAX_WAITING);
  /** @throws RejectedError with `UNAVAILABLE` where too many wait already */
  hash(password: string): Promise<string> {
    return this.#queue.run(() => hash(normalPassword(password), COST));
  }

  /** Without a verifier it takes the same time, so that timing does not reveal whether the account exists. */
  async verify(verifier: string | undefined, password: string): Promise<boolean> {
    const matches = await this.#queue.run(() => verify(verifier ?? DUMMY_HASH, normalPassword(password)));
    return matches && verifier !== undefined;
  }
}

/** The same text gives the same password, whichever keyboard it was typed on (NIST SP 800-63B). */
export const normalPassword = (password: string): string => password.normalize('NFKC');
