import type { Batch, LineFilter, Level } from './line.js';

/** Which page: from a place on, before it, or both around it. */
export interface PageRequest extends LineFilter {
  readonly fromLine?: number;
  readonly at?: string;
  readonly first?: number;
  readonly last?: number;
}

/** Where the lines of one job come from. */
export interface LogSource {
  /** @throws Refused */
  page(request: PageRequest): Promise<Batch>;
  /**
   * Gives lines from a number on as they come, some perhaps twice after a lost connection.
   * @returns what ends it
   */
  follow(fromLine: number, filter: LineFilter, onBatch: (batch: Batch) => void): () => void;
}

/** What the server takes as the size of a page. */
export const MAX_PAGE = 2000;

/** The next line of a level before or after a line. */
export async function nearestOfLevel(
  source: LogSource,
  level: Level,
  filter: LineFilter,
  from: number,
  direction: 'next' | 'previous',
): Promise<number | undefined> {
  const place =
    direction === 'next' ? { fromLine: from + 1, first: 1 } : { fromLine: Math.max(1, from), last: 1 };
  const { lines } = await source.page({ ...filter, level, ...place });
  return lines[0]?.number;
}
