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
import { mostProcesses } from './executors/process/process-limit.js';
import { readBootId } from './executors/process/process-identity.js';
import { HostConditions } from './host/conditions.js';
import { DiskWatch } from './host/disk-watch.js';
import { hostFacts } from './host/host-facts.js';
import { HostLoadMeter } from './host/host-load.js';
import { Presence } from './host/presence.js';
import { noteReadable, Sampler } from './host/sampler.js';
import { connectToPlatform } from './join/connection.js';
import { Membership } from './join/membership.js';
import { HostRemovedError, Removal } from './join/removal.js';
import { endWhatIsLeft } from './join/removed-agent.js';
import { askWhileAway, keepRenewing } from './join/renewal.js';
import { RunLogs } from './logs/run-logs.js';
import { becomeOnlyAgent } from './only-agent.js';
import { RunCleaner } from './runs/run-cleaner.js';
import { RunManager } from './runs/run-manager.js';
import { RunReporter } from './runs/run-reporter.js';
import { DeviceUsage } from './usage/device-usage.js';
import { DeviceProcessEnder } from './usage/process-ender.js';

export interface Agent {
  readonly hostId: string;
  /** Resolves when the platform knows this host and takes its runs into account. */
  readonly ready: Promise<void>;
  /** In order: runs end (where the settings say so) and are reported, output is sent, then the agent leaves. */
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** After the grace: for processes to die, and for the last reports and output to be taken. */
const DYING_MS = 5000;
const LAST_WORDS_MS = 8000;
/** For runs of a host that was removed to end. */
const LOST_WITHIN_MS = 15_000;

export async function startAgent(config: AgentConfig, log: Logger, signal: AbortSignal): Promise<Agent> {
  const folder = config.BERTH_AGENT_DIR;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  becomeOnlyAgent(folder);

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
  const outputLimitBytes = config.BERTH_OUTPUT_LIMIT_MB * 1024 * 1024;
  const executor = await ProcessExecutor.open({
    folder: join(folder, 'runs'),
    cgroups,
    isolation,
    outputLimitBytes,
    checkSeconds: 5,
    mostProcesses: config.BERTH_JOB_PROCESSES || mostProcesses(),
  });
  // Asks other programs, which take their time.
  const describing = ownVersion().then((version) => hostFacts(version, cgroups.statement, isolation));
  const membership = await Membership.load(folder);
  const removal = new Removal(folder, log);
  const connection = await connectToPlatform(membership, config, log, signal).catch((error: unknown) => {
    if (error instanceof HostRemovedError) return undefined;
    throw error;
  });
  if (!connection) {
    removal.heard();
    await endWhatIsLeft(executor, log);
    const stop = async () => {
      await executor.close();
      await tracing.stop();
    };
    return { hostId: membership.answer?.hostId ?? '', ready: Promise.resolve(), stop };
  }
  const { bus, hostId } = connection;
  bus.onError((error) => log.warn({ err: error }, 'the bus refused something'));
  log.info({ hostId }, 'joined the platform');
  const renewing = new AbortController();
  const renewal = { gatewayUrl: config.BERTH_GATEWAY_URL, log, removal, signal: renewing.signal };
  void keepRenewing(membership, renewal);
  bus.onDisconnected(() => void askWhileAway(bus, membership, renewal));

  const uplink = new Uplink(bus, hostId, () => removal.heard());
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
    onStartFailed: () => void disk.look(),
  });
  const source: HostDevices = new HostDevices({
    simulate: config.BERTH_SIMULATE_GPUS,
    seed: membership.publicKey,
    isHeld: (uuid) => runs.holds(uuid),
    nvidiaSmi: config.BERTH_NVIDIA_SMI,
    withinMs: config.BERTH_NVIDIA_SMI_SECONDS * 1000,
  });
  await source.start(signal);
  noteReadable(source.state, conditions);
  const facts = await describing;

  const presence = new Presence({
    bus,
    uplink,
    runs,
    bootId: readBootId(),
    describe: () => ({ facts, ...source.state }),
    conditions,
    heartbeatMs: config.BERTH_HEARTBEAT_SECONDS * 1000,
    log,
  });
  const everyMs = config.BERTH_SAMPLE_SECONDS * 1000;
  const sampler = new Sampler({
    bus,
    uplink,
    devices: source,
    load: new HostLoadMeter(),
    everyMs,
    conditions,
    onLook: () => void presence.refresh(),
    log,
  });
  const retention = {
    succeededMs: config.BERTH_KEEP_SUCCEEDED_HOURS * HOUR_MS,
    otherMs: config.BERTH_KEEP_OTHER_HOURS * HOUR_MS,
    bytes: config.BERTH_KEPT_OUTPUT_MB * 1_000_000,
  };
  const cleaner = new RunCleaner({ runs, executor, logs, reporter, retention, log });

  const usage = new DeviceUsage(source, () => runs.active);

  await runs.resume();
  bus.onConnected(() => logs.resend());
  const orders = listenToServices(bus, hostId, runs, usage, new DeviceProcessEnder(usage), log);
  const quiet = (): void => {
    sampler.stop();
    cleaner.stop();
    disk.stop();
  };
  const leave = async (): Promise<void> => {
    quiet();
    presence.stop();
    renewing.abort();
    reporter.close();
    await runs.loseAll(LOST_WITHIN_MS);
    await logs.close();
    await bus.close();
  };
  let left: Promise<void> | undefined;
  let stopping = false;
  const ready = presence.start();
  sampler.start();
  cleaner.start();
  removal.onHeard(() => {
    // its runs end anyhow
    if (stopping) return;
    left = leave().catch((error: unknown) => log.error({ err: error }, 'the runs could not all be ended'));
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
      quiet();
      if (config.BERTH_STOP_RUNS === 'true') {
        const graceSeconds = config.BERTH_STOP_GRACE_SECONDS;
        await runs.preemptAll(graceSeconds, graceSeconds * 1000 + DYING_MS);
        await within(LAST_WORDS_MS, Promise.all([reporter.idle(), logs.idle()]));
        presence.stop();
        await presence.sayGoodbye();
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

/** Resolves with the task or when the time is up. */
async function within(milliseconds: number, task: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([task, timeUp]);
  clearTimeout(timer);
}
