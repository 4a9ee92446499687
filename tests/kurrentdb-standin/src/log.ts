/** An event as it was proposed. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LoggedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'conflict'; readonly current: number };

/** What lies between two events in a real log, roughly. */
const SPACE = 100n;

/** What a server holds, in memory. A revision of -1 means no stream. */
export class Log {
  readonly #all: LoggedEvent[] = [];
  readonly #streams = new Map<string, LoggedEvent[]>();
  readonly #watchers = new Set<() => void>();
  #position = 1000n;
  #created = 0;

  /** @param keep is given each append before it is answered */
  constructor(private readonly keep: (logged: readonly LoggedEvent[]) => void = () => undefined) {}

  get all(): readonly LoggedEvent[] {
    return this.#all;
  }

  stream(name: string): readonly LoggedEvent[] | undefined {
    return this.#streams.get(name);
  }

  /** Index of the first event at a position or after it. */
  indexAt(position: bigint): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#all[middle]?.position ?? position) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** As the server documents it for an exact revision: events already there in the same place are not written again. */
  append(stream: string, expected: number | 'any', proposed: readonly ProposedEvent[]): AppendOutcome {
    const events = this.#streams.get(stream) ?? [];
    const current = events.length - 1;
    if (expected !== 'any' && expected !== current) {
      const there = events.slice(expected + 1, expected + 1 + proposed.length);
      const same =
        there.length === proposed.length && there.every(({ id }, index) => id === proposed[index]?.id);
      const last = there.at(-1);
      if (!same || last === undefined) return { kind: 'conflict', current };
      return { kind: 'appended', revision: last.revision, position: last.position };
    }
    const created = Math.max(this.#created, Date.now());
    let position = this.#position;
    const logged = proposed.map((event, index): LoggedEvent => {
      const at = position;
      position += SPACE + BigInt(event.data.length + event.metadata.length);
      return { ...event, stream, revision: current + 1 + index, position: at, created };
    });
    this.keep(logged);
    this.restore(logged);
    for (const wake of this.#watchers) wake();
    const last = this.#all.at(-1);
    return { kind: 'appended', revision: current + proposed.length, position: last?.position ?? 0n };
  }

  /** Takes in what was appended before, one append at a time. */
  restore(logged: readonly LoggedEvent[]): void {
    for (const event of logged) {
      const events = this.#streams.get(event.stream) ?? [];
      events.push(event);
      this.#streams.set(event.stream, events);
      this.#all.push(event);
      this.#created = event.created;
      this.#position = event.position + SPACE + BigInt(event.data.length + event.metadata.length);
    }
  }

  /** Calls after every append, until the returned function is called. */
  watch(wake: () => void): () => void {
    this.#watchers.add(wake);
    return () => this.#watchers.delete(wake);
  }
}
