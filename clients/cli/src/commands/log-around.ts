import { UsageError } from '../errors.js';
import type { Query } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { logsPath, type LogLine, type LogPage } from '../log-lines.js';
import { nowHere } from '../rest/values.js';
import { parsePastInstant } from '../time/past.js';
import { contextOf } from './log-context.js';

/** As many as a page holds on each side. */
const MAX_LINES = 1_000;
const DEFAULT_LINES = 10;

/** Of `--at`: the lines around a time, in one request. Undefined where it is not given. */
export function placeAt(invocation: Invocation): Query | undefined {
  const text = invocation.text('at');
  if (text === undefined) return undefined;
  if (invocation.flag('follow'))
    throw new UsageError('--at: goes without --follow; --since begins at a time and goes on');
  const { before = DEFAULT_LINES, after = DEFAULT_LINES } = contextOf(invocation, MAX_LINES);
  if (before + after === 0) throw new UsageError('--around: of no lines there is nothing to show');
  return {
    at: parsePastInstant(text, '--at', nowHere(invocation.flag('utc'))),
    ...(before === 0 ? {} : { last: before }),
    ...(after === 0 ? {} : { limit: after }),
  };
}

export async function linesAround(
  { api }: Invocation,
  id: string,
  query: Query,
): Promise<readonly LogLine[]> {
  return (await api.get<LogPage>(logsPath(id), query)).lines;
}
