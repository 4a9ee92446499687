/** GPU-milliseconds held so far, in virtual time. */
export class Meter {
  #held = 0;
  #sinceMs = 0;
  #total = 0;

  constructor(private readonly gpus: number) {}

  change(atMs: number, by: number): void {
    this.#total += this.#held * (atMs - this.#sinceMs);
    this.#sinceMs = atMs;
    this.#held += by;
    if (this.#held > this.gpus) throw new Error(`${this.#held} of ${this.gpus} GPUs are held`);
  }

  until(atMs: number): number {
    return this.#total + this.#held * (atMs - this.#sinceMs);
  }
}
