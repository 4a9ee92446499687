import 'reflect-metadata';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { z } from 'zod';
import { connectBus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import { RpcServer } from '@berth/bus/rpc-server';
import type { ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import { systemClock } from '@berth/kernel/clock';
import { startTracing } from '@berth/tracing/tracing';
import { BugFilter } from './bug-filter.js';
import { parseConfig, type BaseConfig } from './config.js';
import { startHealthServer } from './health.js';
import { historyController } from './history.controller.js';
import { createLogger, nestLogger, type Logger } from './log.js';
import { Messaging } from './messaging.js';
import { createMetrics } from './metrics.js';
import type { Platform, ServiceParts } from './platform.js';
import { tellReady, untilAskedToStop } from './process-signals.js';
import { RunningReactor } from './reactor.js';
import { settleMemory } from './settle-memory.js';
import { openStorage } from './storage.js';
import { tokenVerifier } from './token-verifier.js';
import { BerthTransport } from './transport.js';
import { upcastingStore } from './upcasting-store.js';
import { readMasterKey, Vault } from './vault.js';
import { Views } from './views.js';

export interface ServiceDefinition<S extends z.ZodType<BaseConfig>> {
  readonly service: ServiceName;
  readonly config: S;
  readonly build: (platform: Platform<z.output<S>>) => ServiceParts | Promise<ServiceParts>;
}

const VIEWS_AT_START_MS = 600_000;

/** Runs a service until it is asked to stop: config, stores, views, requests; and back in the opposite order. */
export async function runService<S extends z.ZodType<BaseConfig>>(
  definition: ServiceDefinition<S>,
): Promise<void> {
  let log = createLogger(definition.service, 'info');
  try {
    const config = parseConfig(definition.config, process.env);
    log = createLogger(definition.service, config.BERTH_LOG_LEVEL);
    const running = await startService(definition, config, log);
    const why = await untilAskedToStop();
    log.info({ why }, 'stopping');
    await running.stop();
    log.info('stopped');
    process.exit(0);
  } catch (error) {
    log.fatal({ err: error }, error instanceof Error ? error.message : 'the service failed');
    process.exit(1);
  }
}

export async function startService<S extends z.ZodType<BaseConfig>>(
  { service, build }: ServiceDefinition<S>,
  config: z.output<S>,
  log: Logger,
): Promise<{ readonly healthPort: number; stop(): Promise<void> }> {
  const clock = systemClock;
  const endpoint = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const tracing = endpoint ? await startTracing(service, endpoint) : undefined;
  const metrics = createMetrics(service);
  const storage = await openStorage(service, config, clock, log);
  const vault = new Vault(readMasterKey(config.BERTH_MASTER_KEY_FILE), storage.keys);
  const bus = await connectBus({
    url: config.BERTH_NATS_URL.split(','),
    name: service,
    inboxPrefix: subjects.inbox(service),
    ...(config.BERTH_NATS_CREDS === undefined ? {} : { credsFile: config.BERTH_NATS_CREDS }),
  });
  bus.onError((error) => log.warn({ err: error }, 'the bus reports an error'));
  const rpc = new RpcClient({ bus, form: 'plain' });
  const views = new Views();
  const { readModels } = storage;
  const store = upcastingStore(storage.store);
  const waitForViews = (position: string, timeoutMs: number) => views.waitFor(position, timeoutMs);
  const platform: Platform<z.output<S>> = {
    config,
    log,
    clock,
    store,
    readModels,
    vault,
    bus,
    rpc,
    metrics: metrics.registry,
    waitForViews,
  };

  const parts = await build(platform);
  await views.start(service, platform, parts);
  if (!(await views.waitFor(await store.lastPosition(), VIEWS_AT_START_MS))) {
    log.error({ views: views.status() }, 'some views are behind; serving what is there');
  }
  await parts.prepare?.();
  const messaging = new Messaging(service, storage.store, platform, parts);
  await messaging.start();
  const reactors = (parts.reactors ?? []).map(
    (reactor) => new RunningReactor(reactor, { store, readModels, log }),
  );
  for (const reactor of reactors) reactor.start();

  const server = new RpcServer({
    bus,
    service,
    onError: (error, context) => log.error({ err: error, ...context }, 'a call failed'),
  });
  const verifier = tokenVerifier(config, parts, rpc);
  const transport = new BerthTransport({
    server,
    verifier,
    vault,
    clock,
    waitForViews,
    durations: metrics.durations,
    ...(tracing ? { tracing } : {}),
  });
  const history = historyController(service, store, messaging.parked, parts.mayReadHistory);
  const app = await NestFactory.createMicroservice(withHistory(parts.module, history), {
    strategy: transport,
    logger: nestLogger(log),
    abortOnError: false,
  });
  app.useGlobalFilters(new BugFilter());
  await app.listen();
  // Ready means that requests find the service: the server has its subscriptions by now.
  await bus.nc.flush();

  let stopping = false;
  const health = await startHealthServer({
    host: config.BERTH_HEALTH_HOST,
    port: config.BERTH_HEALTH_PORT,
    metrics: metrics.registry,
    refresh: () =>
      metrics.refresh({
        views: () => views.status(),
        relay: () => messaging.relayStatus(),
        parked: () => messaging.parkedCount(),
      }),
    notReady: () => (stopping ? 'stopping' : bus.connected ? undefined : 'the bus is not connected'),
  });
  const background = new AbortController();
  const work = (parts.background ?? []).map((each) =>
    each
      .start(background.signal)
      .catch((error: unknown) => log.error({ err: error, work: each.name }, 'background work failed')),
  );
  settleMemory();
  tellReady({ healthPort: health.port });
  log.info({ healthPort: health.port }, 'ready');

  return {
    healthPort: health.port,
    async stop() {
      stopping = true;
      background.abort();
      await app.close();
      await Promise.all(work);
      await Promise.all(reactors.map((reactor) => reactor.stop()));
      await parts.stop?.();
      await messaging.stop();
      await views.stop();
      await health.close();
      await bus.drain();
      await readModels.close();
      await store.close();
      await storage.keys.close();
      await tracing?.stop();
    },
  };
}

/** Every service answers for its history and what it has parked, beside what is its own. */
function withHistory(own: Type | DynamicModule, history: Type): DynamicModule {
  @Module({})
  class ServiceModule {}
  return { module: ServiceModule, imports: [own], controllers: [history] };
}
