import type { Mark } from './ansi.js';
import type { Hit, HitList, LogQuery } from './hit-list.js';
import type { ShownRow } from './log-view.js';
import { placesOf, plain, plainPlace } from './text.js';

const NONE: readonly Mark[] = [];

/** What is marked in a line: every place of a text, and of an expression the place that the server found. */
export function marksIn(
  { number, line }: ShownRow,
  { text, regex, caseSensitive }: LogQuery,
  { hits }: HitList,
  current: Hit | undefined,
): readonly Mark[] {
  if (text === '' || !line) return NONE;
  const kind = current?.number === number ? 'current' : 'hit';
  if (!regex) {
    const places = placesOf(plain(line.text), text, caseSensitive);
    return places.length === 0 ? NONE : places.map((place) => ({ ...place, kind }));
  }
  const hit = hits.find((each) => each.number === number);
  const place = hit && plainPlace(line.text, hit);
  return place ? [{ ...place, kind }] : NONE;
}
