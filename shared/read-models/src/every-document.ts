import { setImmediate } from 'node:timers/promises';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, Query, StoredDocument } from './read-models.js';

const PAGE = 500;

/**
 * All documents that a query finds, in its order; nothing is read after the iteration stops. Between two pages the
 * event loop runs: reading from a local file never waits.
 */
export async function* everyDocument<D extends JsonObject>(
  collection: Collection<D>,
  query: Pick<Query, 'where' | 'sort' | 'backwards'> = {},
): AsyncGenerator<StoredDocument<D>> {
  for (let cursor: string | undefined; ;) {
    const page = await collection.query({
      ...query,
      limit: PAGE,
      ...defined({ cursor }),
    });
    const items = query.backwards === true ? page.items.toReversed() : page.items;
    yield* items;
    cursor = items.at(-1)?.cursor;
    if (!page.hasMore || cursor === undefined) return;
    await setImmediate();
  }
}
