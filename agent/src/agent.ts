import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@berth/service-host/log';
import { startTracing } from '@berth/tracing/tracing';
import type { AgentConfig } from './agent.config.js';
import { listenToServices } from './bus/downlink.js';
import { publishLogs } from './bus/log-publisher.js';
import { Uplink } from './bus/uplink.js';
import { HostDevices } from './devices/host-devices.js';
import { Cgroups } from './executors/process/cgroups.js';
import { findIsolation } from './executors/process/isolation/probe.js';
import { ProcessExecutor } from './executors/process/process-executor.js';
import { maxProcesses } from './executors/process/process-limit.js';
import { readBootId } from './executors/process/process-identity.js';
import { HostConditions } from './host/conditions.js';
import { DiskWatch } from './host/disk-watch.js';
import { hostFacts } from './host/host-facts.js';
import { HostLoadReader } from './host/host-load.js';
import { Presence } from './host/host-presence.js';
import { updateReadableCondition, Sampler } from './host/sampler.js';
import { connectToPlatform } from './join/connection.js';
import { Membership } from './join/membership.js';
import { HostRemovedError, HostRemoval, stopLeftoverRuns } from './join/removal.js';
import { checkRemovalWhileDisconnected, keepRenewing } from './join/renewal.js';
import { RunLogs } from './logs/run-logs.js';
import { acquireAgentLock } from './agent-lock.js';
import { RunCleaner } from './runs/run-cleaner.js';
import { RunManager } from './runs/run-manager.js';
import { RunReporter } from './runs/run-reporter.js';
import { DeviceUsage } from './usage/device-usage.js';
import { DeviceProcessEnder } from './usage/process-ender.js';

