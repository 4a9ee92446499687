import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './archive-database.js';
import { linesOf } from './chunk-lines.js';
import { unpackText } from './chunk-text.js';

/**
 * Numbers the lines of a job whose chunks were archived before lines had numbers, once. Those of its lines that were
 * deleted before are not counted: nobody knows how many there were.
 * @returns how many lines there are
 */
export function numberLines(database: DatabaseSync, job: number): number {
  const number = (): number => {
    const next = database.prepare(
      'SELECT no, arrival, at, text FROM chunk WHERE job = ? AND arrival >= ? ORDER BY arrival LIMIT 1',
    );
    const save = database.prepare('UPDATE chunk SET line = ?, latest_at = ? WHERE no = ?');
    let lines = 0;
    let latestAt = '';
    for (let row = next.get(job, 0); row; row = next.get(job, Number(row['arrival']) + 1)) {
      const at = String(row['at']);
      if (at > latestAt) latestAt = at;
      save.run(lines + 1, latestAt, row['no'] ?? null);
      lines += linesOf(unpackText(row['text'] as Uint8Array)).length;
    }
    database.prepare('UPDATE job SET lines = ?, latest_at = ? WHERE no = ?').run(lines, latestAt, job);
    return lines;
  };
  return database.isTransaction ? number() : inTransaction(database, number);
}
