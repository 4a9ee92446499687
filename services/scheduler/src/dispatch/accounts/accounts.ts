import type { SealedValue } from '@berth/contracts/fields';
import type { AccountEvent } from '@berth/contracts/scheduler/accounts';
import { assertNever } from '@berth/kernel/assert-never';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

/** Accounts of one host, by the blind names they are found by. */
export interface HostAccounts {
  readonly users: {
    readonly [accountKey: string]: { readonly userId: string; readonly mappedAt: string };
  };
}

export type AccountCommand =
  | {
      readonly type: 'map';
      readonly hostId: string;
      readonly userId: string;
      readonly accountKey: string;
      readonly account: SealedValue;
      readonly now: string;
    }
  | {
      readonly type: 'unmap';
      readonly hostId: string;
      readonly accountKey: string;
      readonly now: string;
    };

/** An account is one user's on a host; a user may have several there. Mapping it as it is mapped changes nothing. */
export const accountsDecider: Decider<HostAccounts, AccountCommand, AccountEvent> = {
  initialState: { users: {} },
  evolve({ users }, event) {
    const { [event.data.accountKey]: _, ...others } = users;
    switch (event.type) {
      case 'scheduler.accounts.mapped.v1': {
        const { accountKey, userId, mappedAt } = event.data;
        return { users: { ...others, [accountKey]: { userId, mappedAt } } };
      }
      case 'scheduler.accounts.unmapped.v1':
        return { users: others };
      default:
        return assertNever(event);
    }
  },
  decide(command, { users }) {
    const { hostId, accountKey, now } = command;
    const holder = users[accountKey];
    switch (command.type) {
      case 'map': {
        const { userId, account } = command;
        if (holder?.userId === userId) return ok([]);
        if (holder !== undefined)
          return err(
            reject(
              'ALREADY_EXISTS',
              'account: the account is mapped to another user on this host; unmap it first',
              'account',
            ),
          );
        const data = { hostId, userId, accountKey, account, mappedAt: now };
        return ok([{ type: 'scheduler.accounts.mapped.v1', data }]);
      }
      case 'unmap': {
        if (holder === undefined)
          return err(
            reject('NOT_FOUND', 'account: this account is not mapped to a user on this host', 'account'),
          );
        const data = { hostId, userId: holder.userId, accountKey, unmappedAt: now };
        return ok([{ type: 'scheduler.accounts.unmapped.v1', data }]);
      }
      default:
        return assertNever(command);
    }
  },
};
