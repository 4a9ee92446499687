import { matchesFilter, PAGE_SIZE, type EventFilter, type RecordedEvent } from '@berth/event-store';
import type { EventReader, Page } from './reader.js';

/**
 * The newest events, read once for all subscriptions that have caught up: a service follows its own store from
 * many places. Who is further behind reads from the database. Holds at most two pages.
 */
export class RecentEvents {
  #events: RecordedEvent[] = [];
  /** The events kept are those after the first position, up to and with the second; positions have no gap. */
  #after = 0;
  #upTo = 0;

  constructor(private readonly reader: EventReader) {}

  page(after: number, head: number, filter: EventFilter | undefined): Page {
    if (head - after > PAGE_SIZE) return this.reader.page(after, head, PAGE_SIZE, filter);
    if (after < this.#after || after > this.#upTo) this.#begin(after);
    this.#extend(head);
    const events = this.#events.slice(after - this.#after, head - this.#after);
    return { events: events.filter((event) => matchesFilter(filter, event)), upTo: head };
  }

  #begin(after: number): void {
    this.#events = [];
    this.#after = after;
    this.#upTo = after;
  }

  #extend(head: number): void {
    while (this.#upTo < head) {
      const { events, upTo } = this.reader.page(this.#upTo, head, PAGE_SIZE, undefined);
      this.#events.push(...events);
      this.#upTo = upTo;
    }
    const surplus = this.#events.length - 2 * PAGE_SIZE;
    if (surplus <= 0) return;
    this.#events.splice(0, surplus);
    this.#after += surplus;
  }
}
