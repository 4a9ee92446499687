import { hash } from 'node:crypto';
import type { JsonObject } from '@berth/kernel/json';
import type { CollectionDefinition } from '@berth/read-models';
import type { Collection, Db } from 'mongodb';
import { encodingOf, keyOf, type Stored } from './stored.js';

interface CollectionRecord {
  readonly _id: string;
  readonly indexes: string;
}

const REINDEX_BATCH = 1_000;

/**
 * Migrates indexes, and the indexed fields of documents, to the definition. Recorded last: after an interruption, it
 * is done again.
 */
export async function prepareCollection(database: Db, definition: CollectionDefinition): Promise<void> {
  const records = database.collection<CollectionRecord>('_collections');
  const collection = database.collection<Stored>(definition.name);
  const wanted = JSON.stringify(definition.indexes.map(({ fields }) => fields));
  const record = await records.findOne({ _id: definition.name });
  if (record?.indexes === wanted) return;
  if (record) await reindexDocuments(collection, definition);
  await replaceIndexes(collection, definition);
  await records.updateOne({ _id: definition.name }, { $set: { indexes: wanted } }, { upsert: true });
}

async function replaceIndexes(
  collection: Collection<Stored>,
  definition: CollectionDefinition,
): Promise<void> {
  const specs = [[], ...definition.indexes.map(({ fields }) => fields.map(keyOf))].map((fields) => {
    const keys = [...new Set(['live', ...fields, '_id'])];
    return {
      name: `berth_${hash('sha256', keys.join(), 'hex').slice(0, 12)}`,
      key: new Map(keys.map((key) => [key, 1])),
    };
  });
  await collection.createIndexes(specs);
  const names = new Set(['_id_', ...specs.map(({ name }) => name)]);
  for (const { name } of await collection.listIndexes().toArray()) {
    if (!names.has(String(name))) await collection.dropIndex(String(name));
  }
}

/** A document that changes meanwhile is left to whoever changed it. */
async function reindexDocuments(
  collection: Collection<Stored>,
  definition: CollectionDefinition,
): Promise<void> {
  const { indexed } = encodingOf(definition);
  let batch: Stored[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const updates = batch.map(({ _id, position, live, json }) => {
      const by = indexed(_id, live ? (JSON.parse(json) as JsonObject) : null);
      return { updateOne: { filter: { _id, position }, update: { $set: { by } } } };
    });
    await collection.bulkWrite(updates, { ordered: false });
    batch = [];
  };
  for await (const stored of collection.find()) {
    batch.push(stored);
    if (batch.length >= REINDEX_BATCH) await flush();
  }
  await flush();
}
