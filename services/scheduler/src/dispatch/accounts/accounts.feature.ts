import type { AccountEvent } from '@berth/contracts/scheduler/accounts';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import { Vault } from '@berth/service-host/vault';
import type { Feature } from '../../feature.js';
import { accountsView, AccountIndex } from './account-index.js';
import { ACCOUNTS, AccountsController } from './accounts.controller.js';
import { accountsDecider, type AccountCommand, type HostAccounts } from './accounts.js';

/** The owners of accounts on hosts. */
export const accountsFeature = (
  { store, readModels, vault }: Pick<Platform, 'store' | 'readModels' | 'vault'>,
  index: AccountIndex,
): Feature => ({
  controllers: [AccountsController],
  providers: [
    {
      provide: ACCOUNTS,
      useValue: new Aggregates<HostAccounts, AccountCommand, AccountEvent>(store, accountsDecider),
    },
    { provide: AccountIndex, useValue: index },
    { provide: Vault, useValue: vault },
  ],
  projections: [accountsView],
  onViews: index.table.follow,
  prepare: () => index.table.fill(readModels),
});
