import type { ServerResponse } from 'node:http';
import type { OpenStream } from '../graphql-server/open-streams.js';
import { drained } from '../graphql-server/send-response.js';
import { cutOff, readOn } from './log-reading.js';

export interface LogPage {
  readonly cursor: string;
  /** No more will come. */
  readonly end: boolean;
  readonly lines: readonly { readonly text: string; readonly number: number }[];
}

/** What follows the first page: pages that are checked for the permissions that the caller has then. */
export interface Following {
  readonly read: (after: string) => Promise<LogPage>;
  readonly stream: OpenStream;
}

/** Lines of the first page, which costs as a query does. */
export const FIRST_LINES = 1_000;
/** What one request sends at most; the rest is had by `cursor`. */
const MAX_PAGES = 10_000;

/**
 * Writes the lines that a job has written up to now, a page at a time.
 * @param following undefined where the first page is all
 */
export async function sendLogText(
  response: ServerResponse,
  first: LogPage,
  following: Following | undefined,
): Promise<void> {
  let page = first;
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  if (response.req.method === 'HEAD') return void response.end();
  for (let count = 1; count < MAX_PAGES; count += 1) {
    if (page.lines.length === 0 || response.destroyed) break;
    const text = page.lines.map((line) => `${line.text}\n`).join('');
    if (!response.write(text) && !(await drained(response, response))) break;
    if (page.end || !following) break;
    const next = await readOn(() => following.read(page.cursor), following.stream);
    if ('why' in next) return response.destroyed ? undefined : cutOff(response, response, next.why);
    page = next.page;
  }
  response.end();
}
