import { listSorts } from '@berth/contracts/fields';
import type { ArgBuilder } from '@pothos/core';
import type { BuilderTypes } from './builder.js';
import { enumOf } from './enum.js';

export const ListSortEnum = enumOf('ListSort', {
  description: 'Order of a list by time.',
  values: listSorts,
  valueDescriptions: { newest: 'The newest first.', oldest: 'The oldest first.' },
});

export const CREATED_FROM = 'Created then or later.';
export const CREATED_UNTIL = 'Created before then.';

/** Arguments of a list that has names and is ordered by creation. */
export const createdListArgs = (arg: ArgBuilder<BuilderTypes>) => ({
  search: arg.string({ description: 'Start of the name.' }),
  createdFrom: arg({ type: 'DateTime', description: CREATED_FROM }),
  createdUntil: arg({ type: 'DateTime', description: CREATED_UNTIL }),
  sort: arg({ type: ListSortEnum, description: 'Order by creation; default: NEWEST.' }),
});
