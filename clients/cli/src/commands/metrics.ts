import { follow } from '../http/follow.js';
import { interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { resolveId } from '../rest/resolve.js';
import { formatTime } from '../time/format-time.js';
import { RETRY_MS } from './logs.js';

interface Point {
  readonly at: string;
  readonly run: number;
  readonly stage: string | null;
  readonly values: { readonly [name: string]: unknown };
}
interface Batch {
  readonly cursor: string;
  readonly end: boolean;
  readonly points: readonly Point[];
}

const PAGE = 1_000;

export async function run(invocation: Invocation): Promise<number | undefined> {
  const { api } = invocation;
  const id = await resolveId(invocation, 'job', invocation.arg(0));
  const path = `/jobs/${encodeURIComponent(id)}/metrics`;
  if (!invocation.flag('follow')) {
    let cursor: string | undefined;
    for (;;) {
      const page: Batch = await api.get<Batch>(path, {
        limit: PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const point of page.points) show(invocation, point);
      if (page.end || page.points.length === 0) return undefined;
      cursor = page.cursor;
    }
  }
  const interrupted = interruption();
  const say = (text: string): void => invocation.output.say(text);
  const options = { signal: interrupted.signal, retryMs: RETRY_MS, say };
  for await (const { points } of follow<Batch>(api, path, options))
    for (const point of points) show(invocation, point);
  interrupted.stop();
  return interrupted.signal.aborted ? 130 : undefined;
}

function show({ output, options }: Invocation, point: Point): void {
  if (!output.isForPeople) return output.row(point);
  const values = Object.entries(point.values).map(([name, value]) => `${name}=${String(value)}`);
  output.line([formatTime(point.at, options['utc'] === true), ...values].join('  '));
}
