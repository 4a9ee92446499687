import type { PriceEvent } from '@berth/contracts/billing/events';
import { type EventStore, type Position, readAs, START } from '@berth/event-store';
import { PriceBook } from './price-book.js';

const TYPES: readonly PriceEvent['type'][] = ['billing.price.set.v1'];

interface Waiter {
  readonly position: Position;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * The price book from the log itself: bills must use every recorded price, not a view that may lag. It
 * follows the log for as long as the service runs, so that a charge reads nothing.
 */
export class PriceSource {
  #book = new PriceBook();
  #reached: Position = START;
  #following = false;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<Waiter>();

  constructor(
    private readonly store: Pick<EventStore, 'subscribe'>,
    private readonly currency: string,
    /** The last event that is known to be recorded, those of this process among them. */
    private readonly known: () => Promise<Position>,
  ) {}

  /**
   * With every price that was known to be recorded when it was asked for.
   *
   * @throws where a price is in another currency: bills would add up what can't be added
   */
  async current(): Promise<PriceBook> {
    const position = await this.known();
    if (!this.#following) void this.#follow();
    if (this.#reached < position) {
      await new Promise<void>((resolve, reject) => this.#waiting.add({ position, resolve, reject }));
    }
    return this.#book;
  }

  close(): void {
    this.#stop.abort();
  }

  /** Ends at an error, which rejects all waiters; the next call continues where it ended. */
  async #follow(): Promise<void> {
    this.#following = true;
    const { signal } = this.#stop;
    const items = this.store.subscribe({ after: this.#reached, filter: { types: TYPES }, signal });
    let failure: unknown = new Error('the service is stopping');
    try {
      for await (const item of items) {
        if (item.kind === 'caughtUp') this.#reachedTo(item.position);
        else {
          this.#take(item.events.map((event) => readAs<PriceEvent>(event).data));
          this.#reachedTo(item.events.at(-1)?.position ?? this.#reached);
        }
      }
    } catch (error) {
      failure = error;
    }
    this.#following = false;
    for (const waiter of this.#waiting) waiter.reject(failure);
    this.#waiting.clear();
  }

  #take(added: readonly PriceEvent['data'][]): void {
    const foreign = added.find(({ currency }) => currency !== this.currency);
    if (foreign) {
      throw new Error(
        `BERTH_CURRENCY: is ${this.currency}, but prices are set in ${foreign.currency}; the currency cannot be changed`,
      );
    }
    this.#book = new PriceBook([...this.#book.prices, ...added]);
  }

  #reachedTo(position: Position): void {
    if (position > this.#reached) this.#reached = position;
    for (const waiter of this.#waiting) {
      if (waiter.position > this.#reached) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }
}
