import type { LogFilter } from '../archive/line-index.js';
import { parseCursor } from '../archive/line-cursor.js';
import type { LinePage, LogReader } from '../archive/log-reader.js';

/** A page from the start or after a cursor. */
export const pageAfter = (
  reader: LogReader,
  jobId: string,
  filter: LogFilter,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): LinePage =>
  reader.page(jobId, filter, {
    place: after === undefined ? { at: 'start' } : { at: 'after', cursor: parseCursor(after, 'after') },
    first: limit,
    last: 0,
  });

/** A page before a cursor, or at the end. */
export const pageBefore = (
  reader: LogReader,
  jobId: string,
  filter: LogFilter,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): LinePage =>
  reader.page(jobId, filter, {
    place: before === undefined ? { at: 'end' } : { at: 'before', cursor: parseCursor(before, 'before') },
    first: 0,
    last: limit,
  });
