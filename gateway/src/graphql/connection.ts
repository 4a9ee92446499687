import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { Calls } from './calls.js';

export interface ConnectionArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

type NodeOf<O> = ResultOf<O> extends PageOf<infer T> ? T : never;
/** What narrows a list; what is null or undefined is left out. */
type FilterOf<O extends OperationDefinition> = {
  readonly [F in Exclude<keyof RawInputOf<O>, keyof ConnectionArgs | 'count'>]?:
    RawInputOf<O>[F] | null | undefined;
};

/** Names of the types of a list of `type`, as Relay has them: `JobConnection` and `JobEdge`. */
export const connectionNames = (type: string) =>
  [{ name: `${type}Connection` }, { name: `${type}Edge` }] as const;

/** A page of what a service lists. The service counts the whole list only where `totalCount` is selected. */
export async function queryConnection<O extends OperationDefinition>(
  calls: Calls,
  operation: O,
  args: ConnectionArgs,
  filter: FilterOf<O> = {},
) {
  const given = withoutNull(filter);
  const page = (await calls.query<OperationDefinition>(operation, {
    ...toPage(args),
    ...given,
  })) as PageOf<NodeOf<O>>;
  return toConnection(page, () => countOf(calls, operation, given));
}

export async function countOf(
  calls: Calls,
  operation: OperationDefinition,
  filter: object,
): Promise<number | null> {
  const counted = await calls.query(operation, { ...filter, first: 1, count: true });
  return (counted as PageOf<unknown>).totalCount ?? null;
}

/** What a client asked for as a page, for a service's query. */
export const toPage = ({ first, after, last, before }: ConnectionArgs) =>
  withoutNull({ first, after, last, before });

/** A service's page as a Relay connection. */
export function toConnection<T>(
  { items, hasNextPage, hasPreviousPage, startCursor, endCursor }: PageOf<T>,
  totalCount: () => Promise<number | null>,
) {
  return {
    edges: items.map(({ cursor, node }) => ({ cursor, node })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: startCursor ?? items[0]?.cursor ?? null,
      endCursor: endCursor ?? items.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** Of an input without the fields that are null or undefined. */
export const withoutNull = <T extends object>(given: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value != null)) as never;
