import type { SealedValue } from '@berth/contracts/fields';
import type { AccountEvent, AccountView } from '@berth/contracts/scheduler/accounts';
import type { Projection } from '@berth/read-models';
import type { Vault } from '@berth/service-host/vault';
import { InMemoryView } from '@berth/read-models/in-memory-view';

type AccountDocument = {
  readonly hostId: string;
  readonly userId: string;
  readonly accountKey: string;
  readonly account: SealedValue;
  readonly mappedAt: string;
};

const documentId = ({
  hostId,
  accountKey,
}: {
  readonly hostId: string;
  readonly accountKey: string;
}): string => `${hostId}/${accountKey}`;

export const accountsView: Projection<AccountDocument, AccountEvent> = {
  name: 'accounts',
  version: 1,
  collection: { name: 'accounts', indexes: [] },
  keys: (event) =>
    event.type.startsWith('scheduler.accounts.') ? [documentId(event.data as AccountEvent['data'])] : [],
  evolve: (_, event) => {
    const { type, data } = event;
    return type === 'scheduler.accounts.mapped.v1' ? data : undefined;
  },
};

/** The owners of accounts on hosts, in memory. */
export class AccountIndex {
  readonly table = new InMemoryView<AccountDocument>(accountsView);

  constructor(private readonly vault: Vault) {}

  /** The key by which an account of a host is found: the log does not contain its name. */
  keyOf(hostId: string, account: string): string {
    return this.vault.blind('account', `${hostId}/${account}`);
  }

  userOf(hostId: string, account: string): string | undefined {
    return this.table.get(documentId({ hostId, accountKey: this.keyOf(hostId, account) }))?.userId;
  }

  /** In the order in which they were mapped; those that can't be read are left out. */
  async list(want: {
    readonly userId?: string | undefined;
    readonly hostId?: string | undefined;
  }): Promise<AccountView[]> {
    const found = [...this.table.values()].filter(
      ({ userId, hostId }) =>
        (want.userId === undefined || userId === want.userId) &&
        (want.hostId === undefined || hostId === want.hostId),
    );
    found.sort((a, b) => (a.mappedAt < b.mappedAt ? -1 : a.mappedAt > b.mappedAt ? 1 : 0));
    const opened = await Promise.all(
      found.map(async ({ userId, hostId, account, mappedAt }) => {
        const opened = await this.vault.tryOpen(account);
        return 'value' in opened ? [{ userId, hostId, account: String(opened.value), mappedAt }] : [];
      }),
    );
    return opened.flat();
  }
}
