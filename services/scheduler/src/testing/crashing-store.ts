import type { EventStore, ExpectedRevision, NewEvent } from '@berth/event-store';
import type { Collection, CollectionDefinition, ReadModels } from '@berth/read-models';
import type { JsonObject } from '@berth/kernel/json';

/**
 * A process that may crash at any append. After the crash none of its calls returns: what is on disk is all that is
 * left of it.
 */
export class CrashingProcess {
  readonly #died = Promise.withResolvers<void>();
  #dead = false;
  #appends = 0;

  /** @param last the append at which it crashes; none for a process that does not */
  constructor(readonly last?: { readonly append: number; readonly when: 'before' | 'after' }) {}

  get died(): Promise<void> {
    return this.#died.promise;
  }

  get isOver(): boolean {
    return this.#dead;
  }

  end(): void {
    this.#dead = true;
    this.#died.resolve();
  }

  /** A call made before the crash does not return after it. */
  async ask<T>(task: () => Promise<T>): Promise<T> {
    await this.#hang();
    const result = await task();
    await this.#hang();
    return result;
  }

  async append<T>(task: () => Promise<T>): Promise<T> {
    await this.#hang();
    this.#appends += 1;
    const isLast = this.#appends === this.last?.append;
    if (isLast && this.last?.when === 'before') this.end();
    await this.#hang();
    const result = await task();
    if (isLast) this.end();
    await this.#hang();
    return result;
  }

  #hang(): Promise<void> | undefined {
    return this.#dead ? new Promise(() => undefined) : undefined;
  }
}

export type BeforeAppend = (stream: string, events: readonly NewEvent[], store: EventStore) => Promise<void>;

export function crashingStore(
  store: EventStore,
  life: CrashingProcess,
  beforeAppend?: BeforeAppend,
): EventStore {
  return {
    storeId: store.storeId,
    append: async (stream: string, events: readonly NewEvent[], expected: ExpectedRevision) => {
      await beforeAppend?.(stream, events, store);
      return life.append(() => store.append(stream, events, expected));
    },
    read: (stream, options) => life.ask(() => store.read(stream, options)),
    readAll: (options) => store.readAll(options),
    async *subscribe(options) {
      for await (const item of store.subscribe(options)) yield await life.ask(async () => item);
      await life.ask(async () => undefined);
    },
    lastPosition: () => life.ask(() => store.lastPosition()),
    close: () => store.close(),
  };
}

export function crashingReadModels(readModels: ReadModels, life: CrashingProcess): ReadModels {
  return {
    collection: <D extends JsonObject>(definition: CollectionDefinition) =>
      crashingCollection(readModels.collection<D>(definition), life),
    loadCheckpoint: (name) => life.ask(() => readModels.loadCheckpoint(name)),
    saveCheckpoint: (name, position) => life.ask(() => readModels.saveCheckpoint(name, position)),
    deleteCheckpoint: (name) => life.ask(() => readModels.deleteCheckpoint(name)),
    close: () => readModels.close(),
  };
}

const crashingCollection = <D extends JsonObject>(
  inner: Collection<D>,
  life: CrashingProcess,
): Collection<D> => ({
  get: (id) => life.ask(() => inner.get(id)),
  getMany: (ids) => life.ask(() => inner.getMany(ids)),
  query: (query) => life.ask(() => inner.query(query)),
  count: (where, max) => life.ask(() => inner.count(where, max)),
  positions: (ids) => life.ask(() => inner.positions(ids)),
  write: (writes) => life.ask(() => inner.write(writes)),
  clear: () => life.ask(() => inner.clear()),
});
