import type { Position, RecordedEvent } from './event.js';

/** How far a reader is behind what the window has seen. */
export interface Behind {
  /** Events after the reader's position; no fewer than that many where `atLeast` is set. */
  readonly events: number;
  /** When the oldest of them was recorded; undefined where there is none. */
  readonly since: string | undefined;
  /** The reader is further behind than the window reaches. */
  readonly atLeast: boolean;
}

/** The newest events of a store in memory: those after one position, up to and with another, without a gap. */
export class EventWindow {
  #events: RecordedEvent[] = [];
  #after: Position;
  #upTo: Position;

  constructor(
    after: Position,
    /** Most events kept; older ones are dropped first. */
    private readonly maxEvents: number,
  ) {
    this.#after = after;
    this.#upTo = after;
  }

  get upTo(): Position {
    return this.#upTo;
  }

  /** Whether every event after this position that has been seen is still here. */
  reaches(position: Position): boolean {
    return position >= this.#after;
  }

  /** @param upTo where nothing more is stored up to there, beyond the last of the events */
  add(events: readonly RecordedEvent[], upTo: Position | undefined = events.at(-1)?.position): void {
    this.#events.push(...events);
    if (upTo !== undefined && upTo > this.#upTo) this.#upTo = upTo;
    const surplus = this.#events.length - this.maxEvents;
    if (surplus <= 0) return;
    const [last] = this.#events.splice(0, surplus).slice(-1);
    if (last) this.#after = last.position;
  }

  /** At most so many of the events after a position that the window reaches. */
  page(position: Position, limit: number): readonly RecordedEvent[] {
    const from = this.#indexAfter(position);
    return this.#events.slice(from, from + limit);
  }

  behind(position: Position): Behind {
    if (position >= this.#upTo) return { events: 0, since: undefined, atLeast: false };
    const index = this.#indexAfter(position);
    return {
      events: this.#events.length - index,
      since: this.#events[index]?.recordedAt,
      atLeast: !this.reaches(position),
    };
  }

  /** Binary search for the first event after a position. */
  #indexAfter(position: Position): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.position ?? '') > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
