import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import type { Position } from '@berth/event-store';
import type {
  Collection,
  CollectionDefinition,
  DocumentWrite,
  Page,
  Query,
  StoredDocument,
} from '@berth/read-models';
import { planBounds, planQuery } from '@berth/read-models/query-plan';
import type { Collection as MongoCollection, Db } from 'mongodb';
import { duplicatesOf, translate } from './failures.js';
import { prepareCollection } from './index-migration.js';
import { pageFilter, pageSort, whereFilter } from './query-filter.js';
import { encodingOf, toDocument, type DocumentEncoding, type Stored } from './stored.js';

export class MongoDocuments implements Collection<JsonObject> {
  readonly #encoding: DocumentEncoding;
  readonly #documents: MongoCollection<Stored>;
  #prepared: Promise<void> | undefined;

  constructor(
    private readonly database: Db,
    private readonly definition: CollectionDefinition,
  ) {
    this.#encoding = encodingOf(definition);
    this.#documents = database.collection<Stored>(definition.name);
  }

  get(id: string): Promise<StoredDocument<JsonObject> | undefined> {
    return this.#run(async (documents) => {
      const found = await documents.findOne({ _id: id, live: true });
      return found ? toDocument(found) : undefined;
    });
  }

  getMany(ids: readonly string[]): Promise<readonly StoredDocument<JsonObject>[]> {
    return this.#run(async (documents) => {
      const found = await documents.find({ _id: { $in: [...ids] }, live: true }).toArray();
      return found.map(toDocument);
    });
  }

  async query(query: Query): Promise<Page<JsonObject>> {
    const plan = planQuery(this.definition, query);
    const found = await this.#run((documents) =>
      documents
        .find(pageFilter(plan))
        .sort(pageSort(plan))
        .limit(plan.limit + 1)
        .toArray(),
    );
    const items = found.slice(0, plan.limit).map((stored) => {
      const item = toDocument(stored);
      return { ...item, cursor: plan.cursorOf(item.id, item.document) };
    });
    return { items: plan.backwards ? items.reverse() : items, hasMore: found.length > plan.limit };
  }

  async count(where?: Query['where'], max?: number): Promise<number> {
    const filter = whereFilter(planBounds(this.definition, where));
    return this.#run((documents) => documents.countDocuments(filter, defined({ limit: max })));
  }

  positions(ids: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    return this.#run(async (documents) => {
      const found = await documents
        .find({ _id: { $in: [...ids] } }, { projection: { position: 1 } })
        .toArray();
      return new Map(found.map(({ _id, position }) => [_id, position]));
    });
  }

  async write(writes: readonly DocumentWrite<JsonObject>[]): Promise<void> {
    const stored = newestOfEach(writes.map((write) => this.#encoding.toStored(write)));
    if (stored.length === 0) return;
    await this.#run(async (documents) => {
      const existing = await replace(documents, stored, { upsert: true });
      if (existing.length > 0) await replace(documents, existing, { upsert: false });
    });
  }

  clear(): Promise<void> {
    return this.#run(async (documents) => void (await documents.deleteMany({})));
  }

  async #run<T>(work: (documents: MongoCollection<Stored>) => Promise<T>): Promise<T> {
    try {
      await this.#prepare();
      return await work(this.#documents);
    } catch (error) {
      throw translate(error);
    }
  }

  /** Once; retried after a failure. */
  #prepare(): Promise<void> {
    this.#prepared ??= prepareCollection(this.database, this.definition).catch((error: unknown) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }
}

/**
 * Replaces what is older. With `upsert`, MongoDB tries to insert where nothing older is found, and fails on a document
 * that is not older, or that another writer has just inserted: those are given back, to be replaced where they are older.
 */
async function replace(
  documents: MongoCollection<Stored>,
  stored: readonly Stored[],
  { upsert }: { readonly upsert: boolean },
): Promise<readonly Stored[]> {
  const operations = stored.map((replacement) => ({
    replaceOne: {
      filter: { _id: replacement._id, position: { $lt: replacement.position } },
      replacement,
      upsert,
    },
  }));
  try {
    await documents.bulkWrite(operations, { ordered: false });
    return [];
  } catch (error) {
    const duplicates = duplicatesOf(error);
    if (!duplicates) throw error;
    return duplicates.flatMap((index) => stored[index] ?? []);
  }
}

/** MongoDB promises no order within an unordered batch. */
function newestOfEach(stored: readonly Stored[]): readonly Stored[] {
  const newest = new Map<string, Stored>();
  for (const each of stored) {
    const other = newest.get(each._id);
    if (!other || other.position < each.position) newest.set(each._id, each);
  }
  return [...newest.values()];
}
