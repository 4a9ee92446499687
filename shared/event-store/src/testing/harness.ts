import type { Clock } from '@berth/kernel/clock';
import { systemClock } from '@berth/kernel/clock';
import type { Position, RecordedEvent } from '../event.js';
import type { EventFilter, EventStore, ReadAllOptions, SubscriptionItem } from '../event-store.js';

/** One store that an adapter makes for a test. */
export interface EventStoreHarness {
  /** Opens the store, empty at first. After its `close()` it may be opened again and holds what it held. */
  open(clock: Clock): Promise<EventStore>;
  /** Removes what the store left behind. The store is closed by then. */
  dispose(): Promise<void>;
}

export type EventStoreFactory = () => EventStoreHarness | Promise<EventStoreHarness>;

export interface StoreUnderTest {
  readonly store: EventStore;
  /** Closes the store and opens it again. */
  reopen(): Promise<EventStore>;
}

export type WithStore = (
  test: (subject: StoreUnderTest) => Promise<void>,
  clock?: Clock,
) => () => Promise<void>;

/** Gives each test a store of its own and cleans up after it. */
export const withStore =
  (factory: EventStoreFactory): WithStore =>
  (test, clock = systemClock) =>
  async () => {
    const harness = await factory();
    let store = await harness.open(clock);
    const reopen = async (): Promise<EventStore> => {
      await store.close();
      store = await harness.open(clock);
      return store;
    };
    try {
      await test({ store, reopen });
    } finally {
      await store.close();
      await harness.dispose();
    }
  };

export async function collectAll(store: EventStore, options?: ReadAllOptions): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll(options)) events.push(...page);
  return events;
}

/** Follows a subscription in the background and waits for what it brings. */
export class Follower {
  readonly items: SubscriptionItem[] = [];
  readonly done: Promise<void>;
  readonly #abort = new AbortController();
  #wake: () => void = () => undefined;

  constructor(store: EventStore, options: { after?: Position; filter?: EventFilter } = {}) {
    this.done = this.#follow(store.subscribe({ ...options, signal: this.#abort.signal }));
    this.done.catch(() => this.#wake());
  }

  get events(): readonly RecordedEvent[] {
    return this.items.flatMap((item) => (item.kind === 'events' ? item.events : []));
  }

  get caughtUpAt(): Position | undefined {
    return this.items.findLast((item) => item.kind === 'caughtUp')?.position;
  }

  /** Resolves once the condition holds; rejects after half a minute, or when the subscription ends first. */
  async until(condition: (follower: this) => boolean): Promise<void> {
    const late = AbortSignal.timeout(30_000);
    const ended = this.done.then(() => 'ended' as const);
    while (!condition(this)) {
      const next = new Promise<'item' | 'late'>((resolve) => {
        this.#wake = () => resolve('item');
        late.addEventListener('abort', () => resolve('late'), { once: true });
      });
      const outcome = await Promise.race([next, ended]);
      if (outcome !== 'item' && !condition(this)) {
        throw new Error(
          `${outcome === 'late' ? 'nothing more came' : 'subscription ended'} after ${this.items.length} items`,
        );
      }
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.done;
  }

  async #follow(items: AsyncIterable<SubscriptionItem>): Promise<void> {
    for await (const item of items) {
      this.items.push(item);
      this.#wake();
    }
  }
}