export interface Agent {
  readonly hostId: string;
  /** Resolves when the host is registered and its runs are reconciled. */
  readonly ready: Promise<void>;
  /** Graceful: stops the runs (where the settings say so) and reports them, sends their output, then deregisters. */
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** After the grace period: for processes to exit, and for the last reports and output to be acknowledged. */
const STOP_MARGIN_MS = 5000;
const FINAL_FLUSH_TIMEOUT_MS = 8000;
/** Timeout for stopping the runs of a removed host. */
const LOST_RUNS_TIMEOUT_MS = 15_000;

export async function startAgent(config: AgentConfig, log: Logger, signal: AbortSignal): Promise<Agent> {
  const folder = config.BERTH_AGENT_DIR;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  acquireAgentLock(folder);

  const tracing = await startTracing('agent', config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const cgroups = await Cgroups.detect();
  if (cgroups.statement !== 'enforced') log.warn(`limits on CPU and memory are ${cgroups.statement}`);
  const isolation = await findIsolation({
    agentFolder: folder,
    runsFolder: join(folder, 'runs'),
    privateFolders: config.BERTH_PRIVATE_FOLDERS,
    jobFolders: config.BERTH_JOB_FOLDERS,
    trustJobs: config.BERTH_TRUST_JOBS === 'true',
    ...(config.BERTH_ISOLATION === 'auto' ? {} : { kinds: [config.BERTH_ISOLATION] }),
  });
  log[isolation.kind === 'none' ? 'warn' : 'info']({ isolation: isolation.kind }, isolation.statement);
  const outputLimitBytes = config.BERTH_MAX_OUTPUT_MB * 1024 * 1024;
  const executor = await ProcessExecutor.open({
    folder: join(folder, 'runs'),
    cgroups,
    isolation,
    outputLimitBytes,
    checkSeconds: 5,
    maxProcesses: config.BERTH_MAX_JOB_PROCESSES || maxProcesses(),
  });
  // Runs other programs, which may be slow.
  const describing = ownVersion().then((version) => hostFacts(version, cgroups.statement, isolation));
  const membership = await Membership.load(folder);
  const removal = new HostRemoval(folder, log);
  const connection = await connectToPlatform(membership, config, log, signal).catch((error: unknown) => {
    if (error instanceof HostRemovedError) return undefined;
    throw error;
  });
  if (!connection) {
    removal.markRemoved();
    await stopLeftoverRuns(executor, log);
    const stop = async () => {
      await executor.close();
      await tracing.stop();
    };
    return { hostId: membership.answer?.hostId ?? '', ready: Promise.resolve(), stop };
  }
  const { bus, hostId } = connection;
  bus.onError((error) => log.warn({ err: error }, 'the bus refused a publish or a subscription'));
  log.info({ hostId }, 'joined the platform');
  const renewing = new AbortController();
  const renewal = { gatewayUrl: config.BERTH_GATEWAY_URL, log, removal, signal: renewing.signal };
  void keepRenewing(membership, renewal);
  bus.onDisconnected(() => void checkRemovalWhileDisconnected(bus, membership, renewal));

  const uplink = new Uplink(bus, hostId, () => removal.markRemoved());
  const logs = new RunLogs(publishLogs(bus, hostId), {}, outputLimitBytes || undefined);
  const reporter = new RunReporter({
    uplink,
    log,
    onFenced: (key) =>
      void runs.end([key]).catch((error: unknown) => log.error({ err: error }, 'a run could not be ended')),
  });
  const conditions = new HostConditions();
  const disk = new DiskWatch({
    folder,
    minFreeBytes: config.BERTH_MIN_FREE_MB * 1_000_000,
    conditions,
    log,
  });
  await disk.start();
  const hasDevice = (uuid: string): boolean => source.state.devices.some((device) => device.uuid === uuid);
  const runs = new RunManager({
    executor,
    logs,
    reporter,
    log,
    tracing,
    hasDevice,
    onStartFailed: () => void disk.check(),
  });
  const source: HostDevices = new HostDevices({
    simulate: config.BERTH_SIMULATE_GPUS,
    seed: membership.publicKey,
    isHeld: (uuid) => runs.holds(uuid),
    nvidiaSmi: config.BERTH_NVIDIA_SMI,
    timeoutMs: config.BERTH_NVIDIA_SMI_TIMEOUT_SECONDS * 1000,
  });
  await source.start(signal);
  updateReadableCondition(source.state, conditions);
  const facts = await describing;

  const presence = new Presence({
    bus,
    uplink,
    runs,
    bootId: readBootId(),
    describe: () => ({ facts, ...source.state }),
    conditions,
    heartbeatMs: config.BERTH_HEARTBEAT_INTERVAL_SECONDS * 1000,
    log,
  });
  const everyMs = config.BERTH_SAMPLE_INTERVAL_SECONDS * 1000;
  const sampler = new Sampler({
    bus,
    uplink,
    devices: source,
    load: new HostLoadReader(),
    everyMs,
    conditions,
    onSampled: () => void presence.refresh(),
    log,
  });
  const retention = {
    succeededMs: config.BERTH_SUCCEEDED_RUN_RETENTION_HOURS * HOUR_MS,
    otherMs: config.BERTH_OTHER_RUN_RETENTION_HOURS * HOUR_MS,
    bytes: config.BERTH_MAX_KEPT_OUTPUT_MB * 1_000_000,
  };
  const cleaner = new RunCleaner({ runs, executor, logs, reporter, retention, log });

  const usage = new DeviceUsage(source, () => runs.active);

  await runs.resume();
  bus.onConnected(() => logs.resend());
  const orders = listenToServices(bus, hostId, runs, usage, new DeviceProcessEnder(usage), log);
  const stopBackground = (): void => {
    sampler.stop();
    cleaner.stop();
    disk.stop();
  };
  const leave = async (): Promise<void> => {
    stopBackground();
    presence.stop();
    renewing.abort();
    reporter.close();
    await runs.loseAll(LOST_RUNS_TIMEOUT_MS);
    await logs.close();
    await bus.close();
  };
  let left: Promise<void> | undefined;
  let stopping = false;
  const ready = presence.start();
  sampler.start();
  cleaner.start();
  removal.onRemoved(() => {
    // its runs are stopped in any case
    if (stopping) return;
    left = leave().catch((error: unknown) => log.error({ err: error }, 'not all runs could be ended'));
  });

  return {
    hostId,
    ready,
    stop: async () => {
      stopping = true;
      if (left) {
        await left;
        await executor.close();
        await tracing.stop();
        return;
      }
      stopBackground();
      if (config.BERTH_STOP_RUNS_ON_EXIT === 'true') {
        const graceSeconds = config.BERTH_STOP_GRACE_SECONDS;
        await runs.preemptAll(graceSeconds, graceSeconds * 1000 + STOP_MARGIN_MS);
        await within(FINAL_FLUSH_TIMEOUT_MS, Promise.all([reporter.idle(), logs.idle()]));
        presence.stop();
        await presence.deregister();
      } else presence.stop();
      renewing.abort();
      if (!bus.nc.isClosed()) orders.unsubscribe();
      reporter.close();
      await logs.close();
      await executor.close();
      await bus.drain();
      await tracing.stop();
    },
  };
}

async function ownVersion(): Promise<string> {
  const description = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}

/** Resolves when the task is done or the timeout is over. */
async function within(milliseconds: number, task: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([task, timeUp]);
  clearTimeout(timer);
}
