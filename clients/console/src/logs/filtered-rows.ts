import type { Batch, Line } from './line.js';
import type { Span } from './line-store.js';
import { PAGE, type Pages, type Rows } from './rows.js';
import { SparseLines } from './sparse-lines.js';

/** The lines that pass a filter, from a place on in both directions. */
export class FilteredRows implements Rows {
  readonly #lines = new SparseLines();
  #fetching = false;
  #dropped = 0;
  #newest = 0;

  get count(): number {
    return this.#lines.count;
  }

  get shifted(): number {
    return this.#lines.shifted;
  }

  get last(): number {
    return this.#newest;
  }

  get dropped(): number {
    return this.#dropped;
  }

  at(row: number): Line | undefined {
    return this.#lines.at(row);
  }

  numberAt(row: number): number | undefined {
    return this.#lines.at(row)?.number;
  }

  rowOf(number: number): number {
    return Math.min(this.#lines.rowOf(number), Math.max(0, this.#lines.count - 1));
  }

  take(batch: Batch): void {
    // where the reader is elsewhere, they are read when the reader comes to the end
    if (!this.#lines.hasLater) this.#lines.append(batch.lines, false);
    this.#note(batch);
  }

  async open(pages: Pages): Promise<Batch> {
    const batch = await pages({ last: PAGE });
    this.#lines.reset(batch.lines, { earlier: batch.hasEarlier, later: false });
    this.#note(batch);
    return batch;
  }

  want([from, to]: Span, pages: Pages): readonly Promise<void>[] {
    if (this.#fetching) return [];
    if (from < PAGE / 2 && this.#lines.hasEarlier) return [this.#extend('earlier', pages)];
    if (to > this.#lines.count - PAGE / 2 && this.#lines.hasLater) return [this.#extend('later', pages)];
    return [];
  }

  async seek(number: number, pages: Pages): Promise<void> {
    const { first = Infinity, last = 0, hasEarlier, hasLater } = this.#lines;
    if ((number >= first || !hasEarlier) && (number <= last || !hasLater)) return;
    const batch = await pages({ fromLine: number, first: PAGE, last: PAGE });
    const later = (batch.lines.at(-1)?.number ?? 0) < this.#newest;
    this.#lines.reset(batch.lines, { earlier: batch.hasEarlier, later });
  }

  async seekEnd(pages: Pages): Promise<void> {
    if (this.#lines.hasLater) await this.open(pages);
  }

  #note({ lines, kept }: Batch): void {
    this.#newest = Math.max(this.#newest, lines.at(-1)?.number ?? 0);
    this.#dropped = Math.max(this.#dropped, kept.dropped);
  }

  async #extend(direction: 'earlier' | 'later', pages: Pages): Promise<void> {
    this.#fetching = true;
    try {
      const { first = 1, last = 0 } = this.#lines;
      if (direction === 'earlier') {
        const { lines, hasEarlier } = await pages({ fromLine: first, last: PAGE });
        this.#lines.prepend(lines, hasEarlier);
      } else {
        const { lines } = await pages({ fromLine: last + 1, first: PAGE });
        this.#lines.append(lines, (lines.at(-1)?.number ?? this.#newest) < this.#newest);
      }
    } finally {
      this.#fetching = false;
    }
  }
}
