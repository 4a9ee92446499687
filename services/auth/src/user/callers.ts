import type { Identity } from '@berth/service-host/operation';
import { may, rolesWith, type Permission } from '@berth/contracts/permissions';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { People } from './people.js';
import type { Account } from './user.js';

const ACCOUNT_INACTIVE = reject('UNAUTHENTICATED', 'the account is no longer active');
const SESSION_REQUIRED = reject('FORBIDDEN', 'an API token cannot be used for this; log in');

/** The caller's current account: a token stays valid for minutes after a change of the role or account. */
export class Callers {
  constructor(private readonly people: People) {}

  /** @throws RejectedError */
  async active(identity: Identity): Promise<Account> {
    const account = await this.people.find(identity.userId);
    if (account?.status !== 'active') throw new RejectedError(ACCOUNT_INACTIVE);
    return account;
  }

  /** @throws RejectedError */
  async withSession(identity: Identity): Promise<Account> {
    if (identity.kind === 'token') throw new RejectedError(SESSION_REQUIRED);
    return this.active(identity);
  }

  /** @throws RejectedError */
  async withPermission(identity: Identity, permission: Permission): Promise<Account> {
    const account = await this.active(identity);
    if (may(account, permission)) return account;
    throw new RejectedError(reject('FORBIDDEN', `requires one of these roles: ${rolesWith(permission)}`));
  }
}
