import type { Batch, Line } from './line.js';
import type { Span } from './line-store.js';
import type { PageRequest } from './log-source.js';

/** Gives a page of the lines that are shown. */
export type Pages = (request: PageRequest) => Promise<Batch>;

/** Lines in a page that is fetched because it is looked at. */
export const PAGE = 500;

/** What the viewer shows from top to bottom. A row may have no line yet. */
export interface Rows {
  readonly count: number;
  /** How many rows were put before the first one, less those taken away there; only differences mean something. */
  readonly shifted: number;
  /** Number of the last line that is known of; 0 where there is none. */
  readonly last: number;
  /** How many lines were deleted before the first one. */
  readonly dropped: number;
  at(row: number): Line | undefined;
  /** Number of the line of a row, also where the line is not there yet. */
  numberAt(row: number): number | undefined;
  /** Row of the line of a number, or the nearest one. */
  rowOf(number: number): number;
  /** Takes live lines. */
  take(batch: Batch): void;
  open(pages: Pages): Promise<Batch>;
  /** What has to be fetched for these rows, each page once at a time. */
  want(rows: Span, pages: Pages): readonly Promise<void>[];
  seek(number: number, pages: Pages): Promise<void>;
  seekEnd(pages: Pages): Promise<void>;
}
