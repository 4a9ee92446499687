import type { Position } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import type { JsonObject } from '@berth/kernel/json';
import { fieldReader, CollectionRegistry } from '../collection-fields.js';
import { planBounds, planQuery, type Bound, type QueryPlan } from '../query-plan.js';
import type { Collection, CollectionDefinition, ReadModels, Scalar } from '../read-models.js';

const rank = (value: Scalar): number => {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
};

/** The port's order: null, numbers, strings by UTF-8 bytes, false, true. */
function compareScalars(a: Scalar, b: Scalar): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

function meets(value: Scalar, bound: Bound): boolean {
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

export interface Entry {
  readonly position: Position;
  /** JSON text, so that callers share no object with the store; null is a tombstone. */
  readonly text: string | null;
}

/** What outlives a closed instance. */
export interface MemoryStorage {
  readonly collections: Map<string, Map<string, Entry>>;
  readonly checkpoints: Map<string, Position>;
}

export const memoryStorage = (): MemoryStorage => ({ collections: new Map(), checkpoints: new Map() });

/**
 * The simplest implementation of the port: every query reads every document. The reference for adapters, and enough
 * to test projections without a database.
 */
export function memoryReadModels({ collections, checkpoints } = memoryStorage()): ReadModels {
  const registry = new CollectionRegistry((definition) => {
    const entries = collections.get(definition.name) ?? new Map<string, Entry>();
    collections.set(definition.name, entries);
    return memoryCollection(definition, entries);
  });
  return {
    collection: (definition) => registry.open(definition),
    loadCheckpoint: async (name) => checkpoints.get(name),
    saveCheckpoint: async (name, position) => void checkpoints.set(name, position),
    deleteCheckpoint: async (name) => void checkpoints.delete(name),
    close: async () => undefined,
  };
}

function memoryCollection(
  definition: CollectionDefinition,
  entries: Map<string, Entry>,
): Collection<JsonObject> {
  const readers = new Map(
    definition.indexes
      .flatMap(({ fields }) => fields)
      .map((field) => [field, fieldReader(definition, field)]),
  );
  const valueOf = (field: string, id: string, document: JsonObject): Scalar =>
    readers.get(field)?.(id, document) ?? null;
  const stored = () =>
    [...entries].flatMap(([id, { position, text }]) =>
      text === null ? [] : [{ id, position, document: JSON.parse(text) as JsonObject }],
    );
  const matching = (bounds: readonly Bound[]) =>
    stored().filter(({ id, document }) =>
      bounds.every((bound) => meets(valueOf(bound.field, id, document), bound)),
    );
  const getMany = async (ids: readonly string[]) => stored().filter(({ id }) => ids.includes(id));

  return {
    getMany,
    get: async (id) => (await getMany([id]))[0],
    async query(query) {
      const plan = planQuery(definition, query);
      const placed = matching(plan.bounds)
        .map((item) => ({
          ...item,
          values: plan.sort.map(({ field }) => valueOf(field, item.id, item.document)),
        }))
        .sort((a, b) => comparePlaces(plan, a, b))
        .filter((item) => plan.after === undefined || comparePlaces(plan, item, plan.after) > 0);
      const items = placed.slice(0, plan.limit).map(({ id, document, position }) => ({
        id,
        document,
        position,
        cursor: plan.cursorOf(id, document),
      }));
      return { items: plan.backwards ? items.reverse() : items, hasMore: placed.length > plan.limit };
    },
    count: async (where, max = Infinity) => Math.min(matching(planBounds(definition, where)).length, max),
    positions: async (ids) =>
      new Map([...entries].filter(([id]) => ids.includes(id)).map(([id, { position }]) => [id, position])),
    async write(writes) {
      for (const { id, document } of writes)
        if (document) for (const read of readers.values()) read(id, document);
      for (const { id, document, position } of writes) {
        const known = entries.get(id);
        if (known && known.position >= position) continue;
        entries.set(id, { position, text: document && JSON.stringify(document) });
      }
    },
    clear: async () => entries.clear(),
  };
}

type Place = { readonly id: string; readonly values: readonly Scalar[] };

function comparePlaces(plan: QueryPlan, a: Place, b: Place): number {
  for (const [index, { direction }] of plan.sort.entries()) {
    const order = compareScalars(a.values[index] ?? null, b.values[index] ?? null);
    if (order !== 0) return direction === 'asc' ? order : -order;
  }
  const order = compareScalars(a.id, b.id);
  return plan.idDirection === 'asc' ? order : -order;
}
