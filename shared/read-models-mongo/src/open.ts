import type { Position } from '@berth/event-store';
import type { CollectionDefinition, ReadModels } from '@berth/read-models';
import { CollectionRegistry } from '@berth/read-models/collection-fields';
import { MongoClient } from 'mongodb';
import { isDuplicateKey, translate } from './failures.js';
import { MongoDocuments } from './mongo-collection.js';

export interface MongoReadModelsOptions {
  /** `mongodb://…` or `mongodb+srv://…`. */
  readonly url: string;
  /** One service's own. */
  readonly database: string;
  /** Timeout of the server selection, in milliseconds. Default 5,000. */
  readonly serverSelectionTimeoutMs?: number;
}

/**
 * Read models in a MongoDB database. Writes wait for a majority's journals and reads see only such writes, so nothing
 * that was acted upon is rolled back by a failover, and a checkpoint never outlives the documents written before it.
 */
export async function openMongoReadModels(options: MongoReadModelsOptions): Promise<ReadModels> {
  const client = new MongoClient(options.url, {
    appName: 'berth',
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 5_000,
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    await run(() => client.connect());
  } catch (error) {
    await client.close();
    throw error;
  }
  const database = client.db(options.database);
  const checkpoints = database.collection<{ readonly _id: string; readonly position: Position }>(
    '_checkpoints',
  );
  const registry = new CollectionRegistry(
    (definition: CollectionDefinition) => new MongoDocuments(database, definition),
  );
  return {
    collection: (definition) => registry.open(definition),
    loadCheckpoint: (name) => run(async () => (await checkpoints.findOne({ _id: name }))?.position),
    saveCheckpoint: (name, position) =>
      run(async () => {
        const save = () => checkpoints.updateOne({ _id: name }, { $set: { position } }, { upsert: true });
        await save().catch((error: unknown) => {
          if (!isDuplicateKey(error)) throw error;
          return save();
        });
      }),
    deleteCheckpoint: (name) => run(async () => void (await checkpoints.deleteOne({ _id: name }))),
    close: () => client.close(),
  };
}

async function run<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
}
