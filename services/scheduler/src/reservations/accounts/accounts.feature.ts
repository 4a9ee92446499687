import type { AccountEvent } from '@berth/contracts/scheduler/accounts';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import { Vault } from '@berth/service-host/vault';
import type { Feature } from '../../feature.js';
import { accountsView, AccountBook } from './account-book.js';
import { ACCOUNTS, AccountsController } from './accounts.controller.js';
import { accountsDecider, type AccountCommand, type HostAccounts } from './accounts.js';

/** Whose accounts those on hosts are. */
export const accountsFeature = (
  { store, readModels, vault }: Pick<Platform, 'store' | 'readModels' | 'vault'>,
  book: AccountBook,
): Feature => ({
  controllers: [AccountsController],
  providers: [
    {
      provide: ACCOUNTS,
      useValue: new Aggregates<HostAccounts, AccountCommand, AccountEvent>(store, accountsDecider),
    },
    { provide: AccountBook, useValue: book },
    { provide: Vault, useValue: vault },
  ],
  projections: [accountsView] as never,
  onViews: book.table.follow,
  prepare: () => book.table.fill(readModels),
});
