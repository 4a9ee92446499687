import type { EventFilter } from '@berth/event-store';

export interface FilterSql {
  /** Begins with " AND" where there is anything to filter by. */
  readonly sql: string;
  readonly parameters: readonly string[];
  /** Takes everything. */
  readonly isOpen: boolean;
}

const OPEN: FilterSql = { sql: '', parameters: [], isOpen: true };

/** `substr` rather than LIKE or GLOB: a prefix is text, whatever characters are in it. */
export function filterSql(filter: EventFilter | undefined): FilterSql {
  const prefixes = filter?.streamPrefixes ?? [];
  const types = filter?.types ?? [];
  if (prefixes.length === 0 && types.length === 0) return OPEN;
  const byPrefix = prefixes.map(() => 'substr(stream, 1, length(?)) = ?').join(' OR ');
  const byType = types.map(() => '?').join(', ');
  return {
    sql: `${byPrefix && ` AND (${byPrefix})`}${byType && ` AND type IN (${byType})`}`,
    parameters: [...prefixes.flatMap((prefix) => [prefix, prefix]), ...types],
    isOpen: false,
  };
}
