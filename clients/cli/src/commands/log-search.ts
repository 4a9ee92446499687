import { UsageError } from '../errors.js';
import type { Query } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { logsPath, type LogLine } from '../log-lines.js';
import { formatTime } from '../time/format-time.js';
import { contextOf, uselessContext } from './log-context.js';

interface Hit {
  readonly line: LogLine;
  readonly start: number;
  readonly end: number;
  readonly before: readonly LogLine[];
  readonly after: readonly LogLine[];
}

interface Found {
  readonly hits: readonly Hit[];
  readonly cursor: string;
  readonly end: boolean;
}

const PAGE_HITS = 200;
const MAX_CONTEXT = 20;

/** What is searched for; undefined where nothing is. */
export function searchOf(invocation: Invocation): Query | undefined {
  const [text, regex] = [invocation.text('grep'), invocation.text('regex')];
  if (text === undefined && regex === undefined) {
    if (invocation.flag('ignoreCase')) throw new UsageError('--ignore-case: goes with --grep or --regex');
    const useless = invocation.text('at') === undefined ? uselessContext(invocation) : undefined;
    if (useless !== undefined) throw new UsageError(`${useless}: goes with --grep, --regex or --at`);
    return undefined;
  }
  if (text !== undefined && regex !== undefined) throw new UsageError('--regex: goes without --grep');
  const [flag, pattern] = text === undefined ? ['--regex', regex] : ['--grep', text];
  if (pattern === '') throw new UsageError(`${flag}: must not be empty`);
  for (const other of ['tail', 'fromLine', 'since', 'at'])
    if (invocation.text(other) !== undefined)
      throw new UsageError(`${flag}: goes without ${FLAGS[other] ?? other}; all lines are searched`);
  for (const other of ['follow', 'exitStatus'])
    if (invocation.flag(other)) throw new UsageError(`${flag}: goes without ${FLAGS[other] ?? other}`);
  const { before, after } = contextOf(invocation, MAX_CONTEXT);
  return {
    ...(text === undefined ? { regex } : { text }),
    ...(before === undefined ? {} : { contextBefore: before }),
    ...(after === undefined ? {} : { contextAfter: after }),
    caseSensitive: !invocation.flag('ignoreCase'),
  };
}

const FLAGS: { readonly [option: string]: string } = {
  tail: '--tail',
  fromLine: '--from-line',
  since: '--since',
  at: '--at',
  follow: '--follow',
  exitStatus: '--exit-status',
};

/** Shows lines as they are found. @returns 1 where there is none, as grep does */
export async function search(invocation: Invocation, id: string, query: Query): Promise<number | undefined> {
  const { api, output } = invocation;
  const show = new Shown(
    invocation,
    query['contextBefore'] !== undefined || query['contextAfter'] !== undefined,
  );
  let cursor: string | undefined;
  for (;;) {
    const page = await api.get<Found>(`${logsPath(id)}/search`, {
      ...query,
      limit: PAGE_HITS,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const hit of page.hits) show.hit(hit);
    if (page.end) break;
    cursor = page.cursor;
  }
  if (show.count > 0) return undefined;
  output.say('nothing was found');
  return 1;
}

/** Hits with their surroundings: each line once, `--` where lines are left out. */
class Shown {
  count = 0;
  #last = 0;

  constructor(
    private readonly invocation: Invocation,
    private readonly hasContext: boolean,
  ) {}

  hit(hit: Hit): void {
    const { output } = this.invocation;
    this.count += 1;
    if (!output.isForPeople && output.options.kind !== 'name') return output.row(hit);
    const lines = [...hit.before, hit.line, ...hit.after];
    if (this.hasContext && this.#last > 0 && (lines[0]?.number ?? 0) > this.#last + 1) output.line('--');
    for (const line of lines) {
      // the line after a hit may be the next hit
      if (line.number <= this.#last) continue;
      this.#last = line.number;
      this.#line(line, line === hit.line);
    }
  }

  #line({ number, at, text }: LogLine, isHit: boolean): void {
    const { invocation } = this;
    const place = invocation.flag('lineNumbers') ? `${number}${isHit ? ':' : '-'}` : '';
    const time = invocation.flag('timestamps') ? `${formatTime(at, invocation.flag('utc'))}  ` : '';
    invocation.output.line(place + time + text);
  }
}
