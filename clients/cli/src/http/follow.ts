import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, Refused, Unreachable, type Problem } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { problemOf, REST, type Api, type Query } from './api.js';
import { reasonOf } from './retry.js';
import { readEvents } from './sse.js';

export interface FollowOptions {
  readonly query?: Query;
  readonly signal: AbortSignal;
  /** How long it may be without a connection. */
  readonly retryMs: number;
  /** For people: that the connection is lost, and that it is back. */
  readonly say: (line: string) => void;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** The gateway says something every 12 s. */
const SILENCE_MS = 40_000;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 3_000;

/**
 * The messages of a stream until it is complete. A connection that is lost, or a gateway that restarts, is gone round: the
 * stream goes on after the last message that came (`Last-Event-ID`).
 * @throws Unreachable when there is no connection for `retryMs`
 */
export async function* follow<T>(
  api: Api,
  path: string,
  options: FollowOptions,
): AsyncGenerator<T, void, void> {
  const { signal, say, retryMs } = options;
  const state: StreamState = { last: undefined, complete: false };
  let lostSince: number | undefined;
  let delay = FIRST_DELAY_MS;
  while (!state.complete && !signal.aborted) {
    let reason = 'the stream ended early';
    try {
      for await (const message of connection<T>(api, path, options, state)) {
        if (lostSince !== undefined) say('connected again');
        lostSince = undefined;
        delay = FIRST_DELAY_MS;
        yield message;
      }
    } catch (error) {
      if (error instanceof CliError && !isPassing(error)) throw error;
      reason = error instanceof CliError ? error.message : reasonOf(error);
    }
    if (state.complete || signal.aborted) return;
    if (lostSince === undefined) {
      lostSince = Date.now();
      api.options.debug(`${path}: ${reason}`);
    } else if (Date.now() - lostSince > retryMs) {
      throw new Unreachable(`${api.url} is lost: ${reason}`, 'the job goes on; follow it again later');
    } else if (delay === MAX_DELAY_MS) say(`connection lost (${reason}); trying again`);
    await sleep(delay, undefined, { signal }).catch(() => undefined);
    delay = Math.min(MAX_DELAY_MS, delay * 2);
  }
}

interface StreamState {
  last: string | undefined;
  complete: boolean;
}

async function* connection<T>(
  api: Api,
  path: string,
  { query = {}, signal }: FollowOptions,
  state: StreamState,
): AsyncGenerator<T, void, void> {
  const silence = new AbortController();
  const watch = (ms: number): NodeJS.Timeout =>
    setTimeout(() => silence.abort(new Error(`nothing came for ${ms / 1_000} s`)), ms);
  let timer = watch(CONNECT_TIMEOUT_MS);
  try {
    const response = await api.open(path.startsWith('/api/') ? path : REST + path, {
      query,
      headers: {
        accept: 'text/event-stream',
        ...(state.last === undefined ? {} : { 'last-event-id': state.last }),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) throw new Refused(problemOf(response, await response.text()));
    if (!response.body) throw new CliError('the stream has no body', EXIT.unreachable);
    const heard = async function* (body: AsyncIterable<Uint8Array>) {
      for await (const bytes of body) {
        clearTimeout(timer);
        timer = watch(SILENCE_MS);
        yield bytes;
      }
    };
    for await (const { event, data, id } of readEvents(heard(response.body))) {
      if (event === 'complete') {
        state.complete = true;
        return;
      }
      if (event === 'problem') {
        const problem = JSON.parse(data) as Problem;
        // a token that ends during the stream: whether there is a new one is seen at the next connection
        if (problem.code === 'UNAUTHENTICATED') throw new Unreachable(problem.detail ?? problem.title);
        throw new Refused(problem);
      }
      // what was handed on counts, so that nothing is shown twice or left out
      yield JSON.parse(data) as T;
      state.last = id ?? state.last;
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** What ends by itself, as a gateway that restarts. */
const isPassing = (error: CliError): boolean =>
  error instanceof Unreachable || (error instanceof Refused && error.exitCode === EXIT.unreachable);
