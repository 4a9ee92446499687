import type { PageOf } from '@berth/contracts/fields';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, Query, StoredDocument } from '@berth/read-models';
import { queryPage, type PageRequest } from '@berth/service-host/paging';

const MAX_AT_ONCE = 200;

/**
 * A page of those documents that become a node: for what is sealed, and so can't be found by an index or counted. Reads the
 * collection in its order until the page is full; cursors are the collection's own.
 */
export async function searchPage<D extends JsonObject, T>(
  collection: Collection<D>,
  source: Pick<Query, 'where' | 'sort'>,
  page: PageRequest,
  toNode: (stored: StoredDocument<D>) => Promise<T | undefined>,
): Promise<PageOf<T>> {
  const backwards = page.last !== undefined || page.before !== undefined;
  const wanted = backwards ? (page.last ?? page.first) : page.first;
  const found: { readonly cursor: string; readonly node: T }[] = [];
  let count = Math.min(wanted + 1, MAX_AT_ONCE);
  const start = { ...page, count: false };
  let scan: PageRequest = backwards ? { ...start, last: count } : { ...start, first: count };
  let more = true;
  while (more && found.length <= wanted) {
    const part = await queryPage(collection, source, scan, toNode);
    const hits = part.items.flatMap(({ cursor, node }) => (node === undefined ? [] : [{ cursor, node }]));
    if (backwards) found.unshift(...hits);
    else found.push(...hits);
    const edge = backwards ? part.items[0] : part.items.at(-1);
    more = edge !== undefined && (backwards ? part.hasPreviousPage : part.hasNextPage);
    count = Math.min(count * 2, MAX_AT_ONCE);
    if (edge)
      scan = backwards
        ? { first: count, last: count, before: edge.cursor }
        : { first: count, after: edge.cursor };
  }
  const items = backwards ? found.slice(-wanted) : found.slice(0, wanted);
  const beyond = found.length > wanted;
  const from = backwards ? page.before !== undefined : page.after !== undefined;
  return {
    items,
    hasNextPage: backwards ? from : beyond,
    hasPreviousPage: backwards ? beyond : from,
  };
}
