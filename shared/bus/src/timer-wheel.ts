const TICK_MS = 50;

/** Something that times out; `settled` ones are skipped. */
export interface Expiring {
  readonly settled: boolean;
  expire(): void;
}

/** One timer for any number of deadlines: thousands of calls a second must not cost a timer each. Late by 50 ms at most, never early. */
export class TimerWheel {
  readonly #slots = new Map<number, Expiring[]>();
  #timer: NodeJS.Timeout | undefined;
  #swept = currentTick();

  add(item: Expiring, afterMs: number): void {
    if (!this.#timer) {
      this.#swept = currentTick();
      this.#timer = setInterval(() => this.#sweep(), TICK_MS);
      this.#timer.unref();
    }
    const tick = Math.ceil((performance.now() + afterMs) / TICK_MS);
    const slot = this.#slots.get(tick);
    if (slot) slot.push(item);
    else this.#slots.set(tick, [item]);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#slots.clear();
  }

  #sweep(): void {
    const now = currentTick();
    for (let tick = this.#swept; tick <= now; tick += 1) {
      const due = this.#slots.get(tick);
      if (!due) continue;
      this.#slots.delete(tick);
      for (const item of due) if (!item.settled) item.expire();
    }
    this.#swept = now;
    if (this.#slots.size === 0) this.stop();
  }
}

const currentTick = (): number => Math.floor(performance.now() / TICK_MS);
