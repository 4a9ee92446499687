import { UsageError } from '../errors.js';
import type { Query } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { exitCodeOfJob, untilEnded } from '../jobs.js';
import { linesFollowed, linesNow, type LogLine } from '../log-lines.js';
import { resolveId } from '../rest/resolve.js';
import { formatTime } from '../time/format-time.js';
import { interruption } from '../interruption.js';

/** Without a connection for so long it ends, with status 7. */
export const RETRY_MS = 10 * 60_000;

export async function run(invocation: Invocation): Promise<number | undefined> {
  const { api, output } = invocation;
  const tail = numberOf(invocation, 'tail');
  const isFollowed = invocation.flag('follow');
  const query = queryOf(invocation);
  const id = await resolveId(invocation, 'job', invocation.arg(0));
  const show = (line: LogLine): void => showLine(invocation, line);
  if (!isFollowed) {
    const last: LogLine[] = [];
    for await (const line of linesNow(api, id, query)) {
      if (tail === undefined) show(line);
      else if (last.push(line) > tail) last.shift();
    }
    last.forEach(show);
  } else {
    const interrupted = interruption();
    const skip = tail === undefined ? 0 : Math.max(0, (await countNow(invocation, id, query)) - tail);
    let seen = 0;
    const options = {
      query,
      signal: interrupted.signal,
      retryMs: RETRY_MS,
      say: (text: string) => output.say(text),
    };
    for await (const line of linesFollowed(api, id, options)) if ((seen += 1) > skip) show(line);
    if (interrupted.signal.aborted) return 130;
    interrupted.stop();
  }
  if (!invocation.flag('exitStatus')) return undefined;
  const job = await untilEnded(api, id, AbortSignal.timeout(isFollowed ? RETRY_MS : 1_000));
  return job ? exitCodeOfJob(job) : 8;
}

export function showLine(invocation: Invocation, line: LogLine): void {
  const { output } = invocation;
  if (!output.isForPeople && output.options.kind !== 'name') output.line(JSON.stringify(line));
  else if (invocation.flag('timestamps'))
    output.line(`${formatTime(line.at, invocation.flag('utc'))}  ${line.text}`);
  else output.line(line.text);
}

async function countNow(invocation: Invocation, id: string, query: Query): Promise<number> {
  let count = 0;
  for await (const _line of linesNow(invocation.api, id, query)) count += 1;
  return count;
}

function queryOf(invocation: Invocation): Query {
  const run = numberOf(invocation, 'run');
  return {
    ...(run === undefined ? {} : { run }),
    stream: invocation.text('stream')?.toUpperCase(),
    level: invocation.text('level')?.toUpperCase(),
  };
}

function numberOf(invocation: Invocation, name: 'tail' | 'run'): number | undefined {
  const text = invocation.text(name);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text))
    throw new UsageError(`--${name}: "${text}" is not a whole number; write for example 100`);
  return Number(text);
}
