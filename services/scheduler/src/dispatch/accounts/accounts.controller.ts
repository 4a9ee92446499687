import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  accountsQuery,
  mapAccount,
  unmapAccount,
  type AccountEvent,
  type AccountView,
} from '@berth/contracts/scheduler/accounts';
import { may } from '@berth/contracts/permissions';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Reply, type UserCall } from '@berth/service-host/operation';
import { Vault } from '@berth/service-host/vault';
import { Facts } from '../../facts/facts.js';
import { isRemoved } from '../../facts/host.facts.js';
import { accountsStream } from '../../streams.js';
import { AccountIndex } from './account-index.js';
import type { AccountCommand, HostAccounts } from './accounts.js';

export const ACCOUNTS = Symbol('aggregates of accounts');

@Controller()
export class AccountsController {
  constructor(
    @Inject(ACCOUNTS) private readonly aggregates: Aggregates<HostAccounts, AccountCommand, AccountEvent>,
    @Inject(AccountIndex) private readonly index: AccountIndex,
    @Inject(Facts) private readonly facts: Facts,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  @Operation(mapAccount)
  async map({ input, meta }: UserCall<InputOf<typeof mapAccount>>): Reply<AccountView> {
    const { hostId, userId, account } = input;
    const user = this.facts.users.get(userId);
    if (!user || user.status === 'deleted')
      return err(reject('NOT_FOUND', 'userId: there is no such user', 'userId'));
    const host = this.facts.hosts.get(hostId);
    if (!host || isRemoved(host)) return err(reject('NOT_FOUND', 'hostId: there is no such host', 'hostId'));
    const command = {
      type: 'map',
      hostId,
      userId,
      accountKey: this.index.keyOf(hostId, account),
      account: await this.vault.seal(`user:${userId}`, account),
      now: meta.now,
    } as const;
    const done = await this.aggregates.execute(accountsStream(hostId), command, meta);
    const { position, state } = orReject(done);
    const mappedAt = state.users[command.accountKey]?.mappedAt ?? meta.now;
    const result = { userId, hostId, account, mappedAt };
    return ok({ result, ...defined({ position }) });
  }

  @Operation(unmapAccount)
  async unmap({ input, meta }: UserCall<InputOf<typeof unmapAccount>>): Reply<null> {
    const { hostId, account } = input;
    const accountKey = this.index.keyOf(hostId, account);
    const command = { type: 'unmap', hostId, accountKey, now: meta.now } as const;
    const { position } = orReject(await this.aggregates.execute(accountsStream(hostId), command, meta));
    return ok({ result: null, ...defined({ position }) });
  }

  @Operation(accountsQuery)
  async list({ input, identity }: UserCall<InputOf<typeof accountsQuery>>): Reply<readonly AccountView[]> {
    const { userId, hostId } = input;
    const own = identity.userId;
    if (!may(identity, 'readAll') && userId !== undefined && userId !== own) return ok({ result: [] });
    const want = { hostId, userId: may(identity, 'readAll') ? userId : own };
    return ok({ result: await this.index.list(want) });
  }
}
