import type { Line } from './line.js';
import type { LogReader } from './log-reader.js';
import {
  maxTop,
  positionAt,
  revealing,
  scrolledTo,
  scrollHeightOf,
  settled,
  visibleRows,
  type Extent,
  type Position,
} from './scroll-space.js';

export const ROW_HEIGHT = 18;
/** Rows above and below what is seen. */
const AROUND = 20;
const SETTLE_MS = 150;

/** A row that is drawn; its line is undefined while it is fetched. */
export interface ShownRow {
  readonly number: number;
  readonly line: Line | undefined;
}

/** What is drawn. */
export interface Drawing {
  readonly rows: readonly ShownRow[];
  /** Where the first row is, in the element that scrolls. */
  readonly offset: number;
  /** Height of what scrolls. */
  readonly height: number;
  readonly following: boolean;
  /** Lines that came since the reader left the end. */
  readonly unseen: number;
  /** Number of the first line that is fully seen. */
  readonly firstSeen: number;
}

const NOTHING: Drawing = { rows: [], offset: 0, height: 0, following: false, unseen: 0, firstSeen: 1 };

/** Where the reader is in a log, and what is drawn of it: once a frame at most, however many lines come. */
export class LogView {
  #drawing = NOTHING;
  #position: Position = { top: 0, scroll: 0 };
  #viewport = 0;
  #shifted = 0;
  #following: boolean;
  /** Number of the last line when the reader left the end. */
  #left = 0;
  /** Whether the element has to be scrolled to the position: otherwise it was the element that moved. */
  #push = true;
  #frame: number | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #element: HTMLElement | undefined;
  #listener: (() => void) | undefined;

  constructor(
    private readonly reader: LogReader,
    following: boolean,
  ) {
    this.#following = following;
  }

  get drawing(): Drawing {
    return this.#drawing;
  }

  /** For React: begins to draw, and ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listener = listener;
    const unsubscribe = this.reader.subscribe(this.#schedule);
    this.#schedule();
    return () => {
      unsubscribe();
      this.#listener = undefined;
      if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
      this.#frame = undefined;
      clearTimeout(this.#settling);
    };
  };

  /** @returns what lets go of the element */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    const observer = new ResizeObserver(() => {
      this.#viewport = element.clientHeight;
      this.#push ||= this.#following;
      this.#schedule();
    });
    observer.observe(element);
    const scrolled = (): void => this.#scrolled(element.scrollTop);
    const wheeled = ({ deltaY }: WheelEvent): void => {
      if (deltaY < 0) this.#follow(false);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheeled, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheeled);
      this.#element = undefined;
    };
  }

  /** After what was drawn is in the page: only now it is high enough to scroll there. */
  drawn(): void {
    if (!this.#push || !this.#element) return;
    this.#push = false;
    if (Math.abs(this.#element.scrollTop - this.#position.scroll) < 1) return;
    this.#element.scrollTop = this.#position.scroll;
    // browsers round
    this.#position = { ...this.#position, scroll: this.#element.scrollTop };
  }

  async toLine(number: number): Promise<void> {
    this.#follow(false);
    await this.reader.seek(number);
    this.#shifted = this.reader.rows.shifted;
    this.#move(revealing(this.reader.rows.rowOf(number), this.#position, this.#extent()));
  }

  toStart(): void {
    this.#follow(false);
    this.#move(positionAt(0, this.#extent()));
  }

  /** From now on new lines are shown. */
  async toEnd(): Promise<void> {
    await this.reader.seekEnd();
    this.#follow(true);
    this.#move(positionAt(Infinity, this.#extent()));
  }

  stop(): void {
    this.#follow(false);
    this.#schedule();
  }

  #follow(following: boolean): void {
    if (this.#following === following) return;
    this.#following = following;
    this.#left = this.reader.rows.last;
    this.#schedule();
  }

  #move(position: Position): void {
    this.#position = position;
    this.#push = true;
    this.#schedule();
  }

  #scrolled(scroll: number): void {
    const before = this.#position;
    if (Math.abs(scroll - before.scroll) < 1) return;
    const extent = this.#extent();
    this.#position = scrolledTo(scroll, before, extent);
    this.#push = this.#position.scroll !== scroll;
    if (this.#position.top < before.top - 1) this.#follow(false);
    else if (this.#position.top >= maxTop(extent) - 1)
      void this.reader.seekEnd().then(() => this.#follow(true));
    this.#schedule();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#move(settled(this.#position, this.#extent())), SETTLE_MS);
  }

  #extent(): Extent {
    return { rows: this.reader.rows.count, rowHeight: ROW_HEIGHT, viewport: this.#viewport };
  }

  readonly #schedule = (): void => {
    if (!this.#listener) return;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
      this.#listener?.();
    });
  };

  #draw(): void {
    const { rows } = this.reader;
    const extent = this.#extent();
    const shift = (rows.shifted - this.#shifted) * ROW_HEIGHT;
    this.#shifted = rows.shifted;
    if (this.#following || shift !== 0) {
      this.#position = positionAt(this.#following ? Infinity : this.#position.top + shift, extent);
      this.#push = true;
    }
    const { top, scroll } = this.#position;
    const [from, to] = visibleRows(this.#position, extent, AROUND);
    this.reader.want([from, to]);
    const known = new Map(this.#drawing.rows.map((row) => [row.number, row]));
    const shown: ShownRow[] = [];
    for (let row = from; row < to; row++) {
      const number = rows.numberAt(row);
      if (number === undefined) continue;
      const before = known.get(number);
      shown.push(before?.line ? before : { number, line: rows.at(row) });
    }
    this.#drawing = {
      rows: shown,
      offset: scroll + from * ROW_HEIGHT - top,
      height: scrollHeightOf(extent),
      following: this.#following,
      unseen: this.#following ? 0 : Math.max(0, rows.last - this.#left),
      firstSeen: rows.numberAt(Math.ceil(top / ROW_HEIGHT)) ?? 1,
    };
  }
}
