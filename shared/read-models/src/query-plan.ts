import { hash } from 'node:crypto';
import type { JsonObject } from '@berth/kernel/json';
import { declaredFields, fieldReader } from './collection-fields.js';
import { QueryError } from './errors.js';
import type { CollectionDefinition, Condition, Query, Scalar } from './read-models.js';

/** Where an item stands in a sorted list: its sort values, then its id. */
interface CursorPlace {
  readonly id: string;
  readonly values: readonly Scalar[];
}

/** Distinguishes the cursors of queries: a cursor used elsewhere would give a wrong page. */
function fingerprint(...parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10);
}

function encodeCursor(mark: string, place: CursorPlace): string {
  return Buffer.from(JSON.stringify([mark, place.id, ...place.values])).toString('base64url');
}

function decodeCursor(cursor: string, mark: string, sortFields: number): CursorPlace {
  const parts = parse(cursor);
  if (
    !Array.isArray(parts) ||
    parts[0] !== mark ||
    parts.length !== sortFields + 2 ||
    typeof parts[1] !== 'string'
  ) {
    throw new QueryError('cursor', 'is not a cursor of this query');
  }
  const values = parts.slice(2) as unknown[];
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    throw new QueryError('cursor', 'is not a cursor of this query');
  }
  return { id: parts[1], values: values as Scalar[] };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

export type Direction = 'asc' | 'desc';
export type Bound =
  | { readonly field: string; readonly operator: 'in'; readonly values: readonly Scalar[] }
  | { readonly field: string; readonly operator: 'eq'; readonly value: Scalar }
  | {
      readonly field: string;
      readonly operator: 'gt' | 'gte' | 'lt' | 'lte';
      readonly value: Exclude<Scalar, null>;
    };

/** A query checked and spelled out, the same for every adapter. A backwards query arrives with its directions turned. */
export interface QueryPlan {
  readonly bounds: readonly Bound[];
  readonly sort: readonly { readonly field: string; readonly direction: Direction }[];
  readonly idDirection: Direction;
  /** Items come after this place, in the plan's directions. */
  readonly after: CursorPlace | undefined;
  readonly limit: number;
  readonly backwards: boolean;
  cursorOf(id: string, document: JsonObject): string;
}

const turn = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc');

export function planQuery(definition: CollectionDefinition, query: Query): QueryPlan {
  const bounds = planBounds(definition, query.where);
  const asked = (query.sort ?? []).map(({ field, direction }) => {
    checkDeclared(definition, field, 'sort');
    if (direction !== 'asc' && direction !== 'desc')
      throw new QueryError(`sort.${field}`, 'must be asc or desc');
    return { field, direction };
  });
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new QueryError('limit', `must be a whole number from 1 to ${MAX_LIMIT}`);
  }
  const backwards = query.backwards === true;
  const sort = backwards
    ? asked.map(({ field, direction }) => ({ field, direction: turn(direction) }))
    : asked;
  const mark = fingerprint(definition.name, bounds, asked);
  const readers = asked.map(({ field }) => fieldReader(definition, field));
  return {
    bounds,
    sort,
    idDirection: sort.at(-1)?.direction ?? (backwards ? 'desc' : 'asc'),
    after: query.cursor === undefined ? undefined : decodeCursor(query.cursor, mark, asked.length),
    limit,
    backwards,
    cursorOf: (id, document) => encodeCursor(mark, { id, values: readers.map((read) => read(id, document)) }),
  };
}

/** Sorted by field, so that a cursor does not depend on the order in which conditions were written. */
export function planBounds(definition: CollectionDefinition, where: Query['where']): readonly Bound[] {
  return Object.entries(where ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([field, condition]) => {
      checkDeclared(definition, field, 'where');
      return planCondition(field, condition ?? {});
    });
}

function planCondition(field: string, condition: Condition): readonly Bound[] {
  const bounds: Bound[] = [];
  for (const [operator, value] of Object.entries(condition) as [keyof Condition, unknown][]) {
    if (value === undefined) continue;
    switch (operator) {
      case 'in':
        if (!Array.isArray(value)) throw new QueryError(`where.${field}.in`, 'must be a list');
        bounds.push({ field, operator, values: value.map((each) => checkScalar(field, operator, each)) });
        break;
      case 'eq':
        bounds.push({ field, operator, value: checkScalar(field, operator, value) });
        break;
      case 'gt':
      case 'gte':
      case 'lt':
      case 'lte': {
        const bound = checkScalar(field, operator, value);
        if (bound === null) throw new QueryError(`where.${field}.${operator}`, 'null has no range: use eq');
        bounds.push({ field, operator, value: bound });
        break;
      }
      default:
        throw new QueryError(`where.${field}.${String(operator)}`, 'must be one of eq, in, gt, gte, lt, lte');
    }
  }
  return bounds;
}

function checkScalar(field: string, operator: string, value: unknown): Scalar {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return value as Scalar;
  }
  throw new QueryError(`where.${field}.${operator}`, 'must be text, a finite number, a boolean or null');
}

function checkDeclared(definition: CollectionDefinition, field: string, part: string): void {
  const fields = declaredFields(definition);
  if (fields.includes(field)) return;
  const known = fields.length === 0 ? 'it has none' : `it has ${fields.join(', ')}`;
  throw new QueryError(
    `${part}.${field}`,
    `collection ${definition.name} declares no such index field; ${known}`,
  );
}
