import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, Query, StoredDocument } from './read-models.js';

const PAGE = 500;

/**
 * All documents that a query finds, in its order; stop iterating and no more is read. Between two pages others get their
 * turn: where documents are in a file of the process's own, reading them waits for nothing.
 */
export async function* everyDocument<D extends JsonObject>(
  collection: Collection<D>,
  query: Pick<Query, 'where' | 'sort' | 'backwards'> = {},
): AsyncGenerator<StoredDocument<D>> {
  for (let cursor: string | undefined; ;) {
    const page = await collection.query({
      ...query,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const items = query.backwards === true ? page.items.toReversed() : page.items;
    yield* items;
    cursor = items.at(-1)?.cursor;
    if (!page.hasMore || cursor === undefined) return;
    await setImmediate();
  }
}
