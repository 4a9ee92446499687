import type { AppendOutcome, Log, ProposedEvent } from './log.js';

export interface ProposedAppend {
  readonly stream: string;
  readonly expected: number | 'any';
  readonly events: readonly ProposedEvent[];
}

/** As a real server answers a repeated append that is still being written, at once: "timeout". */
export type AppendAnswer = AppendOutcome | { readonly kind: 'timeout' };

interface Waiting {
  readonly append: ProposedAppend;
  answer(outcome: AppendOutcome): void;
}

/** How long a write is under way, in ms. */
const WRITE_MS = 2;

/**
 * Writes appends in the order they come in, several at a time. Seen on servers 22.10 and 25.0: while an append is being
 * written, the same one made again is not answered with its result, but with "timeout", at once; once it is written, a
 * repetition is answered like the first.
 */
export class CommitQueue {
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly log: Log) {}

  append(append: ProposedAppend): Promise<AppendAnswer> {
    const key = JSON.stringify([append.stream, append.expected, append.events.map(({ id }) => id)]);
    if (this.#waiting.has(key)) return Promise.resolve({ kind: 'timeout' });
    this.#timer ??= setTimeout(() => this.#write(), WRITE_MS);
    return new Promise((answer) => this.#waiting.set(key, { append, answer }));
  }

  /**
   * What is under way when a server crashes is written or lost, and answered in neither case: every second one is lost.
   */
  crash(): void {
    clearTimeout(this.#timer);
    [...this.#waiting.values()].forEach(({ append }, index) => {
      if (index % 2 === 0) this.log.append(append.stream, append.expected, append.events);
    });
    this.#waiting.clear();
  }

  #write(): void {
    this.#timer = undefined;
    const batch = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { append, answer } of batch) {
      answer(this.log.append(append.stream, append.expected, append.events));
    }
  }
}
