import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ServiceName } from '@berth/contracts/services';
import type { z } from 'zod';
import { BackgroundTasks } from './background-tasks.js';
import { ConfigError, parseConfig, type BaseConfig } from './config.js';
import { withoutSecrets } from './connection-strings.js';
import { connectionStringsOf } from './event-store-login.js';
import { openFoundation, type Foundation } from './foundation.js';
import { startHealthServer, type HealthServer } from './health.js';
import { soleInstance, acquireLeadership } from './leadership.js';
import { createLogger, type Logger } from './log.js';
import { Messaging } from './messaging.js';
import { parkedEvents } from './parked-events.js';
import type { Platform, ServiceParts } from './platform.js';
import { reportFailed, reportReady, waitForStopSignal } from './process-signals.js';
import { Processes } from './processes.js';
import { takeRequests } from './requests.js';
import { StartError } from './startup-wait.js';

const AFTER_MS = 2000;

/**
 * Releases, once, the memory left over from loading the program: V8 keeps it (some 17 MB a process) until it needs
 * the space, which an idle service never does. Takes a few tens of milliseconds, before requests arrive.
 */
function releaseStartupMemory(): void {
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as (options: object) => void;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, AFTER_MS).unref();
}

export interface ServiceDefinition<S extends z.ZodType<BaseConfig>> {
  readonly service: ServiceName;
  readonly config: S;
  readonly build: (platform: Platform<z.output<S>>) => ServiceParts | Promise<ServiceParts>;
}

export interface RunningService {
  readonly healthPort: number;
  /** Resolves when the service must stop by itself. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

const START_VIEWS_TIMEOUT_MS = 600_000;

/** Runs a service until a request to stop: config, stores, views, requests; and back in the opposite order. */
export async function runService<S extends z.ZodType<BaseConfig>>(
  definition: ServiceDefinition<S>,
): Promise<void> {
  let log = createLogger(definition.service, 'info');
  let clean = (text: string): string => text;
  try {
    const config = parseConfig(definition.config, process.env);
    const urls = connectionStringsOf(config);
    clean = withoutSecrets(urls);
    log = createLogger(definition.service, config.BERTH_LOG_LEVEL, urls);
    const asked = waitForStopSignal();
    let serves = false;
    // an instance that starts, or is on standby, has nothing that must be ended in order
    void asked.then(() => serves || process.exit(0));
    const running = await startService(definition, config, log);
    serves = true;
    const why = await Promise.race([asked, running.lost]);
    log.info({ why }, 'stopping');
    await running.stop();
    log.info('stopped');
    process.exit(0);
  } catch (error) {
    const sentence = clean(error instanceof Error ? error.message : 'the service failed');
    const isFinal = error instanceof StartError || error instanceof ConfigError;
    log.fatal(isFinal ? {} : { err: error }, sentence);
    await reportFailed(sentence, isFinal);
    process.exit(1);
  }
}

async function startService<S extends z.ZodType<BaseConfig>>(
  { service, build }: ServiceDefinition<S>,
  config: z.output<S>,
  log: Logger,
): Promise<RunningService> {
  const foundation = await openFoundation(service, config, log);
  const { platform, storage, views } = foundation;
  const phase: Phase = { notReady: () => 'starting' };
  const health = await openHealth(foundation, phase);
  const leadership = storage.exclusive ? soleInstance : await acquireLeadership(platform.bus, service, log);

  const parts = await build(platform);
  await views.start(service, platform, parts);
  if (!(await views.waitFor(await platform.store.lastPosition(), START_VIEWS_TIMEOUT_MS))) {
    log.error({ views: views.status() }, 'some views are still catching up; serving what they contain');
  }
  await parts.prepare?.();
  const messaging = new Messaging(service, storage.store, platform, parts);
  const work = new BackgroundTasks(service, foundation, parts);
  const processes = new Processes({
    service,
    feed: storage.store,
    processes: storage.processes,
    clock: platform.clock,
    views: () => views.status(),
    processManagers: () => work.processManagers.map(({ status }) => status),
    following: () => messaging.following(),
    relay: () => messaging.relayStatus(),
  });
  phase.processes = processes;
  await messaging.start(() => work.startAfterFacts());
  await processes.start();
  const internals = {
    parked: parkedEvents(service, storage.processes.parked),
    processes: () => processes.list(),
  };
  const requests = await takeRequests(service, foundation, parts, internals);
  work.startIndependent();
  phase.notReady = () =>
    messaging.hasCaughtUp ? undefined : 'events of other services have not been processed yet';
  releaseStartupMemory();
  reportReady({ healthPort: health.port });
  log.info({ healthPort: health.port }, 'ready');

  return {
    healthPort: health.port,
    lost: leadership.lost,
    async stop() {
      phase.notReady = () => 'stopping';
      work.endBackground();
      await requests.close();
      await work.stop();
      processes.stop();
      await parts.stop?.();
      await messaging.stop();
      await views.stop();
      await leadership.stop();
      await health.close();
      await foundation.close();
    },
  };
}

interface Phase {
  /** What it waits for, until it serves. */
  notReady: () => string | undefined;
  processes?: Processes;
}

function openHealth<C extends BaseConfig>(
  { platform, metrics }: Foundation<C>,
  phase: Phase,
): Promise<HealthServer> {
  const { config, bus } = platform;
  return startHealthServer({
    host: config.BERTH_HEALTH_HOST,
    port: config.BERTH_HEALTH_PORT,
    metrics: metrics.registry,
    refresh: () => metrics.refresh(phase.processes?.list() ?? []),
    notReady: () =>
      phase.notReady() ??
      (bus.connected ? undefined : 'the connection to the bus is down') ??
      phase.processes?.notReady(config.BERTH_READY_MAX_LAG_SECONDS),
  });
}
