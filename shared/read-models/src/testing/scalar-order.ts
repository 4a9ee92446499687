import { assertNever } from '@berth/kernel/assert-never';
import type { Bound } from '../query-plan.js';
import type { Scalar } from '../read-models.js';

const rank = (value: Scalar): number => {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
};

/** The port's order: null, numbers, strings by UTF-8 bytes, false, true. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

export function meets(value: Scalar, bound: Bound): boolean {
  switch (bound.operator) {
    case 'eq':
      return compareScalars(value, bound.value) === 0;
    case 'in':
      return bound.values.some((each) => compareScalars(value, each) === 0);
    case 'gt':
      return rank(value) === rank(bound.value) && compareScalars(value, bound.value) > 0;
    case 'gte':
      return rank(value) === rank(bound.value) && compareScalars(value, bound.value) >= 0;
    case 'lt':
      return rank(value) === rank(bound.value) && compareScalars(value, bound.value) < 0;
    case 'lte':
      return rank(value) === rank(bound.value) && compareScalars(value, bound.value) <= 0;
    default:
      return assertNever(bound);
  }
}
