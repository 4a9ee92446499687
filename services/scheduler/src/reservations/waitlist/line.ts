import type { WaitlistEntry } from '../../calendar/agenda.js';

/** Whoever lets so many offers pass is taken off the list. */
export const MOST_LAPSES = 2;

/**
 * Who is next: the better grant, then whoever has let fewer offers pass, then whoever joined first. So one who is
 * passed over goes behind those of the same class, once.
 */
export const inLine = (entries: Iterable<WaitlistEntry>): WaitlistEntry[] => [...entries].sort(byTurn);

const byTurn = (a: WaitlistEntry, b: WaitlistEntry): number =>
  a.grantPriority - b.grantPriority ||
  a.lapses - b.lapses ||
  compare(a.joinedAt, b.joinedAt) ||
  compare(a.entryId, b.entryId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
