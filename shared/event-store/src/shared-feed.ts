import { defined } from '@berth/kernel/defined';
import { Notifier } from '@berth/kernel/notifier';
import { START, type Position } from './event.js';
import { PAGE_SIZE, type EventStore, type SubscribeOptions, type SubscriptionItem } from './event-store.js';
import { EventWindow, type Behind } from './event-window.js';
import { matchesFilter } from './filter.js';

export interface SharedFeed extends EventStore {
  /** Position of the last event that was fed or appended here: no read is made for it. The store's end until there is one. */
  known(): Promise<Position>;
  /** How far a reader that has seen everything up to a position is behind. Looks at what is in memory only. */
  behind(position: Position): Behind;
}

export interface SharedFeedOptions {
  /** Most events kept in memory for those who follow. Default: four pages. */
  readonly windowEvents?: number;
}

/**
 * A store with one subscription for the whole process: subscribers that have caught up get events from memory, so
 * that each is read and parsed once for all of them. One that is further behind than the window reads from the store
 * by itself until it has caught up, and delays no other. Where the store fails, every subscription ends with its
 * error, and the next one starts anew.
 */
export function sharedFeed(store: EventStore, options: SharedFeedOptions = {}): SharedFeed {
  const feed = new Feed(store, options.windowEvents ?? 4 * PAGE_SIZE);
  return {
    storeId: store.storeId,
    async append(stream, events, expected) {
      const appended = await store.append(stream, events, expected);
      feed.appended(appended.position);
      return appended;
    },
    read: (stream, readOptions) => store.read(stream, readOptions),
    readAll: (readOptions) => store.readAll(readOptions),
    lastPosition: () => store.lastPosition(),
    subscribe: (subscribeOptions) => feed.subscribe(subscribeOptions),
    known: () => feed.known(),
    behind: (position) => feed.behind(position),
    async close() {
      await feed.close();
      await store.close();
    },
  };
}

/** What the one subscription has brought so far. */
interface Live {
  readonly window: EventWindow;
  /** The store has reported that nothing is stored beyond the window. */
  caughtUp: boolean;
  /** Why the subscription ended, where it has. */
  ended: { readonly error?: unknown } | undefined;
}

class Feed {
  #live: Promise<Live> | undefined;
  #current: Live | undefined;
  #appended: Position = START;
  #pump: Promise<void> = Promise.resolve();
  readonly #changed = new Notifier();
  readonly #closing = new AbortController();

  constructor(
    private readonly store: EventStore,
    private readonly windowEvents: number,
  ) {}

  async *subscribe({ after = START, filter, signal }: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    if (ended.aborted) return;
    const live = await this.#start();
    let position = after;
    let told: Position | undefined;
    while (!ended.aborted && !live.ended) {
      const { window } = live;
      const page = window.reaches(position) ? window.page(position, PAGE_SIZE) : undefined;
      if (!page) {
        // Everything up to here is stored already, so whoever has read to the end of the store has passed it.
        const stored = window.upTo;
        for await (const events of this.store.readAll({ after: position, ...defined({ filter }) })) {
          if (ended.aborted) return;
          yield { kind: 'events', events };
          position = events.at(-1)?.position ?? position;
          if (window.reaches(position)) break;
        }
        if (!window.reaches(position) && stored > position) position = stored;
      } else if (page.length > 0) {
        position = page.at(-1)?.position ?? position;
        const events = filter ? page.filter((event) => matchesFilter(filter, event)) : page;
        if (events.length > 0) yield { kind: 'events', events };
      } else if (live.caughtUp && window.upTo >= position && told !== window.upTo) {
        position = window.upTo;
        told = position;
        yield { kind: 'caughtUp', position };
      } else await this.#changed.next(ended);
    }
    if (live.ended && 'error' in live.ended) throw live.ended.error;
  }

  behind(position: Position): Behind {
    return this.#current?.window.behind(position) ?? { events: 0, since: undefined, atLeast: false };
  }

  async known(): Promise<Position> {
    const { window } = await this.#start();
    return window.upTo > this.#appended ? window.upTo : this.#appended;
  }

  appended(position: Position): void {
    if (position > this.#appended) this.#appended = position;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pump;
  }

  #start(): Promise<Live> {
    this.#live ??= this.#open().catch((error: unknown) => {
      this.#live = undefined;
      throw error;
    });
    return this.#live;
  }

  async #open(): Promise<Live> {
    const after = await this.store.lastPosition();
    const live: Live = {
      window: new EventWindow(after, this.windowEvents),
      caughtUp: false,
      ended: undefined,
    };
    this.#current = live;
    this.#pump = this.#run(live, after);
    return live;
  }

  async #run(live: Live, after: Position): Promise<void> {
    try {
      for await (const item of this.store.subscribe({ after, signal: this.#closing.signal })) {
        live.caughtUp = item.kind === 'caughtUp';
        if (item.kind === 'caughtUp') {
          live.window.add([], item.position);
          this.#changed.notify();
        } else {
          live.window.add(item.events);
          // Most often they are the last, and waiters are resumed once for both.
          setImmediate(() => {
            if (!live.caughtUp) this.#changed.notify();
          });
        }
      }
      live.ended = {};
    } catch (error) {
      live.ended = { error };
    }
    this.#live = undefined;
    this.#changed.notify();
  }
}
