import { connectBus, type Bus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import type { ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { upcast } from '@berth/contracts/upcast';
import type { EventStore, RecordedEvent, SubscribeOptions, SubscriptionItem } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { startTracing, type Tracing } from '@berth/tracing/tracing';
import { logBus } from './bus-log.js';
import type { BaseConfig } from './config.js';
import type { Logger } from './log.js';
import { readMasterKey } from './master-key.js';
import { createMetrics } from './metrics.js';
import type { Platform } from './platform.js';
import { busDependency, StartupWait } from './startup-wait.js';
import { openStorage, type Storage } from './storage.js';
import { Vault } from './vault.js';
import { Views } from './views.js';

/**
 * The store as the service's code sees it: every event at its newest version. What is stored and published stays as it
 * was recorded, so that proofs hold and subscribers choose for themselves.
 */
function upcastingStore(store: EventStore): EventStore {
  return {
    storeId: store.storeId,
    append: (stream, events, expected) => store.append(stream, events, expected),
    read: async (stream, options) => upcastAll(await store.read(stream, options)),
    readAll: (options) => pages(store.readAll(options)),
    subscribe: (options) => items(store, options),
    lastPosition: () => store.lastPosition(),
    close: () => store.close(),
  };
}

const upcastAll = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.map((event) => upcast(event));

async function* pages(
  source: AsyncIterable<readonly RecordedEvent[]>,
): AsyncGenerator<readonly RecordedEvent[]> {
  for await (const events of source) yield upcastAll(events);
}

async function* items(store: EventStore, options: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
  for await (const item of store.subscribe(options)) {
    yield item.kind === 'events' ? { kind: 'events', events: upcastAll(item.events) } : item;
  }
}

/** What a service opens before it is built, and closes last. */
export interface Foundation<C extends BaseConfig> {
  readonly platform: Platform<C>;
  readonly storage: Storage;
  readonly views: Views;
  readonly metrics: ReturnType<typeof createMetrics>;
  /** To be called once, when other services' facts are in the copies. */
  readonly factsAreCurrent: () => void;
  /** Absent where tracing is off. */
  readonly tracing: Tracing | undefined;
  close(): Promise<void>;
}

export async function openFoundation<C extends BaseConfig>(
  service: ServiceName,
  config: C,
  log: Logger,
): Promise<Foundation<C>> {
  const clock = systemClock;
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = endpoint ? await startTracing(service, endpoint) : undefined;
  const metrics = createMetrics(service);
  const storage = await openStorage(service, config, clock, log);
  const bus = await connect(service, config, log);
  const views = new Views();
  const facts = Promise.withResolvers<void>();
  const platform: Platform<C> = {
    config,
    log,
    clock,
    store: upcastingStore(storage.store),
    lastKnownPosition: () => storage.store.known(),
    readModels: storage.readModels,
    processes: storage.processes,
    vault: new Vault(readMasterKey(config.BERTH_MASTER_KEY_FILE), storage.keys),
    bus,
    rpc: new RpcClient({ bus, form: 'plain' }),
    metrics: metrics.registry,
    factsCaughtUp: facts.promise,
    waitForViews: (...wait) => views.waitFor(...wait),
  };
  return {
    platform,
    storage,
    views,
    metrics,
    factsAreCurrent: facts.resolve,
    tracing,
    async close() {
      await bus.drain();
      await storage.readModels.close();
      await storage.processes.close();
      await storage.store.close();
      await storage.keys.close();
      await tracing?.stop();
    },
  };
}

async function connect(service: ServiceName, config: BaseConfig, log: Logger): Promise<Bus> {
  const wait = new StartupWait(config.BERTH_START_TIMEOUT_SECONDS, log);
  const bus = await wait.until(busDependency(config.BERTH_NATS_URL), () =>
    connectBus({
      url: config.BERTH_NATS_URL.split(','),
      name: service,
      inboxPrefix: subjects.inbox(service),
      connectTimeoutMs: 0,
      ...defined({ credsFile: config.BERTH_NATS_CREDS }),
    }),
  );
  logBus(bus, log);
  return bus;
}
