import type { Identity } from '@berth/service-host/operation';
import type { Role } from '@berth/contracts/auth/events';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { People } from './people.js';
import type { Account } from './user.js';

const GONE = reject('UNAUTHENTICATED', 'the account is not active any more');
const IN_PERSON = reject('FORBIDDEN', 'log in for this; an API token can not do it');

/** Roles that see and manage what is not their own. */
export const OVERSEERS: readonly Role[] = ['admin', 'operator', 'auditor'];

/** Who calls, as the account is now: a token goes on for minutes after a role or an account has changed. */
export class Callers {
  constructor(private readonly people: People) {}

  /** @throws RejectedError */
  async active(identity: Identity): Promise<Account> {
    const account = await this.people.find(identity.userId);
    if (account?.status !== 'active') throw new RejectedError(GONE);
    return account;
  }

  /** @throws RejectedError */
  async inPerson(identity: Identity): Promise<Account> {
    if (identity.kind === 'token') throw new RejectedError(IN_PERSON);
    return this.active(identity);
  }

  /** @throws RejectedError */
  async withRole(identity: Identity, roles: readonly Role[]): Promise<Account> {
    const account = await this.active(identity);
    if (roles.includes(account.role)) return account;
    throw new RejectedError(reject('FORBIDDEN', `only for: ${roles.join(', ')}`));
  }
}
