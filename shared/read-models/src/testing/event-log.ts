import { EventEmitter, once } from 'node:events';
import { START, type Position, type RecordedEvent, type SubscriptionItem } from '@berth/event-store';
import type { EventSource } from '../projection.js';
import { eventsFrom, type TestEvent } from './harness.js';

/** A source of events in memory that can be appended to, and made to fail. */
export class EventLog implements EventSource {
  readonly name = 'scheduler';
  readonly #events: RecordedEvent[] = [];
  readonly #changes = new EventEmitter();
  #failure: Error | undefined;
  #readers = 0;

  constructor(
    readonly storeId = 'store-1',
    /** Most events handed over at once. */
    private readonly batch = 64,
  ) {
    this.#changes.setMaxListeners(0);
  }

  /** Subscriptions that are open now. */
  get readers(): number {
    return this.#readers;
  }

  get events(): readonly RecordedEvent[] {
    return this.#events;
  }

  /** Position of the last one appended. */
  append(...events: readonly TestEvent[]): Position {
    this.#events.push(...eventsFrom(events, this.#events.length + 1));
    this.#changes.emit('change');
    return this.#events.at(-1)?.position ?? START;
  }

  /** Every subscription breaks off, and so do new ones, until `recover`. */
  fail(error: Error): void {
    this.#failure = error;
    this.#changes.emit('change');
  }

  recover(): void {
    this.#failure = undefined;
  }

  async lastPosition(): Promise<Position> {
    return this.#events.at(-1)?.position ?? START;
  }

  async *subscribe({
    after = START,
    signal,
  }: {
    readonly after: Position | undefined;
    readonly signal: AbortSignal;
  }): AsyncGenerator<SubscriptionItem> {
    let next = this.#events.findIndex(({ position }) => position > after);
    if (next < 0) next = this.#events.length;
    this.#readers += 1;
    try {
      while (!signal.aborted) {
        if (this.#failure) throw this.#failure;
        const events = this.#events.slice(next, next + this.batch);
        next += events.length;
        if (events.length > 0) {
          yield { kind: 'events', events };
          continue;
        }
        const change = once(this.#changes, 'change', { signal }).catch(() => undefined);
        yield { kind: 'caughtUp', position: await this.lastPosition() };
        if (next === this.#events.length && !this.#failure) await change;
      }
    } finally {
      this.#readers -= 1;
    }
  }
}
