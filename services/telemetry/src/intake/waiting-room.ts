import { runKey } from './placements.js';
import type { SentChunk } from './chunk-message.js';

export interface WaitingChunk {
  readonly sent: SentChunk;
  /** Of the message in its stream. */
  readonly sequence: number;
  /** Milliseconds, by a clock that never steps. */
  readonly since: number;
  /** By the wall clock, in ms since the epoch. */
  readonly arrivedAt: number;
}

/** A host can't make more than so many wait: an honest one sends them again, and others' must find room. */
const MAX_PER_HOST = 256;

/** Chunks whose run is not known to be placed yet, in the order in which they came. */
export class WaitingRoom {
  private waiting: WaitingChunk[] = [];
  private readonly perHost = new Map<string, number>();
  private readonly runs = new Set<string>();

  get size(): number {
    return this.waiting.length;
  }

  /** What comes later of a run that waits must wait too, or it would be ahead. */
  holds(run: { readonly jobId: string; readonly run: number }): boolean {
    return this.runs.has(runKey(run));
  }

  /** @returns false where there is no room */
  add(chunk: WaitingChunk): boolean {
    const { hostId } = chunk.sent;
    if ((this.perHost.get(hostId) ?? 0) >= MAX_PER_HOST) return false;
    this.waiting.push(chunk);
    this.perHost.set(hostId, (this.perHost.get(hostId) ?? 0) + 1);
    this.runs.add(runKey(chunk.sent));
    return true;
  }

  /** Everyone leaves; whoever must wait on is added again, with the time of the first coming. */
  leave(): readonly WaitingChunk[] {
    const left = this.waiting;
    this.waiting = [];
    this.perHost.clear();
    this.runs.clear();
    return left;
  }

  /** Everything in the stream before this has been dealt with; undefined where nobody waits. */
  get firstSequence(): number | undefined {
    return this.waiting.reduce<number | undefined>(
      (first, { sequence }) => (first === undefined || sequence < first ? sequence : first),
      undefined,
    );
  }
}
