/** Chunks of one stream that may be on their way, at most. */
const MAX = 32;
const FIRST = 8;
/** A chunk that takes longer to be archived waits behind others: less must be on its way. */
const SLOW_MS = 500;
const MAX_RESEND_MS = 60_000;

/**
 * How much of a stream is on its way at once, by how long it takes to be archived: more while that is quick, half where
 * it is slow (as TCP Vegas, RFC 6297 section 2.1, goes by delay). So a job with a flood of output fills no queue shared
 * with others, and its own disk is the buffer. What is not confirmed is sent again with back-off.
 */
export class SendWindow {
  #size = FIRST;
  readonly #sentAt = new Map<number, number>();
  /** Chunks sent from here on measure the present size. */
  #measuredFrom = 0;
  #resends = 0;
  #lastSentAt = 0;

  constructor(
    private readonly resendMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.#size;
  }

  sent(seq: number): void {
    this.#lastSentAt = this.nowMs();
    this.#sentAt.set(seq, this.#lastSentAt);
  }

  /** @param waiting how many are on their way still */
  confirmed(upTo: number, waiting: number): void {
    const sentAt = this.#sentAt.get(upTo);
    for (const seq of this.#sentAt.keys()) if (seq <= upTo) this.#sentAt.delete(seq);
    if (sentAt === undefined) return;
    this.#resends = 0;
    const took = this.nowMs() - sentAt;
    if (took > SLOW_MS) {
      if (upTo >= this.#measuredFrom) this.#shrink(upTo + waiting + 1);
    } else if (this.#size < MAX) this.#size += 1;
  }

  /** Until what is not confirmed is sent again, in ms; 0 or less: now. */
  get resendInMs(): number {
    const after = Math.min(MAX_RESEND_MS, this.resendMs * 2 ** this.#resends);
    return this.#lastSentAt + after - this.nowMs();
  }

  /** All of it is sent again, since none of it was confirmed. */
  timedOut(next: number): void {
    this.#resends = Math.min(this.#resends + 1, 10);
    this.#sentAt.clear();
    this.#shrink(next);
  }

  /** The bus was away: what was measured before no longer applies. */
  reset(): void {
    this.#resends = 0;
    this.#sentAt.clear();
  }

  #shrink(measuredFrom: number): void {
    this.#size = Math.max(1, Math.floor(this.#size / 2));
    this.#measuredFrom = measuredFrom;
  }
}
