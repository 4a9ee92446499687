import type { JobAccount } from './job-accounts.js';
import type { Places } from './places.js';

/** What keeps jobs from the platform and from each other, best first. */
export const isolationKinds = ['accountsAndNamespaces', 'accounts', 'namespaces', 'none'] as const;
export type IsolationKind = (typeof isolationKinds)[number];

export interface Isolation {
  readonly kind: IsolationKind;
  /** For the host's report and the log: how, and where it could be better, why it isn't. */
  readonly statement: string;
  /** Jobs run as the platform's own user and may do what that may: only those of admins are taken. */
  readonly adminsOnly: boolean;
  readonly places: Places;
}

/** How one run is held; kept with it, since the next agent may hold its own otherwise. */
export interface Hold {
  readonly namespaces?: 'ofRoot' | 'ofUser';
  readonly account?: JobAccount;
}

export const hasNamespaces = (kind: IsolationKind): boolean =>
  kind === 'accountsAndNamespaces' || kind === 'namespaces';
export const hasAccounts = (kind: IsolationKind): boolean =>
  kind === 'accountsAndNamespaces' || kind === 'accounts';

const SAYS: { readonly [kind in Exclude<IsolationKind, 'none'>]: string } = {
  accountsAndNamespaces: 'each run has an account and namespaces of its own',
  accounts: 'each run has an account of its own',
  namespaces: 'each run has user, mount and process namespaces of its own',
};

/** @param failures of kinds that were tried before this one, and why they can't be had */
export function isolationOf(
  kind: IsolationKind,
  places: Places,
  failures: readonly string[],
  trustJobs = false,
): Isolation {
  const because = failures.length === 0 ? '' : ` (${failures.join('; ')})`;
  if (kind !== 'none') return { kind, statement: `${SAYS[kind]}${because}`, adminsOnly: false, places };
  const who = trustJobs ? 'all jobs are trusted' : 'only jobs of admins are taken';
  const statement = `jobs run as the platform's own user, are not held apart, and may leave processes behind: ${who}${because}`;
  return { kind, statement, adminsOnly: !trustJobs, places };
}
