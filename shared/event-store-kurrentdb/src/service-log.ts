import { setTimeout as sleep } from 'node:timers/promises';
import { StoreDeniedError, StoreUnavailableError, type RecordedEvent } from '@berth/event-store';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { positionOf, toRecorded, type StreamNames } from './convert.js';
import type { KnownEnd } from './known-end.js';
import { PAGES_BACK, type Reader } from './reader.js';
import { wasTooSlow } from './server-errors.js';
import { Subscription, type Arrived } from './subscription.js';

/** The next of the service's events; none where only more of the log is known to hold none. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Position of the last event of the service that was given; undefined where there was none yet. */
  readonly lastOwn: bigint | undefined;
  /**
   * The position at which another subscription may start: all of the service's events up to here have been
   * delivered.
   */
  readonly upTo: bigint;
  /** Nothing more of the service was stored when this page came. */
  readonly isEnd: boolean;
}

/** After so long without a message, the end is searched where the server does not report it, or is not known to. */
const QUIET_MS = { unknown: 100, silent: 10, tells: 1000 } as const;
/** A live subscription that lacks known stored events for two such periods is considered broken. */
const LIVE_MS = 2500;
const RETRY_MS = { first: 50, longest: 500 } as const;

/**
 * The service's own events in the order of the whole log, by a subscription that the server filters. A server from
 * 23.10 on reports where they end. An older one does not, so after a moment without events the end is searched
 * backwards from the end of the log. Either way the end counts only once all is read that was appended over this
 * connection.
 */
export class OwnLog {
  #serverMode: keyof typeof QUIET_MS = 'unknown';

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: StreamNames,
    private readonly reader: Reader,
    private readonly known: KnownEnd,
    /** Position of the event that made the store: everything of the service comes after it. */
    private readonly origin: bigint,
  ) {}

  /** Pages after a position, without end: an unreachable server is retried until it is back. */
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

  /** Pages after a position until the server is unreachable, which throws. */
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

  /** Advances `reached`, so that another subscription can start there. Returns where this one has missed an event. */
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
      const waitMs = live ? LIVE_MS : looks === 0 ? QUIET_MS[this.#serverMode] : QUIET_MS.tells;
      const arrived = await subscription.next(waitMs, signal);
      if (signal.aborted) return;
      let events: readonly RecordedEvent[] = [];
      if (arrived !== undefined) {
        [looks, missing] = [0, false];
        events = this.#take(arrived, reached);
        if (arrived.said !== undefined) {
          live = arrived.said === 'caughtUp';
          this.#serverMode = 'tells';
        }
      } else if (!live) {
        // The first search is a short one: a server that still reads on reports it by its next checkpoint.
        live = await this.reader.lookForEnd(looks === 0 ? PAGES_BACK : undefined);
        if (live && this.#serverMode === 'unknown') this.#serverMode = 'silent';
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
