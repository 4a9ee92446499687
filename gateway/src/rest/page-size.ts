import { MAX_PAGE } from '@berth/contracts/fields';

/** Whole numbers that a parameter may have. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Of fields whose pages are of another size than those of lists. */
const SIZES: { readonly [field: string]: Range } = {
  'job.logs': { min: 1, max: 2000 },
  'job.metrics': { min: 1, max: 2000 },
  search: { min: 1, max: 20 },
};

/** Of the arguments that say how much a page has, and of no other. */
export function pageSize(field: string, argument: string): Range | undefined {
  if (argument !== 'first' && argument !== 'last') return undefined;
  return SIZES[field] ?? { min: 1, max: MAX_PAGE };
}
