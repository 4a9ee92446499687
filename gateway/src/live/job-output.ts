import { setTimeout as sleep } from 'node:timers/promises';
import type { RawInputOf } from '@berth/contracts/define';
import { logsQuery, metricsQuery, type MetricPoint } from '@berth/contracts/telemetry/operations';
import { defined } from '@berth/kernel/defined';
import { LruCache } from '@berth/kernel/lru-cache';
import { GraphQLError } from 'graphql';
import { logLinesOf, type Batch, type LogLines } from './live-items.js';
import { waitForAny, type OutputNotifiers } from './notifier.js';
import { share } from './shared.js';
import type { Viewer } from './viewer.js';

/** Recent pages, for followers that reach the same position a little later. */
const MAX_KEPT = 64;

/** Pages of output, asked for once by all who follow the same job from the same place. */
class OutputPages<B extends Batch<unknown>> {
  readonly #underWay = new Map<string, Promise<B>>();
  readonly #kept = new LruCache<B>(MAX_KEPT);

  /**
   * @param key tells the page apart; it holds the cursor
   * @param ask with the caller's permissions. A shared page is only for callers who were allowed one of the same job.
   */
  async get(key: string, ask: () => Promise<B>): Promise<B> {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const underWay = this.#underWay.get(key);
    if (underWay) {
      try {
        return await underWay;
      } catch (error) {
        // Another follower was refused; this does not concern this caller.
        if (!(error instanceof GraphQLError)) throw error;
        return this.#keep(key, await ask());
      }
    }
    const asking = ask();
    this.#underWay.set(key, asking);
    try {
      return this.#keep(key, await asking);
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Always queries, so that the service checks the caller's permissions. */
  async first(key: string, ask: () => Promise<B>): Promise<B> {
    return this.#keep(key, await ask());
  }

  #keep(key: string, page: B): B {
    // Empty pages are not cached.
    if (page.items.length === 0) return page;
    this.#kept.set(key, share(page));
    return page;
  }
}

type LogInput = RawInputOf<typeof logsQuery>;
type MetricInput = RawInputOf<typeof metricsQuery>;

/** Items in a page: a follower holds one page. */
const PAGE = 1000;
/** For what is not notified, such as the end of the job. */
const RECHECK_INTERVAL_MS = 2000;
const RETRY_MS = 1000;
/** A follower who has lost access to the job gets nothing more after this time, even if the event is missed. */
const RECHECK_EVERY_MS = 30_000;
/** Delay that lets the output of a busy job gather into larger pages. */
const GATHER_MS = 20;

/** Output of jobs, page by page from a cursor until its end; telemetry notifies when there is more. */
export class JobOutput {
  readonly #logs = new OutputPages<LogLines>();
  readonly #metrics = new OutputPages<Batch<MetricPoint>>();

  constructor(
    private readonly notifiers: OutputNotifiers,
    private readonly recheckEveryMs = RECHECK_EVERY_MS,
  ) {}

  /** From where the input says: from the first line, a line, a time or a cursor on, or the last lines before now. */
  logs({ calls, rights, signal }: Viewer, input: LogInput): AsyncGenerator<LogLines, void, void> {
    const { at, fromLine, last, ...filter } = input;
    const ask = async (after: string | undefined): Promise<LogLines> => {
      const begin = after === undefined ? defined({ at, fromLine, last }) : { after };
      const size = after === undefined && last !== undefined ? {} : { first: PAGE };
      return logLinesOf(await calls.query(logsQuery, { ...filter, ...begin, ...size }));
    };
    return this.#follow(this.#logs, input, ask, { rights, signal });
  }

  metrics(
    { calls, rights, signal }: Viewer,
    input: MetricInput,
  ): AsyncGenerator<Batch<MetricPoint>, void, void> {
    const ask = async (after: string | undefined): Promise<Batch<MetricPoint>> => {
      const asked = { ...input, limit: PAGE, ...defined({ after }) };
      const { points, cursor, end } = await calls.query(metricsQuery, asked);
      return { items: points, cursor, end };
    };
    return this.#follow(this.#metrics, input, ask, { rights, signal });
  }

  async *#follow<B extends Batch<unknown>>(
    pages: OutputPages<B>,
    input: LogInput | MetricInput,
    ask: (after: string | undefined) => Promise<B>,
    { rights, signal }: Pick<Viewer, 'rights' | 'signal'>,
  ): AsyncGenerator<B, void, void> {
    const { after: start, ...begin } = input;
    const filter = filterOf(begin);
    const keyOf = (after: string | undefined): string =>
      JSON.stringify(after === undefined ? [begin] : [filter, after]);
    using listening = this.notifiers.listen(input.jobId);
    using watch = rights();
    const { notifier } = listening;
    let seenCount = notifier.count;
    let page = await pages.first(keyOf(start), () => ask(start));
    let checkedAt = performance.now();
    while (!signal.aborted) {
      if (page.items.length > 0 || page.end) yield page;
      if (page.end) return;
      if (page.items.length === 0 && notifier.count === seenCount)
        await waitForAny([notifier, watch.notifier], signal, watch.within(RECHECK_INTERVAL_MS));
      if (page.items.length < PAGE) await pause(GATHER_MS, signal);
      seenCount = notifier.count;
      const { cursor } = page;
      const recheck = watch.isRecheckDue() || performance.now() - checkedAt >= this.recheckEveryMs;
      if (recheck) checkedAt = performance.now();
      const next = () => pages[recheck ? 'first' : 'get'](keyOf(cursor), () => ask(cursor));
      page = await untilAnswered(next, page, signal);
    }
  }
}

/** What goes for every page, without where the first one is. */
function filterOf(input: Partial<LogInput>): object {
  const { at: _at, fromLine: _fromLine, last: _last, ...filter } = input;
  return filter;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** Retries while the service is unavailable. */
async function untilAnswered<B extends Batch<unknown>>(
  ask: () => Promise<B>,
  last: B,
  signal: AbortSignal,
): Promise<B> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GraphQLError) || error.extensions['code'] !== 'UNAVAILABLE') throw error;
      await pause(RETRY_MS, signal);
    }
  }
  return { ...last, items: [], end: false };
}
