import { MAX_COUNTED, type PageOf } from '@berth/contracts/fields';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { QueryError, type Collection, type Page, type Query, type StoredDocument } from '@berth/read-models';

export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
  readonly count?: boolean | undefined;
}

/**
 * A page of a collection both ways: `first`/`after` in its order, `last`/`before` from behind.
 * @throws RejectedError naming `after` or `before` where the cursor is not from this list
 */
export async function queryPage<D extends JsonObject, T>(
  collection: Collection<D>,
  source: Pick<Query, 'where' | 'sort'>,
  page: PageRequest,
  toNode: (stored: StoredDocument<D>) => T | Promise<T>,
): Promise<PageOf<T>> {
  if (page.before !== undefined && page.after !== undefined) {
    throw new RejectedError(
      reject('VALIDATION_FAILED', 'after and before cannot be combined; give one of them', 'before'),
    );
  }
  const backwards = page.last !== undefined || page.before !== undefined;
  const cursor = backwards ? page.before : page.after;
  const found = await find(collection, backwards ? 'before' : 'after', {
    ...source,
    ...defined({ cursor }),
    backwards,
    limit: backwards ? (page.last ?? page.first) : page.first,
  });
  const items = await Promise.all(
    found.items.map(async (item) => ({ cursor: item.cursor, node: await toNode(item) })),
  );
  return {
    items,
    hasNextPage: backwards ? cursor !== undefined : found.hasMore,
    hasPreviousPage: backwards ? found.hasMore : cursor !== undefined,
    ...(page.count && { totalCount: await collection.count(source.where, MAX_COUNTED) }),
  };
}

async function find<D extends JsonObject>(
  collection: Collection<D>,
  field: string,
  query: Query,
): Promise<Page<D>> {
  try {
    return await collection.query(query);
  } catch (error) {
    if (!(error instanceof QueryError) || error.part !== 'cursor') throw error;
    throw new RejectedError(
      reject('VALIDATION_FAILED', `${field}: is not a valid cursor for this list`, field),
    );
  }
}
