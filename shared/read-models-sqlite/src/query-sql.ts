import { assertNever } from '@berth/kernel/assert-never';
import type { Bound, Direction, QueryPlan } from '@berth/read-models/query-plan';
import { toColumn, TYPE_RANGES, type ColumnValue } from './table.js';

export interface Sql {
  readonly text: string;
  readonly values: readonly ColumnValue[];
}

export type ColumnOf = (field: string) => string;

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** Live documents only: `live` leads every index, so that counting does not read the table. */
export function whereSql(bounds: readonly Bound[], columnOf: ColumnOf): Sql {
  const terms = bounds.map((bound) => boundSql(bound, bounds, columnOf(bound.field)));
  return join([{ text: 'live = 1', values: [] }, ...terms]);
}

function boundSql(bound: Bound, all: readonly Bound[], column: string): Sql {
  switch (bound.operator) {
    case 'eq':
      return { text: `${column} = ?`, values: [toColumn(bound.value)] };
    case 'in':
      return {
        text: `${column} IN (${bound.values.map(() => '?').join()})`,
        values: bound.values.map(toColumn),
      };
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const text = `${column} ${COMPARISONS[bound.operator]} ?`;
      return { text: text + otherEnd(bound, all, column), values: [toColumn(bound.value)] };
    }
    default:
      return assertNever(bound);
  }
}

/** A range open at one end must not run into the next type's values. Where both ends are given, they see to it. */
function otherEnd(
  bound: Extract<Bound, { operator: 'gt' | 'gte' | 'lt' | 'lte' }>,
  all: readonly Bound[],
  column: string,
) {
  const isLower = bound.operator === 'gt' || bound.operator === 'gte';
  const opposite = isLower ? ['lt', 'lte'] : ['gt', 'gte'];
  const closed = all.some(
    (other) =>
      other.operator !== 'in' &&
      other.field === bound.field &&
      opposite.includes(other.operator) &&
      typeof other.value === typeof bound.value,
  );
  if (closed) return '';
  const range = TYPE_RANGES[typeof bound.value as keyof typeof TYPE_RANGES];
  return ` AND ${column} ${isLower ? range.below : range.above}`;
}

/** Everything after the cursor's place. One row value where all directions agree: SQLite seeks to it in the index. */
function afterSql(plan: QueryPlan, columns: readonly string[]): Sql | undefined {
  if (!plan.after) return undefined;
  const values = [...plan.after.values.map(toColumn), plan.after.id];
  const directions = [...plan.sort.map(({ direction }) => direction), plan.idDirection];
  const beyond = (direction: Direction | undefined) => (direction === 'asc' ? '>' : '<');
  if (directions.every((direction) => direction === directions[0])) {
    const places = columns.map(() => '?').join();
    return { text: `(${columns.join()}) ${beyond(directions[0])} (${places})`, values };
  }
  const alternatives = columns.map((column, index) =>
    join([
      ...columns
        .slice(0, index)
        .map((earlier, at) => ({ text: `${earlier} = ?`, values: values.slice(at, at + 1) })),
      { text: `${column} ${beyond(directions[index])} ?`, values: values.slice(index, index + 1) },
    ]),
  );
  const first = { text: `${columns[0]} ${beyond(directions[0])}= ?`, values: values.slice(0, 1) };
  const either = alternatives.map(({ text }) => `(${text})`).join(' OR ');
  return join([first, { text: `(${either})`, values: alternatives.flatMap((each) => each.values) }]);
}

/** One row more than the page holds, to know whether there is more. */
export function pageSql(table: string, plan: QueryPlan, columnOf: ColumnOf): Sql {
  const columns = [...plan.sort.map(({ field }) => columnOf(field)), 'id'];
  const directions = [...plan.sort.map(({ direction }) => direction), plan.idDirection];
  const where = whereSql(plan.bounds, columnOf);
  const after = afterSql(plan, columns);
  const { text, values } = after ? join([where, after]) : where;
  const order = columns.map((column, index) => `${column} ${directions[index]}`).join();
  return {
    text: `SELECT id, position, document FROM ${table} WHERE ${text} ORDER BY ${order} LIMIT ?`,
    values: [...values, plan.limit + 1],
  };
}

/** Counts no further than `max`, so that the time it takes is bounded. */
export function countSql(table: string, bounds: readonly Bound[], columnOf: ColumnOf, max?: number): Sql {
  const { text, values } = whereSql(bounds, columnOf);
  if (max !== undefined) {
    const matches = `SELECT 1 FROM ${table} WHERE ${text} LIMIT ?`;
    return { text: `SELECT count(*) AS count FROM (${matches})`, values: [...values, max] };
  }
  return { text: `SELECT count(*) AS count FROM ${table} WHERE ${text}`, values };
}

const join = (terms: readonly Sql[]): Sql => ({
  text: terms.map(({ text }) => text).join(' AND '),
  values: terms.flatMap(({ values }) => values),
});
