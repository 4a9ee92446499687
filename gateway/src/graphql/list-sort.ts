import { listSorts } from '@berth/contracts/fields';
import { enumOf } from './enum.js';

export const ListSortEnum = enumOf('ListSort', {
  description: 'Order of a list by time.',
  values: listSorts,
  valueDescriptions: { newest: 'The newest first.', oldest: 'The oldest first.' },
});

/** Descriptions of the arguments of lists that are ordered by creation. */
export const CREATED_FROM = 'Created then or later.';
export const CREATED_UNTIL = 'Created before then.';
export const SORT = 'Order by creation; default: NEWEST.';
