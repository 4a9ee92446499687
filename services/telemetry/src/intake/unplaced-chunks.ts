import { runKey } from './placements.js';
import type { SentChunk } from './chunk-message.js';

export interface UnplacedChunk {
  readonly sent: SentChunk;
  /** Of the message in its stream. */
  readonly sequence: number;
  /** Milliseconds, by a clock that never steps. */
  readonly since: number;
  /** By the wall clock, in ms since the epoch. */
  readonly arrivedAt: number;
}

/** Maximum for one host, so that it leaves room for others; an agent sends the rest again. */
const MAX_PER_HOST = 256;

/** Chunks whose run is not known to be placed yet, in the order in which they came. */
export class UnplacedChunks {
  #waiting: UnplacedChunk[] = [];
  readonly #perHost = new Map<string, number>();
  readonly #runs = new Set<string>();

  get size(): number {
    return this.#waiting.length;
  }

  /** What comes later of a run that waits must wait too, or it would be ahead. */
  holds(run: { readonly jobId: string; readonly run: number }): boolean {
    return this.#runs.has(runKey(run));
  }

  /** @returns false where there is no room */
  add(chunk: UnplacedChunk): boolean {
    const { hostId } = chunk.sent;
    if ((this.#perHost.get(hostId) ?? 0) >= MAX_PER_HOST) return false;
    this.#waiting.push(chunk);
    this.#perHost.set(hostId, (this.#perHost.get(hostId) ?? 0) + 1);
    this.#runs.add(runKey(chunk.sent));
    return true;
  }

  /** Takes all out; those that must wait longer are added again, with the time of their first arrival. */
  takeAll(): readonly UnplacedChunk[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#perHost.clear();
    this.#runs.clear();
    return taken;
  }

  /** Everything in the stream before this has been processed; undefined where none waits. */
  get minSequence(): number | undefined {
    return this.#waiting.reduce<number | undefined>(
      (first, { sequence }) => (first === undefined || sequence < first ? sequence : first),
      undefined,
    );
  }
}
