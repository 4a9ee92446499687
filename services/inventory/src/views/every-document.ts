import type { JsonObject } from '@berth/kernel/json';
import type { Collection, Query, StoredDocument } from '@berth/read-models';

const PAGE = 500;

/** All documents that a query finds, a page at a time; stop iterating and no more is read. */
export async function* everyDocument<D extends JsonObject>(
  collection: Collection<D>,
  query: Pick<Query, 'where' | 'sort' | 'backwards'> = {},
): AsyncGenerator<StoredDocument<D>> {
  let cursor: string | undefined;
  do {
    const page = await collection.query({
      ...query,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const items = query.backwards === true ? page.items.toReversed() : page.items;
    yield* items;
    cursor = page.hasMore ? items.at(-1)?.cursor : undefined;
  } while (cursor !== undefined);
}
