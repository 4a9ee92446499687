import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { RawInputOf } from '@berth/contracts/define';
import {
  logsQuery,
  metricsQuery,
  type LogLine,
  type MetricPoint,
} from '@berth/contracts/telemetry/operations';
import { anyRings } from './bell.js';
import type { Batch } from './live-items.js';
import type { OutputBells } from './output-bells.js';
import { OutputPages } from './output-pages.js';
import type { Viewer } from './viewer.js';

type LogInput = RawInputOf<typeof logsQuery>;
type MetricInput = RawInputOf<typeof metricsQuery>;

/** Items in a page: a follower holds one page. */
const PAGE = 1000;
/** For whatever the bell does not tell, such as that the job has ended. */
const LOOK_AGAIN_MS = 2000;
const RETRY_MS = 1000;
/** Who has lost access to a job while following it gets no more of it after this time, were the loss never heard of. */
const JUDGE_EVERY_MS = 30_000;
/** A job that prints all the time is read in bigger pages, not all the time. */
const GATHER_MS = 20;

/** Output of jobs, page by page from a cursor until its end; telemetry's bell says when there is more. */
export class JobOutput {
  readonly #logs = new OutputPages<LogLine>();
  readonly #metrics = new OutputPages<MetricPoint>();

  constructor(
    private readonly bells: OutputBells,
    private readonly judgeEveryMs = JUDGE_EVERY_MS,
  ) {}

  logs({ calls, rights, signal }: Viewer, input: LogInput): AsyncGenerator<Batch<LogLine>, void, void> {
    const ask = async (after: string | undefined): Promise<Batch<LogLine>> => {
      const asked = { ...input, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { lines, cursor, end } = await calls.query(logsQuery, asked);
      return { items: lines, cursor, end };
    };
    return this.#follow(this.#logs, input, ask, { rights, signal });
  }

  metrics(
    { calls, rights, signal }: Viewer,
    input: MetricInput,
  ): AsyncGenerator<Batch<MetricPoint>, void, void> {
    const ask = async (after: string | undefined): Promise<Batch<MetricPoint>> => {
      const asked = { ...input, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { points, cursor, end } = await calls.query(metricsQuery, asked);
      return { items: points, cursor, end };
    };
    return this.#follow(this.#metrics, input, ask, { rights, signal });
  }

  async *#follow<T>(
    pages: OutputPages<T>,
    input: LogInput | MetricInput,
    ask: (after: string | undefined) => Promise<Batch<T>>,
    { rights, signal }: Pick<Viewer, 'rights' | 'signal'>,
  ): AsyncGenerator<Batch<T>, void, void> {
    const { after: start, ...rest } = input;
    const keyOf = (after: string | undefined): string => JSON.stringify([rest, after]);
    using listening = this.bells.listen(input.jobId);
    using watch = rights();
    const { bell } = listening;
    let heard = bell.rings;
    let page = await pages.first(keyOf(start), () => ask(start));
    let judgedAt = performance.now();
    while (!signal.aborted) {
      if (page.items.length > 0 || page.end) yield page;
      if (page.end) return;
      if (page.items.length === 0 && bell.rings === heard)
        await anyRings([bell, watch.bell], signal, watch.within(LOOK_AGAIN_MS));
      if (page.items.length < PAGE) await pause(GATHER_MS, signal);
      heard = bell.rings;
      const { cursor } = page;
      const judge = watch.isInDoubt() || performance.now() - judgedAt >= this.judgeEveryMs;
      if (judge) judgedAt = performance.now();
      const next = () => pages[judge ? 'first' : 'get'](keyOf(cursor), () => ask(cursor));
      page = await untilAnswered(next, page, signal);
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/** A service that is away comes back: the stream waits for it. */
async function untilAnswered<T>(
  ask: () => Promise<Batch<T>>,
  last: Batch<T>,
  signal: AbortSignal,
): Promise<Batch<T>> {
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
