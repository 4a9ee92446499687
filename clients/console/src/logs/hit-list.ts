export interface LogQuery {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
}

export interface Hit {
  readonly number: number;
  /** Of its first match in the line, as the server counts. */
  readonly start: number;
  readonly end: number;
}

export interface HitPage {
  readonly hits: readonly Hit[];
  readonly cursor: string;
  readonly end: boolean;
  readonly total: number | null;
  readonly isTotalExact: boolean;
}

/** So many are marked beside the scroll bar; the others are read when the reader goes there. */
const EAGER_HITS = 1000;

/** What a search found so far, and which of it the reader is at. */
export interface HitList {
  readonly hits: readonly Hit[];
  readonly current: number | undefined;
  readonly cursor: string | undefined;
  /** Whether all hits that there are now are here. */
  readonly complete: boolean;
  readonly total: number;
  readonly isTotalExact: boolean;
}

export const NO_HITS: HitList = {
  hits: [],
  current: undefined,
  cursor: undefined,
  complete: false,
  total: 0,
  isTotalExact: false,
};

/** @param at number of the line where the reader is: the first hit from there on is the current one */
export function withPage(list: HitList, page: HitPage, at: number): HitList {
  const hits = [...list.hits, ...page.hits];
  const total = Math.max(list.total, page.total ?? 0, hits.length);
  const isTotalExact = page.total === null ? list.isTotalExact : page.isTotalExact;
  const next = { ...list, hits, total, isTotalExact, cursor: page.cursor, complete: page.end };
  if (list.current !== undefined || hits.length === 0) return next;
  const from = hits.findIndex(({ number }) => number >= at);
  if (from >= 0) return { ...next, current: from };
  return page.end || hits.length >= EAGER_HITS ? { ...next, current: 0 } : next;
}

export const wantsMore = ({ hits, complete }: HitList): boolean => !complete && hits.length < EAGER_HITS;

/**
 * The next or previous hit, from the last to the first and back.
 * @returns 'more' where the next one is still to be read
 */
export function moved(list: HitList, direction: 'next' | 'previous'): HitList | 'more' {
  const { hits, current, complete } = list;
  if (hits.length === 0) return complete ? list : 'more';
  if (direction === 'next') {
    const next = current === undefined ? 0 : current + 1;
    if (next < hits.length) return { ...list, current: next };
    return complete ? { ...list, current: 0 } : 'more';
  }
  const previous = (current ?? 0) - 1;
  return { ...list, current: previous >= 0 ? previous : hits.length - 1 };
}

/** Where marks go beside the scroll bar, in parts of its height: as many as can be told apart. */
export function marksOf(
  hits: readonly Hit[],
  { first, last }: { readonly first: number; readonly last: number },
  places: number,
): readonly number[] {
  const span = Math.max(1, last - first);
  const taken = new Set(hits.map(({ number }) => Math.round(((number - first) / span) * places)));
  return [...taken].map((place) => Math.min(Math.max(place / places, 0), 1));
}
