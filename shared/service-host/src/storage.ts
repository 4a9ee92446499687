import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ServiceName } from '@berth/contracts/services';
import {
  sharedFeed,
  StoreDeniedError,
  StoreUnavailableError,
  type EventStore,
  type SharedFeed,
} from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import {
  ReadModelsUnavailableError,
  type ReadModels,
  type Collection,
  type CollectionDefinition,
} from '@berth/read-models';
import { ConfigError, type BaseConfig } from './config.js';
import { eventStoreLogin } from './event-store-login.js';
import { outagesOf, type Logger } from './log.js';
import type { Outages, StorePart } from './outages.js';
import { ProcessStore } from './process-store.js';
import type { KeyStore } from './sealing.js';
import { StartupWait, type Dependency } from './startup-wait.js';
import { openWithKeys } from './verified-keys.js';

/** An event store whose failures and successes are observed. */
function watchedEventStore(store: EventStore, outages: Outages): EventStore {
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
function watchedDocuments(readModels: ReadModels, part: StorePart, outages: Outages): ReadModels {
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

export interface Storage {
  /** Read once for the whole process, however many follow it. */
  readonly store: SharedFeed;
  readonly readModels: ReadModels;
  readonly processes: ProcessStore;
  readonly keys: KeyStore;
  /** Only one process can have the store open, so no lease is needed. */
  readonly exclusive: boolean;
}

/** Adapters are chosen by URL and loaded only when used. */
export async function openStorage(
  service: ServiceName,
  config: BaseConfig,
  clock: Clock,
  log: Logger,
): Promise<Storage> {
  const files = { keys: keysPath(config), masterKey: config.BERTH_MASTER_KEY_FILE };
  const wait = new StartupWait(config.BERTH_START_TIMEOUT_SECONDS, log);
  const opened = await openWithKeys(files, () => openEventStore(service, config, clock, wait));
  const outages = outagesOf(log);
  const store = sharedFeed(watchedEventStore(opened.store, outages));
  const { keys } = opened;
  const views = await openReadModels(service, config.BERTH_READ_MODELS, log, wait);
  const readModels = watchedDocuments(views, 'read models', outages);
  const processes = await openProcessStore(service, config, readModels, { outages, wait });
  return {
    store,
    readModels,
    processes,
    keys,
    exclusive: config.BERTH_EVENT_STORE.startsWith('sqlite:'),
  };
}

async function openEventStore(
  service: ServiceName,
  config: BaseConfig,
  clock: Clock,
  wait: StartupWait,
): Promise<EventStore> {
  const url = config.BERTH_EVENT_STORE;
  if (url.startsWith('sqlite:')) {
    const { openSqliteEventStore } = await import('@berth/event-store-sqlite');
    return openSqliteEventStore({
      path: filePath(url),
      clock,
      ...(url.endsWith('?writer=thread') ? { writer: 'thread' } : {}),
    });
  }
  if (/^(esdb|kurrentdb)(\+discover)?:\/\//.test(url)) {
    const { openKurrentEventStore } = await import('@berth/event-store-kurrentdb');
    const login = eventStoreLogin(config);
    return wait.until(eventStoreDependency(url), () =>
      openKurrentEventStore({ url, service, ...defined({ login }) }),
    );
  }
  throw new ConfigError('BERTH_EVENT_STORE: must be sqlite:PATH, kurrentdb://… or esdb://…');
}

/** A store that denies access is reachable: waiting does not help. */
const eventStoreDependency = (url: string): Dependency => ({
  kind: 'KurrentDB',
  url,
  setting: 'BERTH_EVENT_STORE',
  isUnreachable: (error) => error instanceof StoreUnavailableError && !(error instanceof StoreDeniedError),
});

const mongoDependency = (url: string, setting: string): Dependency => ({
  kind: 'MongoDB',
  url,
  setting,
  isUnreachable: (error) => error instanceof ReadModelsUnavailableError,
});

/** Default: beside the read models, in a file or database of its own. */
async function openProcessStore(
  service: ServiceName,
  { BERTH_PROCESS_STORE, BERTH_READ_MODELS }: BaseConfig,
  readModels: ReadModels,
  { outages, wait }: { readonly outages: Outages; readonly wait: StartupWait },
): Promise<ProcessStore> {
  const url = BERTH_PROCESS_STORE ?? besideReadModels(BERTH_READ_MODELS);
  const documents = watchedDocuments(
    await openProcessDocuments(service, url, wait),
    'process store',
    outages,
  );
  const processes = new ProcessStore(documents, readModels);
  await processes.takeOver();
  return processes;
}

const besideReadModels = (url: string): string =>
  url.startsWith('sqlite:') ? `sqlite:${join(dirname(filePath(url)), 'process.sqlite')}` : url;

async function openProcessDocuments(
  service: ServiceName,
  url: string,
  wait: StartupWait,
): Promise<ReadModels> {
  if (/^mongodb(\+srv)?:\/\//.test(url)) {
    const { openMongoReadModels } = await import('@berth/read-models-mongo');
    const database = `berth_${service}_process`;
    return wait.until(mongoDependency(url, 'BERTH_PROCESS_STORE'), () =>
      openMongoReadModels({ url, database }),
    );
  }
  if (url.startsWith('sqlite:')) {
    const { openSqliteReadModels } = await import('@berth/read-models-sqlite');
    return openSqliteReadModels({
      path: filePath(url),
      onUnusable: (reason) => {
        throw new Error(
          `${reason}. It is the process store of ${service}, which cannot be rebuilt automatically: restore a copy of ` +
            'it, or move it away; then every event is handled again and parked messages are retried',
        );
      },
    });
  }
  throw new ConfigError('BERTH_PROCESS_STORE: must be sqlite:PATH or mongodb://…');
}

async function openReadModels(
  service: ServiceName,
  url: string,
  log: Logger,
  wait: StartupWait,
): Promise<ReadModels> {
  if (/^mongodb(\+srv)?:\/\//.test(url)) {
    const { openMongoReadModels } = await import('@berth/read-models-mongo');
    const database = `berth_${service}`;
    return wait.until(mongoDependency(url, 'BERTH_READ_MODELS'), () =>
      openMongoReadModels({ url, database }),
    );
  }
  if (url.startsWith('sqlite:')) {
    const { openSqliteReadModels } = await import('@berth/read-models-sqlite');
    return openSqliteReadModels({
      path: filePath(url),
      onUnusable: (reason) => log.warn({ reason }, 'the read models are rebuilt'),
    });
  }
  throw new ConfigError('BERTH_READ_MODELS: must be sqlite:PATH or mongodb://…');
}

function keysPath(config: BaseConfig): string {
  if (config.BERTH_KEY_STORE !== undefined) return filePath(config.BERTH_KEY_STORE);
  if (!config.BERTH_EVENT_STORE.startsWith('sqlite:')) {
    throw new ConfigError(
      'BERTH_KEY_STORE: is required when the event store is a cluster: sqlite:PATH of the keys',
    );
  }
  return join(dirname(filePath(config.BERTH_EVENT_STORE)), 'keys.db');
}

function filePath(url: string): string {
  const path = url
    .slice('sqlite:'.length)
    .replace(/^\/\/(?=\/)/, '')
    .replace(/\?writer=thread$/, '');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}
