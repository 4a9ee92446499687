import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { refusalOf, type Refusal } from './refusal.js';

export interface Connection<Row> {
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount?: number | null;
}

export interface Pages<Row> {
  /** All that has been asked for so far. */
  readonly rows: readonly Row[];
  /** Null where the list can't be counted. */
  readonly total: number | null;
  readonly isPending: boolean;
  readonly refusal: Refusal | undefined;
  readonly retry: () => void;
  /** Undefined on the last page. */
  readonly more: (() => void) | undefined;
  readonly isFetchingMore: boolean;
}

/**
 * A list of the server, page by page.
 * @param key what the list depends on
 * @param fetch gives the page after a cursor
 */
export function usePages<Row>(
  key: readonly unknown[],
  fetch: (after: string | undefined, signal: AbortSignal) => Promise<Connection<Row>>,
  options: { readonly refetchInterval?: number } = {},
): Pages<Row> {
  const result = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetch(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pageInfo }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
    ...options,
  });
  const pages = result.data?.pages ?? [];
  return {
    rows: pages.flatMap(({ edges }) => edges.map(({ node }) => node)),
    total: pages[0]?.totalCount ?? null,
    isPending: result.isPending,
    refusal: result.isError ? refusalOf(result.error) : undefined,
    retry: () => void result.refetch(),
    more: result.hasNextPage ? () => void result.fetchNextPage() : undefined,
    isFetchingMore: result.isFetchingNextPage,
  };
}
