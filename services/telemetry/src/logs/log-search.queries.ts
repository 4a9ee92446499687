import type { InputOf } from '@berth/contracts/define';
import type { LogSearchSlice, searchLogsQuery } from '@berth/contracts/telemetry/operations';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Identity } from '@berth/service-host/operation';
import { parseCursor, START_OF_LOG } from '../archive/line-cursor.js';
import type { LogReader } from '../archive/log-reader.js';
import type { JobAccess } from '../jobs/job-access.js';
import type { SearchThreads } from '../search/search-threads.js';
import { parseLevel } from './level.js';

/**
 * How long one request searches. The gateway asks for slice after slice, so that a search ends within this time once its
 * client has gone or its user may not see the job any more, and others get their turn.
 */
const SLICE_MS = 250;

/** Searches the output of jobs for those who may read it. */
export class LogSearchQueries {
  constructor(
    private readonly access: JobAccess,
    private readonly reader: LogReader,
    private readonly threads: SearchThreads,
  ) {}

  async search(identity: Identity, input: InputOf<typeof searchLogsQuery>): Promise<LogSearchSlice> {
    const { jobId, run, stream, text, regex, caseSensitive, after } = input;
    const { first, count, contextBefore, contextAfter } = input;
    checkPattern(text, regex);
    const filter = { run, stream, level: parseLevel(input.level) };
    const from = after === undefined ? START_OF_LOG : parseCursor(after, 'after');
    await this.access.visibleJob(identity, jobId);
    // a thread can't number the lines of an older archive: it only reads
    this.reader.index.job(jobId);
    const request = { jobId, filter, from, first, count, contextBefore, contextAfter };
    const answer = await this.threads.run(identity.userId, {
      pattern: { text, regex, caseSensitive },
      request,
      maxMs: SLICE_MS,
    });
    if (!answer.ok) throw new RejectedError(answer.error);
    return answer.value;
  }
}

/** @throws RejectedError naming the argument that is wrong */
function checkPattern(text: string | undefined, regex: string | undefined): void {
  const wrong = (field: string, message: string): RejectedError =>
    new RejectedError(reject('VALIDATION_FAILED', `${field}: ${message}`, field));
  if (text !== undefined && regex !== undefined) throw wrong('regex', 'must be given without text');
  if (text === undefined && regex === undefined)
    throw wrong('text', 'is missing: what to search for; or give a regex');
  for (const [field, given] of [
    ['text', text],
    ['regex', regex],
  ] as const) {
    if (given === '') throw wrong(field, 'must not be empty');
    if (given !== undefined && /[\r\n]/.test(given))
      throw wrong(field, 'must be one line: lines are searched one by one');
  }
}
