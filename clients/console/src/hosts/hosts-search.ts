import type { HostStatus } from '../generated/operations.js';

/** Filters of the list of hosts, in its address. */
export interface HostsSearch {
  readonly search?: string | undefined;
  readonly pool?: string | undefined;
  readonly status?: (typeof STATUSES)[number] | undefined;
}

export const STATUSES = ['ONLINE', 'LOST', 'STOPPED', 'JOINING'] as const satisfies readonly HostStatus[];

/** What is wrong in an address is left out: a link from elsewhere still shows the list. */
export const hostsSearch = (given: { readonly [name: string]: unknown }): HostsSearch => ({
  search: textIn(given['search']),
  pool: textIn(given['pool']),
  status: STATUSES.find((each) => each === given['status']),
});

/** A search for digits alone comes as a number. */
const textIn = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
