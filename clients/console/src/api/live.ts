import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Document } from './document.js';
import type { Refusal } from './refusal.js';

/** Any type of variables: each subscription has its own. */
type Variables = object;

export interface FollowOptions<Result, Vars extends Variables> {
  readonly onItem: (item: Result) => void;
  /** Where to go on after a lost connection: the variables with the cursor of the last item. */
  readonly resume?: (last: Result) => Vars;
  /** After a lost connection, where there is no cursor: what was missed must be asked for. */
  readonly onGap?: () => void;
  /** The source has ended, or the platform refuses it: it is not followed any more. */
  readonly onEnd?: (refusal: Refusal | undefined) => void;
}

export interface LiveOptions {
  /** Opens the connection; its answer is a stream of server-sent events. */
  readonly open: (body: string, signal: AbortSignal) => Promise<Response>;
  /** Gets a new access token. @returns false where the session has ended */
  readonly renew: () => Promise<boolean>;
  /** ms before the nth attempt to connect. */
  readonly backoffMs?: (attempt: number) => number;
  /** Without a heartbeat for so long the connection is dead. */
  readonly silenceMs?: number;
}

export type LiveState = 'idle' | 'connecting' | 'open' | 'lost';

interface Followed {
  readonly text: string;
  variables: Variables;
  readonly options: FollowOptions<unknown, Variables>;
}

interface Payload {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const MAX_FOLLOWED = 20;
/** Screens that change at once ask for one connection, not for one each. */
const SETTLE_MS = 30;
/** The gateway sends a heartbeat every 12 s. */
const SILENCE_MS = 30_000;
const MAX_BACKOFF_MS = 15_000;

/** Exponential, with jitter: the tabs of a lab don't come back all at once. */
const backoff = (attempt: number): number =>
  Math.min(MAX_BACKOFF_MS, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * All that a tab follows, over one connection: browsers allow six to an origin, for all tabs together. What is followed
 * changes by connecting anew, each subscription after its last item.
 */
export class Live {
  readonly #followed = new Map<string, Followed>();
  readonly #listeners = new Set<() => void>();
  #state: LiveState = 'idle';
  #connection: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #nextId = 1;
  #paused = false;

  constructor(private readonly options: LiveOptions) {}

  get state(): LiveState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @returns stops following */
  follow<Result, Vars extends Variables>(
    { text }: Document<Result, Vars>,
    variables: Vars,
    options: FollowOptions<Result, Vars>,
  ): () => void {
    if (this.#followed.size >= MAX_FOLLOWED) throw new Error(`a tab follows ${MAX_FOLLOWED} at most`);
    const id = String(this.#nextId++);
    this.#followed.set(id, { text, variables, options: options as unknown as Followed['options'] });
    this.#connectIn(SETTLE_MS);
    return () => {
      if (this.#followed.delete(id)) this.#connectIn(SETTLE_MS);
    };
  }

  /** Nobody looks: nothing is followed until `resume`. */
  pause(): void {
    this.#paused = true;
    clearTimeout(this.#timer);
    this.#drop();
    this.#setState('idle');
  }

  /** Goes on where it stopped; where it was not paused, a connection that has died meanwhile is found at once. */
  resume(): void {
    const wasPaused = this.#paused;
    this.#paused = false;
    if (wasPaused || this.#state === 'lost') {
      this.#attempt = 0;
      this.#connectIn(0);
    }
  }

  #connectIn(ms: number): void {
    if (this.#paused) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), ms);
  }

  #drop(): void {
    this.#connection?.abort();
    this.#connection = undefined;
  }

  async #connect(): Promise<void> {
    this.#drop();
    if (this.#followed.size === 0) return this.#setState('idle');
    const connection = new AbortController();
    this.#connection = connection;
    if (this.#state !== 'lost') this.#setState('connecting');
    const silence = new Silence(this.options.silenceMs ?? SILENCE_MS, () => connection.abort());
    try {
      const response = await this.options.open(this.#body(), connection.signal);
      if (response.status === 401) return await this.#renewed(connection);
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
      this.#opened();
      const bytes = response.body.pipeThrough(silence.watch());
      const events = bytes
        .pipeThrough(new TextDecoderStream() as never)
        .pipeThrough(new EventSourceParserStream());
      for await (const { event, data } of events as unknown as AsyncIterable<{
        event?: string;
        data: string;
      }>) {
        if (connection !== this.#connection) return;
        this.#take(event, JSON.parse(data) as { readonly id: string; readonly payload?: Payload });
      }
      throw new Error('the connection has ended');
    } catch {
      if (connection === this.#connection) this.#lost();
    } finally {
      silence.end();
    }
  }

  #body(): string {
    const operations = Object.fromEntries(
      [...this.#followed].map(([id, { text, variables }]) => [id, { query: text, variables }]),
    );
    return JSON.stringify({ operations });
  }

  #opened(): void {
    const wasLost = this.#state === 'lost';
    this.#attempt = 0;
    this.#setState('open');
    if (!wasLost) return;
    for (const { options } of this.#followed.values()) if (!options.resume) options.onGap?.();
  }

  #lost(): void {
    this.#connection = undefined;
    if (this.#followed.size === 0) return this.#setState('idle');
    this.#setState('lost');
    this.#connectIn((this.options.backoffMs ?? backoff)(this.#attempt++));
  }

  async #renewed(connection: AbortController): Promise<void> {
    const good = await this.options.renew();
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    if (good) this.#connectIn(0);
    else this.#setState('idle');
  }

  #take(
    event: string | undefined,
    { id, payload }: { readonly id: string; readonly payload?: Payload },
  ): void {
    const followed = this.#followed.get(id);
    if (!followed) return;
    if (event === 'complete') return this.#end(id, followed, undefined);
    const [error] = payload?.errors ?? [];
    if (!error) {
      const { options } = followed;
      if (options.resume) followed.variables = options.resume(payload?.data);
      options.onItem(payload?.data);
      return;
    }
    const { code = 'INTERNAL', ...details } = error.extensions ?? {};
    // The token has expired: a new one, and on from the last item.
    if (code === 'UNAUTHENTICATED' && this.#connection) void this.#renewed(this.#connection);
    else this.#end(id, followed, { code, message: error.message, details });
  }

  #end(id: string, { options }: Followed, refusal: Refusal | undefined): void {
    // The end of a token shows as the end of each subscription; then all are followed anew.
    if (!this.#connection) return;
    this.#followed.delete(id);
    options.onEnd?.(refusal);
  }

  #setState(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Notices that nothing has come for too long: a connection can die without either side being told. */
class Silence {
  #timer: ReturnType<typeof setTimeout>;

  constructor(
    private readonly ms: number,
    private readonly onSilence: () => void,
  ) {
    this.#timer = setTimeout(onSilence, ms);
  }

  watch(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.end();
        this.#timer = setTimeout(this.onSilence, this.ms);
        controller.enqueue(chunk);
      },
    });
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
