import type { MessageKey } from '../i18n/catalogue.js';

export interface Place {
  readonly to: string;
  readonly name: MessageKey;
  /** Only they are shown it: staff, or all who read the data of everybody. The server decides all the same. */
  readonly shownTo?: 'staff' | 'readersOfAll';
}

/** What the main navigation leads to, in its order. */
export const PLACES: readonly Place[] = [
  { to: '/', name: 'shell.home' },
  { to: '/jobs', name: 'shell.jobs' },
  { to: '/calendar', name: 'shell.calendar' },
  { to: '/free', name: 'free.title' },
  { to: '/reservations', name: 'shell.reservations' },
  { to: '/inbox', name: 'requests.inbox', shownTo: 'staff' },
  { to: '/hosts', name: 'shell.hosts' },
  { to: '/projects', name: 'people.projects' },
  { to: '/people', name: 'people.title', shownTo: 'readersOfAll' },
  { to: '/grants', name: 'limits.grants' },
  { to: '/quotas', name: 'limits.quotas' },
  { to: '/prices', name: 'limits.prices' },
  { to: '/usage', name: 'accounting.usage' },
  { to: '/charges', name: 'accounting.charges' },
  { to: '/history', name: 'history.title' },
  { to: '/system', name: 'system.title', shownTo: 'staff' },
];
