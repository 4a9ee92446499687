import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

export interface LogPage {
  readonly cursor: string;
  readonly end: boolean;
  readonly lines: readonly { readonly text: string; readonly number: number }[];
}

/** Lines a page: as many as one query may ask for. */
export const PAGE_LINES = 1_000;
/** What one request sends at most; the rest is had by `cursor`. */
const MAX_PAGES = 10_000;

/**
 * Writes the lines that a job has written up to now, a page at a time.
 * @param first the first page
 * @param read the page after a cursor
 */
export async function sendLogText(
  response: ServerResponse,
  first: LogPage,
  read: (after: string) => Promise<LogPage>,
): Promise<void> {
  let page = first;
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  for (let count = 1; count < MAX_PAGES; count += 1) {
    if (page.lines.length === 0 || response.destroyed) break;
    const text = page.lines.map((line) => `${line.text}\n`).join('');
    if (!response.write(text) && !response.destroyed)
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (page.end) break;
    page = await read(page.cursor);
  }
  response.end();
}
