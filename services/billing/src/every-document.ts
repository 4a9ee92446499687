import type { JsonObject } from '@berth/kernel/json';
import type { Collection, Query } from '@berth/read-models';

const PAGE = 1000;

/** All documents that a query finds, a page at a time. */
export async function* everyDocument<D extends JsonObject>(
  collection: Collection<D>,
  query: Pick<Query, 'where' | 'sort'>,
): AsyncGenerator<D> {
  let cursor: string | undefined;
  do {
    const page = await collection.query({
      ...query,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { document } of page.items) yield document;
    cursor = page.hasMore ? page.items.at(-1)?.cursor : undefined;
  } while (cursor !== undefined);
}
