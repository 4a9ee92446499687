import type { Api, Query } from './http/api.js';
import { follow, type FollowOptions } from './http/follow.js';

export interface LogLine {
  readonly text: string;
  readonly at: string;
  readonly run: number;
  readonly stream: string;
  readonly partial: boolean;
}

interface LogBatch {
  readonly cursor: string;
  readonly end: boolean;
  readonly lines: readonly LogLine[];
}

const PAGE_LINES = 1_000;

/** What there is now, page by page. */
export async function* linesNow(api: Api, id: string, query: Query): AsyncGenerator<LogLine, void, void> {
  let cursor: string | undefined;
  for (;;) {
    const page = await api.get<LogBatch>(`/jobs/${encodeURIComponent(id)}/logs`, {
      ...query,
      limit: PAGE_LINES,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.lines;
    if (page.end || page.lines.length === 0) return;
    cursor = page.cursor;
  }
}

/** What there is, and what comes, until the job ends. */
export async function* linesFollowed(
  api: Api,
  id: string,
  options: FollowOptions,
): AsyncGenerator<LogLine, void, void> {
  for await (const { lines } of follow<LogBatch>(api, `/jobs/${encodeURIComponent(id)}/logs`, options))
    yield* lines;
}
