import type { WaitlistEntry } from '../../calendar/agenda.js';

/** Whoever lets so many offers pass is taken off the list. */
export const MAX_LAPSES = 2;

/**
 * The order: the better grant, then fewer offers not taken, then the earlier entry. So an entry that did not take an
 * offer goes behind those of the same class, once.
 */
export const inWaitlistOrder = (entries: Iterable<WaitlistEntry>): WaitlistEntry[] =>
  [...entries].sort(byWaitlistOrder);

const byWaitlistOrder = (a: WaitlistEntry, b: WaitlistEntry): number =>
  a.grantPriority - b.grantPriority ||
  a.lapses - b.lapses ||
  compare(a.joinedAt, b.joinedAt) ||
  compare(a.entryId, b.entryId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
