import type { PageOf } from '@berth/contracts/fields';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, Query, StoredDocument } from '@berth/read-models';
import { queryPage, type PageRequest } from './paging.js';

const MAX_AT_ONCE = 200;

/** How much one page may read. */
export interface SearchBounds {
  readonly documents: number;
  readonly ms: number;
}
const BOUNDS: SearchBounds = { documents: 10_000, ms: 1_000 };

/**
 * A page of those documents that become a node: for what no index can find, and so can't be counted. Reads the collection
 * in its order until the page is full or the bounds are reached. Then the page is shorter than was asked for, and its
 * `endCursor` (backwards its `startCursor`) is where reading goes on. Cursors are the collection's own.
 */
export async function searchPage<D extends JsonObject, T>(
  collection: Collection<D>,
  source: Pick<Query, 'where' | 'sort'>,
  page: PageRequest,
  toNode: (stored: StoredDocument<D>) => T | undefined | Promise<T | undefined>,
  { documents, ms }: SearchBounds = BOUNDS,
): Promise<PageOf<T>> {
  const backwards = page.last !== undefined || page.before !== undefined;
  const wanted = backwards ? (page.last ?? page.first) : page.first;
  const found: { readonly cursor: string; readonly node: T }[] = [];
  const deadline = performance.now() + ms;
  let count = Math.min(wanted + 1, MAX_AT_ONCE, documents);
  let left = documents;
  const start = { ...page, count: false };
  let scan: PageRequest = backwards ? { ...start, last: count } : { ...start, first: count };
  let stoppedAt: string | undefined;
  let more = true;
  while (more && found.length <= wanted) {
    const part = await queryPage(collection, source, scan, toNode);
    const hits = part.items.flatMap(({ cursor, node }) => (node === undefined ? [] : [{ cursor, node }]));
    if (backwards) found.unshift(...hits);
    else found.push(...hits);
    const edge = backwards ? part.items[0] : part.items.at(-1);
    more = edge !== undefined && (backwards ? part.hasPreviousPage : part.hasNextPage);
    left -= part.items.length;
    if (more && found.length <= wanted && (left <= 0 || performance.now() > deadline)) {
      stoppedAt = edge?.cursor;
      break;
    }
    count = Math.min(count * 2, MAX_AT_ONCE, left);
    if (edge)
      scan = backwards
        ? { first: count, last: count, before: edge.cursor }
        : { first: count, after: edge.cursor };
  }
  const items = backwards ? found.slice(-wanted) : found.slice(0, wanted);
  const beyond = found.length > wanted || stoppedAt !== undefined;
  const from = backwards ? page.before !== undefined : page.after !== undefined;
  return {
    items,
    hasNextPage: backwards ? from : beyond,
    hasPreviousPage: backwards ? beyond : from,
    ...(stoppedAt === undefined ? {} : { [backwards ? 'startCursor' : 'endCursor']: stoppedAt }),
  };
}
