import { logsQuery } from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import type { Calls } from '../graphql/calls.js';
import type { LogPage } from './log-text.js';
import type { RawLog } from './raw-log.js';

/** As the URL gave them, in GraphQL's words. */
export interface LogFilter {
  readonly run?: number | undefined;
  readonly stream?: 'STDOUT' | 'STDERR' | undefined;
  readonly level?: string | undefined;
}
export interface RawParameters extends LogFilter {
  readonly fromLine?: number;
}

/** As many lines as telemetry gives at once. */
const PAGE_LINES = 2_000;

/** @param last the page with the last line that there is now */
export function rawLogOf(
  calls: Calls,
  jobId: string,
  { run, stream, level, fromLine }: RawParameters,
  last: LogPage,
): Omit<RawLog, 'gzip'> {
  const filter = filterOf({ run, stream, level });
  const upTo = last.lines.at(-1)?.number;
  return {
    fileName: fileNameOf(jobId, { run, ...filter }),
    upTo: upTo !== undefined && (fromLine ?? 1) <= upTo ? upTo : undefined,
    read: (after) =>
      calls.query(logsQuery, {
        jobId,
        ...filter,
        ...(after === undefined ? defined({ fromLine }) : { after }),
        first: PAGE_LINES,
      }),
  };
}

/** The page after a cursor. */
export const followingOf =
  (calls: Calls, jobId: string, filter: LogFilter) =>
  (after: string): Promise<LogPage> =>
    calls.query(logsQuery, { jobId, ...filterOf(filter), after, first: PAGE_LINES });

/** In telemetry's words. */
export const filterOf = ({ run, stream, level }: LogFilter) =>
  defined({
    run,
    stream: stream?.toLowerCase() as 'stdout' | 'stderr' | undefined,
    level: level?.toLowerCase(),
  });

function fileNameOf(
  jobId: string,
  {
    run,
    stream,
    level,
  }: { readonly run?: number | undefined; readonly stream?: string; readonly level?: string },
): string {
  const parts = [`job-${jobId}`, ...(run === undefined ? [] : [`run-${run}`]), stream, level];
  return `${parts.filter((part) => part !== undefined).join('-')}.log`;
}

/** Whether gzip is among the encodings that the client takes (RFC 9110, section 12.5.3). */
export function acceptsGzip(header: string | undefined): boolean {
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim());
    if (name !== 'gzip' && name !== 'x-gzip') continue;
    return !parameters.some((each) => /^q=0(?:\.0*)?$/.test(each));
  }
  return false;
}
