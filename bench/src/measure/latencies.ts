/** Milliseconds that things took, and what share of them took how long. */
export class Latencies {
  readonly #values: number[] = [];
  #sorted = true;

  add(milliseconds: number): void {
    this.#values.push(milliseconds);
    this.#sorted = false;
  }

  addAll(milliseconds: Iterable<number>): void {
    for (const each of milliseconds) this.add(each);
  }

  get count(): number {
    return this.#values.length;
  }

  /** @param share 0.5 for the median; NaN where nothing was measured */
  at(share: number): number {
    if (!this.#sorted) this.#values.sort((a, b) => a - b);
    this.#sorted = true;
    const index = Math.min(this.#values.length - 1, Math.floor(this.#values.length * share));
    return this.#values[index] ?? Number.NaN;
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
