import type { NamedListSort } from '@berth/contracts/fields';
import type { Condition } from '@berth/read-models';
import { between } from '@berth/read-models/between';

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
    ...between('createdAt', createdFrom, createdUntil),
  };
}

/** Newest first, where nothing else is asked for. Of one name, the oldest comes first. */
export const inOrder = (field: string, sort: NamedListSort = 'newest') =>
  sort === 'name'
    ? ([
        { field: 'nameLower', direction: 'asc' },
        { field, direction: 'asc' },
      ] as const)
    : ([{ field, direction: sort === 'newest' ? 'desc' : 'asc' }] as const);
