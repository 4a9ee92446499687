import type { Api, Query } from './http/api.js';
import { follow, type FollowOptions } from './http/follow.js';

export interface LogLine {
  readonly number: number;
  readonly text: string;
  readonly at: string;
  readonly run: number;
  readonly stream: string;
  readonly partial: boolean;
}

export interface LogPage {
  readonly cursor: string;
  readonly startCursor: string;
  readonly hasEarlier: boolean;
  readonly end: boolean;
  readonly lines: readonly LogLine[];
  readonly kept: {
    readonly lineCount: number;
    readonly firstNumber: number | null;
    readonly dropped: number;
    readonly droppedBy: string | null;
  };
}

/** As many as the gateway gives at once. */
const PAGE_LINES = 2_000;

export const logsPath = (id: string): string => `/jobs/${encodeURIComponent(id)}/logs`;

/** What there is now, page by page. */
export async function* pagesNow(
  api: Api,
  id: string,
  filter: Query,
  from: Query,
): AsyncGenerator<LogPage, void, void> {
  let place = from;
  for (;;) {
    const page = await api.get<LogPage>(logsPath(id), { ...filter, ...place, limit: PAGE_LINES });
    yield page;
    if (page.end || page.lines.length === 0) return;
    place = { cursor: page.cursor };
  }
}

/** The last lines of what there is now, and where to go on after them. */
export async function lastLines(
  api: Api,
  id: string,
  filter: Query,
  count: number,
): Promise<{ readonly lines: readonly LogLine[]; readonly cursor: string }> {
  const read = (left: number, place: Query): Promise<LogPage> =>
    api.get<LogPage>(logsPath(id), { ...filter, ...place, last: Math.min(PAGE_LINES, Math.max(1, left)) });
  let page = await read(count, {});
  const { cursor } = page;
  const pages = [page.lines];
  let left = count - page.lines.length;
  while (left > 0 && page.hasEarlier) {
    page = await read(left, { before: page.startCursor });
    pages.unshift(page.lines);
    left -= page.lines.length;
  }
  return { lines: count === 0 ? [] : pages.flat(), cursor };
}

/** What there is, and what comes, until the job ends. */
export async function* linesFollowed(
  api: Api,
  id: string,
  options: FollowOptions,
): AsyncGenerator<LogLine, void, void> {
  for await (const { lines } of follow<LogPage>(api, logsPath(id), options)) yield* lines;
}
