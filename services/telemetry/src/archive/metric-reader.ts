import type { MetricPoint } from '@berth/contracts/telemetry/operations';
import { formatCursor, parseCursor, START_OF_LOG, type LineCursor } from './line-cursor.js';
import { LineIndex } from './line-index.js';
import type { LogArchive } from './log-archive.js';

export interface MetricPage {
  readonly points: readonly MetricPoint[];
  readonly cursor: string;
  readonly exhausted: boolean;
}

export interface MetricRequest {
  readonly after?: string | undefined;
  /** Most points of a page. */
  readonly limit: number;
}

/** Reads the metrics that lines of a job had, in the order of their arrival. */
export class MetricReader {
  readonly #index: LineIndex;

  constructor(archive: LogArchive) {
    this.#index = new LineIndex(archive.database);
  }

  /** @throws RejectedError naming `after` where that is no cursor */
  metrics(jobId: string, run: number | undefined, { after, limit }: MetricRequest): MetricPage {
    const start = after === undefined ? START_OF_LOG : parseCursor(after, 'after');
    const job = this.#index.job(jobId);
    if (!job) return { points: [], cursor: formatCursor(start), exhausted: true };
    const conditions = ['job = ?', '(arrival, line) >= (?, ?)', ...(run === undefined ? [] : ['run = ?'])];
    const rows = this.#index
      .prepare(
        `SELECT arrival, line, run, at, data FROM metric WHERE ${conditions.join(' AND ')}
         ORDER BY arrival, line LIMIT ?`,
      )
      .all(job.no, start.arrival, start.line, ...(run === undefined ? [] : [run]), limit);
    const points = rows.map((row) => ({
      cursor: formatCursor({ arrival: Number(row['arrival']), line: Number(row['line']) + 1 }),
      run: Number(row['run']),
      at: String(row['at']),
      ...(JSON.parse(String(row['data'])) as Pick<MetricPoint, 'values' | 'stage' | 'omitted'>),
    }));
    const end: LineCursor = { arrival: Math.max(job.arrivals, start.arrival), line: 0 };
    const last = points.at(-1);
    return last && points.length === limit
      ? { points, cursor: last.cursor, exhausted: false }
      : { points, cursor: formatCursor(end), exhausted: true };
  }
}
