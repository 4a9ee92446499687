import type { EventStore } from '@berth/event-store';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, CollectionDefinition, ReadModels } from '@berth/read-models';
import type { Outages, StorePart } from './outages.js';

/** An event store whose failures and successes are observed. */
export function watchedEventStore(store: EventStore, outages: Outages): EventStore {
  return {
    storeId: store.storeId,
    append: (stream, events, expected) =>
      outages.watch('event store', 'writing', () => store.append(stream, events, expected)),
    read: (stream, options) => outages.watch('event store', 'reading', () => store.read(stream, options)),
    readAll: (options) => watchedItems(store.readAll(options), 'event store', outages),
    subscribe: (options) => watchedItems(store.subscribe(options), 'event store', outages),
    lastPosition: () => outages.watch('event store', 'reading', () => store.lastPosition()),
    close: () => store.close(),
  };
}

/** Documents, of the read models or of the process store, whose failures and successes are observed. */
export function watchedDocuments(readModels: ReadModels, part: StorePart, outages: Outages): ReadModels {
  const reading = <T>(work: () => Promise<T>) => outages.watch(part, 'reading', work);
  const writing = <T>(work: () => Promise<T>) => outages.watch(part, 'writing', work);
  return {
    collection: <D extends JsonObject>(definition: CollectionDefinition): Collection<D> => {
      const collection = readModels.collection<D>(definition);
      return {
        get: (id) => reading(() => collection.get(id)),
        getMany: (ids) => reading(() => collection.getMany(ids)),
        query: (query) => reading(() => collection.query(query)),
        count: (where, max) => reading(() => collection.count(where, max)),
        positions: (ids) => reading(() => collection.positions(ids)),
        write: (writes) => writing(() => collection.write(writes)),
        clear: () => writing(() => collection.clear()),
      };
    },
    loadCheckpoint: (name) => reading(() => readModels.loadCheckpoint(name)),
    saveCheckpoint: (name, position) => writing(() => readModels.saveCheckpoint(name, position)),
    deleteCheckpoint: (name) => writing(() => readModels.deleteCheckpoint(name)),
    close: () => readModels.close(),
  };
}

async function* watchedItems<T>(
  items: AsyncIterable<T>,
  part: StorePart,
  outages: Outages,
): AsyncGenerator<T> {
  try {
    for await (const item of items) {
      outages.worked(part, 'reading');
      yield item;
    }
  } catch (error) {
    outages.failed(part, 'reading', error);
    throw error;
  }
}
