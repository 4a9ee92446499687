import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './archive-database.js';

export interface RetentionPolicy {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** Chunks deleted in one transaction: short enough not to hold up what arrives. */
const SLICE = 500;

/** Bytes of the file that are in use; what was pruned is used again before the file grows. */
export function usedBytes(database: DatabaseSync): number {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}

/**
 * Deletes the oldest chunks, with their metrics, that are too old or too many.
 * @returns how many; as many as a slice holds where more may be due
 */
export function pruneSlice(
  database: DatabaseSync,
  { maxAgeMs, maxBytes }: RetentionPolicy,
  nowMs: number,
): number {
  const overfull = usedBytes(database) > maxBytes;
  const isTooOld = (chunk: { readonly [column: string]: unknown }) =>
    Number(chunk['archived_at']) < nowMs - maxAgeMs;
  const oldest = database
    .prepare('SELECT no, job, arrival, archived_at FROM chunk ORDER BY no LIMIT ?')
    .all(SLICE)
    .filter((chunk) => overfull || isTooOld(chunk));
  if (oldest.length === 0) return 0;
  const chunk = database.prepare('DELETE FROM chunk WHERE no = ?');
  const metrics = database.prepare('DELETE FROM metric WHERE job = ? AND arrival = ?');
  const dropped = database.prepare('UPDATE job SET dropped_by = ? WHERE no = ?');
  inTransaction(database, () => {
    const lastOfJobs = new Map(oldest.map((each) => [each['job'], each]));
    for (const [job, last] of lastOfJobs) dropped.run(isTooOld(last) ? 'age' : 'size', job ?? null);
    for (const { no, job, arrival } of oldest) {
      chunk.run(no ?? null);
      metrics.run(job ?? null, arrival ?? null);
    }
  });
  return oldest.length;
}

export const isWholeSlice = (pruned: number): boolean => pruned === SLICE;
