/** A browser stops at 16,777,214 px, and Firefox loses what is placed beyond 8.9 million. */
export const MAX_PIXELS = 8_000_000;
/** What the wheel, a key or a finger moves in one event, in viewports; a dragged scroll bar moves more. */
const STEP_VIEWPORTS = 2;

export interface Extent {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of what is seen. */
  readonly viewport: number;
}

/** Where the reader is: in the rows, and in the element that scrolls. Both in px. */
export interface Position {
  /** Of the first pixel that is seen, among all rows. */
  readonly top: number;
  /** `scrollTop` of the element. */
  readonly scroll: number;
}

export const heightOf = ({ rows, rowHeight }: Extent): number => rows * rowHeight;

/** Height of what is scrolled in the browser. */
export const scrollHeightOf = (extent: Extent): number => Math.min(heightOf(extent), MAX_PIXELS);

export const maxTop = (extent: Extent): number => Math.max(0, heightOf(extent) - extent.viewport);

const maxScroll = (extent: Extent): number => Math.max(0, scrollHeightOf(extent) - extent.viewport);

const clamp = (value: number, max: number): number => Math.min(Math.max(value, 0), max);

const isScaled = (extent: Extent): boolean => heightOf(extent) > MAX_PIXELS;

/** The position that shows a pixel at the top, with the scroll bar where it belongs. */
export function positionAt(top: number, extent: Extent): Position {
  const shown = clamp(top, maxTop(extent));
  const all = maxTop(extent);
  return { top: shown, scroll: isScaled(extent) ? (shown / all) * maxScroll(extent) : shown };
}

/**
 * What a scroll of the element to `scroll` shows. In a space that is scaled, small moves are as far as anywhere, so
 * that the wheel passes over no line; then the scroll bar is a little off, until `settled` puts it right.
 */
export function scrolledTo(scroll: number, before: Position, extent: Extent): Position {
  if (!isScaled(extent)) return { top: clamp(scroll, maxTop(extent)), scroll };
  const moved = scroll - before.scroll;
  const top =
    Math.abs(moved) <= extent.viewport * STEP_VIEWPORTS
      ? before.top + moved
      : (scroll / maxScroll(extent)) * maxTop(extent);
  const after = { top: clamp(top, maxTop(extent)), scroll };
  // at an end of the element there is no room to move on in, unless it is the end of the lines
  const atEnd = scroll <= 0 || scroll >= maxScroll(extent) - 1;
  return atEnd ? settled(after, extent) : after;
}

/** The scroll bar where it belongs. */
export const settled = ({ top }: Position, extent: Extent): Position => positionAt(top, extent);

/** Rows that are seen, with some around them. */
export function visibleRows({ top }: Position, extent: Extent, around: number): readonly [number, number] {
  const first = Math.floor(top / extent.rowHeight);
  const count = Math.ceil(extent.viewport / extent.rowHeight) + 1;
  return [Math.max(0, first - around), Math.min(extent.rows, first + count + around)];
}

/** The nearest position in which a row is seen; in the middle where it was not. */
export function revealing(row: number, before: Position, extent: Extent): Position {
  const top = row * extent.rowHeight;
  const seen = top >= before.top && top + extent.rowHeight <= before.top + extent.viewport;
  return seen ? before : positionAt(top - (extent.viewport - extent.rowHeight) / 2, extent);
}
