import { assertNever } from '@berth/kernel/assert-never';
import type { Scalar } from '@berth/read-models';
import type { Bound, Direction, QueryPlan } from '@berth/read-models/query-plan';
import type { Filter, Sort } from 'mongodb';
import { keyOf, type Stored } from './stored.js';

type Term = Filter<Stored>;

export function whereFilter(bounds: readonly Bound[]): Term {
  return { $and: [{ live: true }, ...bounds.map(boundFilter)] };
}

function boundFilter(bound: Bound): Term {
  const key = keyOf(bound.field);
  switch (bound.operator) {
    case 'in':
      return { [key]: { $in: [...bound.values] } };
    case 'eq':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { [key]: { [`$${bound.operator}`]: bound.value } };
    default:
      return assertNever(bound);
  }
}

export function pageFilter(plan: QueryPlan): Term {
  const where = whereFilter(plan.bounds);
  return plan.after ? { $and: [where, afterFilter(plan, plan.after)] } : where;
}

export const pageSort = (plan: QueryPlan): Sort =>
  Object.fromEntries(places(plan).map(({ key, direction }) => [key, direction === 'asc' ? 1 : -1]));

const places = (plan: QueryPlan) => [
  ...plan.sort.map(({ field, direction }) => ({ key: keyOf(field), direction })),
  { key: '_id', direction: plan.idDirection },
];

/** Everything after a place: equal in the first n fields and beyond it in the next, for each n. */
function afterFilter(plan: QueryPlan, after: NonNullable<QueryPlan['after']>): Term {
  const values: readonly Scalar[] = [...after.values, after.id];
  const keys = places(plan);
  return {
    $or: keys.flatMap(({ key, direction }, index) => {
      const equal = keys
        .slice(0, index)
        .map((earlier, at) => ({ [earlier.key]: { $eq: values[at] ?? null } }));
      return beyond(key, values[index] ?? null, direction).map((term) => ({ $and: [...equal, term] }));
    }),
  };
}

/** In MongoDB's order of types; a comparison there never leaves the type of its value, so each further type is named. */
const TYPES = [
  { name: 'object', all: { $eq: null } },
  { name: 'number', all: { $gte: -Infinity } },
  { name: 'string', all: { $gte: '' } },
  { name: 'boolean', all: { $gte: false } },
] as const;

function beyond(key: string, value: Scalar, direction: Direction): readonly Term[] {
  const rank = TYPES.findIndex(({ name }) => name === typeof value);
  const further = direction === 'asc' ? TYPES.slice(rank + 1) : TYPES.slice(0, rank);
  const sameType = value === null ? [] : [{ [key]: { [direction === 'asc' ? '$gt' : '$lt']: value } }];
  return [...sameType, ...(key === '_id' ? [] : further.map(({ all }) => ({ [key]: all })))];
}
