import type { JobAccount } from './job-accounts.js';
import type { FolderAccess } from './folder-access.js';

/** How jobs are isolated from the platform and from each other, the strongest first. */
export const isolationKinds = ['accountsAndNamespaces', 'accounts', 'namespaces', 'none'] as const;
export type IsolationKind = (typeof isolationKinds)[number];

export interface Isolation {
  readonly kind: IsolationKind;
  /** For the host's report and the log: how jobs are isolated, and why not more strongly. */
  readonly statement: string;
  /** Jobs run as the platform's own user, with all its rights: only those of admins are accepted. */
  readonly adminsOnly: boolean;
  readonly folderAccess: FolderAccess;
}

/** How one run is isolated; stored with it, since the next agent may isolate its runs in another way. */
export interface RunIsolation {
  readonly namespaces?: 'ofRoot' | 'ofUser';
  readonly account?: JobAccount;
}

export const hasNamespaces = (kind: IsolationKind): boolean =>
  kind === 'accountsAndNamespaces' || kind === 'namespaces';
export const hasAccounts = (kind: IsolationKind): boolean =>
  kind === 'accountsAndNamespaces' || kind === 'accounts';

const STATEMENTS: { readonly [kind in Exclude<IsolationKind, 'none'>]: string } = {
  accountsAndNamespaces: 'each run has its own account and namespaces',
  accounts: 'each run has its own account',
  namespaces: 'each run has its own user, mount and process namespaces',
};

/** @param failures of the kinds that were probed before this one */
export function isolationOf(
  kind: IsolationKind,
  folderAccess: FolderAccess,
  failures: readonly string[],
  trustJobs = false,
): Isolation {
  const because = failures.length === 0 ? '' : ` (${failures.join('; ')})`;
  if (kind !== 'none')
    return { kind, statement: `${STATEMENTS[kind]}${because}`, adminsOnly: false, folderAccess };
  const who = trustJobs ? 'all jobs are trusted' : 'only jobs of admins are accepted';
  const statement = `jobs run as the user of the platform, are not isolated, and may leave processes behind: ${who}${because}`;
  return { kind, statement, adminsOnly: !trustJobs, folderAccess };
}
