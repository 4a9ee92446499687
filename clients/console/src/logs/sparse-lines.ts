import { lineOf, type Line, type WireLine } from './line.js';

const MAX_LINES = 50_000;

/**
 * The lines that pass a filter. Nobody knows how many there are, so they are read from a place on in both directions,
 * and what is far from where the reader is, is forgotten and read again.
 */
export class SparseLines {
  #lines: Line[] = [];
  #hasEarlier = false;
  #hasLater = false;
  #shifted = 0;

  constructor(private readonly maxLines = MAX_LINES) {}

  get count(): number {
    return this.#lines.length;
  }

  /** Number of the first line that is there; undefined where there is none. */
  get first(): number | undefined {
    return this.#lines[0]?.number;
  }

  get last(): number | undefined {
    return this.#lines.at(-1)?.number;
  }

  get hasEarlier(): boolean {
    return this.#hasEarlier;
  }

  /** Whether lines follow the last one that are not there; live lines continue it otherwise. */
  get hasLater(): boolean {
    return this.#hasLater;
  }

  /** How many rows were put before the first row, less those taken away there: rows move by it. */
  get shifted(): number {
    return this.#shifted;
  }

  at(row: number): Line | undefined {
    return this.#lines[row];
  }

  /** @returns the row of the line of this number, or of the first one after it */
  rowOf(number: number): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lines[middle]?.number ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Begins anew at a place. */
  reset(lines: readonly WireLine[], more: { readonly earlier: boolean; readonly later: boolean }): void {
    this.#lines = lines.map(lineOf);
    this.#hasEarlier = more.earlier;
    this.#hasLater = more.later;
    this.#shifted = 0;
  }

  prepend(lines: readonly WireLine[], hasEarlier: boolean): void {
    const first = this.first ?? Infinity;
    const before = lines.filter(({ number }) => number < first).map(lineOf);
    this.#lines = [...before, ...this.#lines];
    this.#shifted += before.length;
    this.#hasEarlier = hasEarlier;
    if (this.#lines.length <= this.maxLines) return;
    this.#lines.length = this.maxLines;
    this.#hasLater = true;
  }

  append(lines: readonly WireLine[], hasLater: boolean): void {
    const last = this.last ?? 0;
    for (const line of lines) if (line.number > last) this.#lines.push(lineOf(line));
    this.#hasLater = hasLater;
    // moving all lines costs, so a tenth of them at a time
    if (this.#lines.length <= this.maxLines * 1.1) return;
    const excess = this.#lines.length - this.maxLines;
    this.#lines = this.#lines.slice(excess);
    this.#shifted -= excess;
    this.#hasEarlier = true;
  }
}
