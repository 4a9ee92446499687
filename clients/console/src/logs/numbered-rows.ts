import type { Batch, Line } from './line.js';
import { LineStore, type Span } from './line-store.js';
import { PAGE, type Pages, type Rows } from './rows.js';

/** All lines of a job: a row for each number, wherever the reader goes. */
export class NumberedRows implements Rows {
  readonly #store = new LineStore();
  /** Pages that are on their way, by the first number. */
  readonly #fetching = new Set<number>();

  get count(): number {
    return this.#store.count;
  }

  get shifted(): number {
    return 1 - this.#store.first;
  }

  get last(): number {
    return this.#store.last;
  }

  get dropped(): number {
    return this.#store.dropped;
  }

  at(row: number): Line | undefined {
    return this.#store.at(this.#store.first + row);
  }

  numberAt(row: number): number | undefined {
    return row >= 0 && row < this.count ? this.#store.first + row : undefined;
  }

  rowOf(number: number): number {
    return Math.max(0, Math.min(number, this.#store.last) - this.#store.first);
  }

  take({ lines, kept }: Batch): void {
    this.#store.extend(kept);
    this.#store.add(lines);
  }

  async open(pages: Pages): Promise<Batch> {
    const batch = await pages({ last: PAGE });
    this.take(batch);
    return batch;
  }

  want([from, to]: Span, pages: Pages): readonly Promise<void>[] {
    const { first } = this.#store;
    return this.#store
      .missing([first + from, first + to])
      .filter(([start]) => !this.#fetching.has(start))
      .map((span) => this.#fetch(span, pages));
  }

  async seek(number: number, pages: Pages): Promise<void> {
    const row = this.rowOf(number);
    await Promise.all(this.want([row, row + 1], pages));
  }

  seekEnd(): Promise<void> {
    return Promise.resolve();
  }

  async #fetch([from, to]: Span, pages: Pages): Promise<void> {
    this.#fetching.add(from);
    try {
      this.take(await pages({ fromLine: from, first: to - from }));
    } finally {
      this.#fetching.delete(from);
    }
  }
}
