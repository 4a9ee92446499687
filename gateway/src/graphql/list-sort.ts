import { listSorts, namedListSorts } from '@berth/contracts/fields';
import type { ArgBuilder } from '@pothos/core';
import type { BuilderTypes } from './builder.js';
import { enumOf } from './enum.js';

export const ListSortEnum = enumOf('ListSort', {
  description: 'Order of a list by time.',
  values: listSorts,
  valueDescriptions: { newest: 'The newest first.', oldest: 'The oldest first.' },
});

export const NamedListSortEnum = enumOf('NamedListSort', {
  description: 'Order of a list by time or by name.',
  values: namedListSorts,
  valueDescriptions: {
    newest: 'The newest first.',
    oldest: 'The oldest first.',
    name: 'By name, whatever the case.',
  },
});

export const CREATED_FROM = 'Created then or later.';
export const CREATED_UNTIL = 'Created before then.';

const createdBetweenArgs = (arg: ArgBuilder<BuilderTypes>) => ({
  createdFrom: arg({ type: 'DateTime', description: CREATED_FROM }),
  createdUntil: arg({ type: 'DateTime', description: CREATED_UNTIL }),
});

/** Arguments of a list that is ordered by creation. @param first what comes first without `sort` */
export const createdArgs = (arg: ArgBuilder<BuilderTypes>, first: 'NEWEST' | 'OLDEST' = 'NEWEST') => ({
  ...createdBetweenArgs(arg),
  sort: arg({ type: ListSortEnum, description: `Order by creation; default: ${first}.` }),
});

/** Of one that has names, too. */
export const createdListArgs = (arg: ArgBuilder<BuilderTypes>) => ({
  search: arg.string({ description: 'Start of the name.' }),
  ...createdArgs(arg),
});

/** Of one that is also ordered by name. */
export const namedListArgs = (arg: ArgBuilder<BuilderTypes>) => ({
  search: arg.string({ description: 'Start of the name.' }),
  ...createdBetweenArgs(arg),
  sort: arg({ type: NamedListSortEnum, description: 'Order; default: NEWEST.' }),
});
