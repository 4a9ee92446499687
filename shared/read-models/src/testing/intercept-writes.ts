import type { JsonObject } from '@berth/kernel/json';
import type { Collection, CollectionDefinition, ReadModels } from '../read-models.js';

/** The same read models, with `before` run ahead of every batch of documents: to hold it up, or to fail it. */
export function interceptWrites(
  readModels: ReadModels,
  before: (collection: string) => Promise<void>,
): ReadModels {
  return {
    ...readModels,
    collection<D extends JsonObject>(definition: CollectionDefinition): Collection<D> {
      const collection = readModels.collection<D>(definition);
      return {
        ...collection,
        async write(writes) {
          await before(definition.name);
          await collection.write(writes);
        },
      };
    },
  };
}
