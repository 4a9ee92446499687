import type { ListSort } from '@berth/contracts/fields';
import type { Condition } from '@berth/read-models';

export interface ListFilters {
  readonly search?: string | undefined;
  readonly createdFrom?: string | undefined;
  readonly createdUntil?: string | undefined;
}

/** Of a collection with indexes by `createdAt` and `nameLower`: the start of the name, and when it was created. */
export function listConditions(filters: ListFilters): { readonly [field: string]: Condition } {
  const { search = '', createdFrom, createdUntil } = filters;
  const wanted = search.toLowerCase();
  return {
    ...(wanted === '' ? {} : { nameLower: { gte: wanted, lt: `${wanted}\u{10ffff}` } }),
    ...(createdFrom === undefined && createdUntil === undefined
      ? {}
      : {
          createdAt: { ...(createdFrom && { gte: createdFrom }), ...(createdUntil && { lt: createdUntil }) },
        }),
  };
}

/** Newest first, where nothing else is asked for. */
export const inOrder = (field: string, sort: ListSort = 'newest') =>
  [{ field, direction: sort === 'newest' ? 'desc' : 'asc' }] as const;
