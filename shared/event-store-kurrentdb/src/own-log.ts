import { setTimeout as sleep } from 'node:timers/promises';
import { StoreDeniedError, StoreUnavailableError, type RecordedEvent } from '@berth/event-store';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { positionOf, toRecorded } from './convert.js';
import type { KnownEnd } from './known-end.js';
import type { Names } from './names.js';
import { PAGES_BACK, type Reader } from './reader.js';
import { wasTooSlow } from './server-errors.js';
import { Subscription, type Arrived } from './subscription.js';

/** The next of the service's events; none where only more of the log is known to hold none. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Position of the last event of the service that was given; undefined where there was none yet. */
  readonly lastOwn: bigint | undefined;
  /** Where another subscription may begin: all of the service's events up to here have been given. */
  readonly upTo: bigint;
  /** Nothing more of the service was stored when this page came. */
  readonly isEnd: boolean;
}

/** After so long without a word, the end is looked for where the server does not tell of it, or is not known to. */
const QUIET_MS = { unknown: 100, silent: 10, tells: 1000 } as const;
/** A live subscription that lacks for two such spells what is known to be stored is not to be relied on. */
const LIVE_MS = 2500;
const RETRY_MS = { first: 50, longest: 500 } as const;

/**
 * The service's own events in the order of the whole log, by a subscription that the server filters.
 *
 * Where they end: a server from 23.10 on says so. An older one does not, so once nothing has come for a moment the end
 * is looked for from the end of the log back. Either way nothing counts as the end before all is seen that was appended
 * over this connection.
 */
export class OwnLog {
  #manner: keyof typeof QUIET_MS = 'unknown';

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: Names,
    private readonly reader: Reader,
    private readonly known: KnownEnd,
    /** Position of the event that made the store: everything of the service comes after it. */
    private readonly origin: bigint,
  ) {}

  /** Pages after a position, for ever: a server that is away is asked again until it is back. */
  async *follow(after: bigint, signal: AbortSignal): AsyncGenerator<Page> {
    let from = after;
    let lastOwn: bigint | undefined;
    let retryMs: number = RETRY_MS.first;
    while (!signal.aborted) {
      try {
        for await (const page of this.pages(from, signal)) {
          lastOwn = page.lastOwn ?? lastOwn;
          if (page.upTo > from) from = page.upTo;
          retryMs = RETRY_MS.first;
          yield { ...page, lastOwn };
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof StoreUnavailableError) || error instanceof StoreDeniedError) throw error;
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(2 * retryMs, RETRY_MS.longest);
      }
    }
  }

  /** Pages after a position until the server is away, which throws. */
  async *pages(after: bigint, signal: AbortSignal): AsyncGenerator<Page> {
    const reached: Reached = { upTo: after > this.origin ? after : this.origin, lastOwn: undefined };
    while (!signal.aborted) {
      const subscription = new Subscription(this.client, this.names.prefix, reached.upTo);
      try {
        yield* this.#read(subscription, after, reached, signal);
      } catch (error) {
        if (!wasTooSlow(error)) throw error;
      } finally {
        subscription.close();
      }
    }
  }

  /** Moves `reached` on, so that another subscription can begin there. Returns where this one has missed something. */
  async *#read(
    subscription: Subscription,
    after: bigint,
    reached: Reached,
    signal: AbortSignal,
  ): AsyncGenerator<Page> {
    let live = false;
    let looks = 0;
    let missing = false;
    for (;;) {
      const waitMs = live ? LIVE_MS : looks === 0 ? QUIET_MS[this.#manner] : QUIET_MS.tells;
      const arrived = await subscription.next(waitMs, signal);
      if (signal.aborted) return;
      let events: readonly RecordedEvent[] = [];
      if (arrived !== undefined) {
        [looks, missing] = [0, false];
        events = this.#take(arrived, reached);
        if (arrived.said !== undefined) {
          live = arrived.said === 'caughtUp';
          this.#manner = 'tells';
        }
      } else if (!live) {
        // The first look is a short one: a server that still reads on says so by its next checkpoint.
        live = await this.reader.lookForEnd(looks === 0 ? PAGES_BACK : undefined);
        if (live && this.#manner === 'unknown') this.#manner = 'silent';
        looks += 1;
      }
      const isEnd = live && this.known.lastOwn <= (reached.lastOwn ?? after);
      if (arrived !== undefined || isEnd) yield { events, ...reached, isEnd };
      else if (live && missing) return;
      else missing = live;
    }
  }

  #take({ events, upTo }: Arrived, reached: Reached): readonly RecordedEvent[] {
    const own: RecordedEvent[] = [];
    for (const event of events) {
      const position = positionOf(event);
      const stream = this.names.fromServer(event.streamId);
      if (stream === undefined || position <= (reached.lastOwn ?? 0n)) continue;
      this.known.sawOwn(position);
      reached.lastOwn = position;
      if (position > reached.upTo) reached.upTo = position;
      own.push(toRecorded(event, stream));
    }
    if (upTo > reached.upTo) {
      this.known.sawNone(reached.upTo, upTo);
      reached.upTo = upTo;
    }
    return own;
  }
}

interface Reached {
  /** All of the service's events up to here have been given. */
  upTo: bigint;
  lastOwn: bigint | undefined;
}
