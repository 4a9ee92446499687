import type { PageOf } from '@berth/contracts/fields';

export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** What a client asked for as a page, for a service's query. */
export function toPage({ first, after, last, before }: ConnectionArgs) {
  return {
    ...(first == null ? {} : { first }),
    ...(after == null ? {} : { after }),
    ...(last == null ? {} : { last }),
    ...(before == null ? {} : { before }),
  };
}

/** A service's page as a Relay connection. */
export function toConnection<T>({ items, hasNextPage, hasPreviousPage }: PageOf<T>) {
  return {
    edges: items.map(({ cursor, node }) => ({ cursor, node })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: items[0]?.cursor ?? null,
      endCursor: items.at(-1)?.cursor ?? null,
    },
  };
}
