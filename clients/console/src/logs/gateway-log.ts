import { query } from '../api/graphql.js';
import { Refused } from '../api/refusal.js';
import { live } from '../api/use-live.js';
import { followLogSubscription, logPageQuery, searchLogQuery } from '../generated/operations.js';
import { isFiltered, type LineFilter } from './line.js';
import type { HitPage, LogQuery } from './hit-list.js';
import type { LogSource } from './log-source.js';

/** After a lost connection, or when somebody comes back to the tab. */
const LAST_LINES = 500;

/** The log of a job as the gateway has it. */
export const gatewayLog = (job: string): LogSource => ({
  page: async (request) => {
    const { job: found } = await query(logPageQuery, { job, ...request });
    if (!found) throw new Refused({ code: 'NOT_FOUND', message: 'there is no such job' });
    return found.logs;
  },
  follow: (fromLine, filter, onBatch) =>
    live.follow(
      followLogSubscription,
      { job, fromLine, ...filter },
      {
        onItem: ({ jobLogs }) => onBatch(jobLogs),
        // where a line has its number, what was missed is read when somebody looks at it
        resume: ({ jobLogs: { cursor } }) =>
          isFiltered(filter) ? { job, after: cursor, ...filter } : { job, last: LAST_LINES },
      },
    ),
});

/** Searches it from a cursor on. */
export async function searchLog(
  job: string,
  { text, regex, caseSensitive }: LogQuery,
  filter: LineFilter,
  after: string | undefined,
): Promise<HitPage> {
  const { logSearch } = await query(searchLogQuery, {
    job,
    ...(regex ? { regex: text } : { text }),
    caseSensitive,
    count: after === undefined,
    after,
    ...filter,
  });
  return {
    ...logSearch,
    hits: logSearch.hits.map(({ line, start, end }) => ({ number: line.number, start, end })),
  };
}
