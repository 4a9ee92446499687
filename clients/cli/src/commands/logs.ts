import { UsageError } from '../errors.js';
import type { Query } from '../http/api.js';
import { interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { exitCodeOfJob, untilEnded } from '../jobs.js';
import { lastLines, linesFollowed, pagesNow, type LogLine, type LogPage } from '../log-lines.js';
import { linesAround, placeAt } from './log-around.js';
import { download, fileOf } from './log-download.js';
import { search, searchOf } from './log-search.js';
import { resolveId } from '../rest/resolve.js';
import { formatTime } from '../time/format-time.js';
import { parsePastInstant } from '../time/past.js';
import { choice, nowHere } from '../rest/values.js';

export const STREAMS = ['STDOUT', 'STDERR'];
export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** Without a connection for so long it ends, with status 7. */
export const RETRY_MS = 10 * 60_000;

export async function run(invocation: Invocation): Promise<number | undefined> {
  const { api } = invocation;
  const isFollowed = invocation.flag('follow');
  const tail = numberOf(invocation, 'tail');
  const from = placeOf(invocation);
  const filter = filterOf(invocation);
  const file = fileOf(invocation);
  const searched = searchOf(invocation);
  const around = placeAt(invocation);
  const id = await resolveId(invocation, 'job', invocation.arg(0));
  if (file !== undefined) return download(invocation, id, { ...filter, ...from }, file);
  if (searched) return search(invocation, id, { ...filter, ...searched });
  let start: Query = from;
  if (around) {
    for (const line of await linesAround(invocation, id, { ...filter, ...around }))
      showLine(invocation, line);
  } else if (tail !== undefined) {
    const { lines, cursor } = await lastLines(api, id, filter, tail);
    for (const line of lines) showLine(invocation, line);
    start = { cursor };
  }
  if (isFollowed) {
    if (await follow(invocation, id, { ...filter, ...start })) return 130;
  } else if (tail === undefined && !around) await showNow(invocation, id, filter, start);
  if (!invocation.flag('exitStatus')) return undefined;
  const job = await untilEnded(api, id, AbortSignal.timeout(isFollowed ? RETRY_MS : 1_000));
  return job ? exitCodeOfJob(job) : 8;
}

export function showLine(invocation: Invocation, line: LogLine): void {
  const { output } = invocation;
  if (!output.isForPeople && output.options.kind !== 'name') return output.row(line);
  const number = invocation.flag('lineNumbers') ? `${String(line.number).padStart(6)}  ` : '';
  const time = invocation.flag('timestamps') ? `${formatTime(line.at, invocation.flag('utc'))}  ` : '';
  output.line(number + time + line.text);
}

async function showNow(invocation: Invocation, id: string, filter: Query, from: Query): Promise<void> {
  let isFirst = true;
  for await (const page of pagesNow(invocation.api, id, filter, from)) {
    if (isFirst) sayWhatIsMissing(invocation, page, from);
    isFirst = false;
    for (const line of page.lines) showLine(invocation, line);
  }
}

/** @returns whether it was interrupted */
async function follow(invocation: Invocation, id: string, query: Query): Promise<boolean> {
  const { api, output } = invocation;
  const interrupted = interruption();
  const options = {
    query,
    signal: interrupted.signal,
    retryMs: RETRY_MS,
    say: (text: string) => output.say(text),
  };
  for await (const line of linesFollowed(api, id, options)) showLine(invocation, line);
  if (interrupted.signal.aborted) return true;
  interrupted.stop();
  return false;
}

/** Lines that were asked for, and are kept no longer. */
function sayWhatIsMissing({ output }: Invocation, { kept }: LogPage, from: Query): void {
  const first = from['fromLine'] ?? (from['at'] === undefined ? 1 : Infinity);
  if (kept.dropped === 0 || Number(first) > kept.dropped) return;
  const why = kept.droppedBy === 'SIZE' ? 'the archive was full' : 'they were too old';
  output.warn(`lines 1 to ${kept.dropped} were deleted: ${why}`);
}

const PLACES = ['tail', 'fromLine', 'since', 'at'] as const;
const FLAGS = { tail: '--tail', fromLine: '--from-line', since: '--since', at: '--at' } as const;

/** Where to begin. */
function placeOf(invocation: Invocation): Query {
  const [first, second] = PLACES.filter((name) => invocation.text(name) !== undefined);
  if (first && second)
    throw new UsageError(`${FLAGS[second]}: goes without ${FLAGS[first]}; each says where to begin`);
  const fromLine = numberOf(invocation, 'fromLine');
  if (fromLine === 0) throw new UsageError('--from-line: the first line is 1; write for example 1200');
  if (fromLine !== undefined) return { fromLine };
  const since = invocation.text('since');
  if (since === undefined) return {};
  return { at: parsePastInstant(since, '--since', nowHere(invocation.flag('utc'))) };
}

function filterOf(invocation: Invocation): Query {
  const run = numberOf(invocation, 'run');
  return {
    ...(run === undefined ? {} : { run }),
    ...chosen(invocation, 'stream', STREAMS),
    ...chosen(invocation, 'level', LEVELS),
  };
}

function chosen(invocation: Invocation, name: string, choices: readonly string[]): Query {
  const text = invocation.text(name);
  return text === undefined ? {} : { [name]: choice(text, choices, `--${name}`) };
}

const NUMBERS = { tail: '--tail', run: '--run', fromLine: '--from-line' } as const;

function numberOf(invocation: Invocation, name: keyof typeof NUMBERS): number | undefined {
  const text = invocation.text(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`${NUMBERS[name]}: "${text}" is not a whole number; write for example 100`);
  return Number(text);
}
