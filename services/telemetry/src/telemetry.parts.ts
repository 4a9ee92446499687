import type { LogsArchived } from '@berth/contracts/agent/messages';
import { LOG_STREAM, SAMPLE_STREAM } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import type { DocumentChange } from '@berth/read-models';
import type { BackgroundWork, ForeignFacts, Platform } from '@berth/service-host/platform';
import { LogArchive } from './archive/log-archive.js';
import { LogReader } from './archive/log-reader.js';
import { MetricReader } from './archive/metric-reader.js';
import { runArchiveMaintenance } from './maintenance/archive-maintenance.js';
import { Archiver } from './intake/archiver.js';
import { followStream, ensureStream, logStream, sampleStream } from './intake/streams.js';
import { IntakeMetrics } from './intake/intake-metrics.js';
import { Placements } from './intake/placements.js';
import { JobEndNotifier } from './jobs/output-end.js';
import { JobAccess } from './jobs/job-access.js';
import { JOBS, jobDirectory, type KnownJob } from './jobs/job-directory.view.js';
import {
  PROJECT_MEMBERS,
  projectMembers,
  type ProjectMembers,
} from '@berth/service-host/project-members.view';
import { LogQueries } from './logs/log.queries.js';
import { LogSearchQueries } from './logs/log-search.queries.js';
import { SearchThreads } from './search/search-threads.js';
import { DEVICE_HOSTS, deviceHosts, type DeviceHost } from './samples/device-hosts.view.js';
import { SchedulerWatermark } from './intake/scheduler-watermark.js';
import {
  RemovedHostFilter,
  REMOVED_HOSTS,
  removedHosts,
  type RemovedHost,
} from './intake/removed-hosts.view.js';
import { SampleIntake } from './samples/sample-intake.js';
import { SampleStore } from './samples/sample-store.js';
import { archiveFolder, type TelemetryConfig } from './telemetry.config.js';

const HOUR_MS = 3_600_000;

/** The service's parts, put together. */
export class TelemetryParts {
  readonly samples: SampleStore;
  readonly logQueries: LogQueries;
  readonly logSearchQueries: LogSearchQueries;
  readonly foreign: readonly ForeignFacts[];
  readonly background: readonly BackgroundWork[];
  readonly #archive: LogArchive;
  readonly #searchThreads: SearchThreads;
  readonly #archiver: Archiver;
  readonly #watermark: SchedulerWatermark;
  readonly #sampleIntake: SampleIntake;
  readonly #jobEndNotifier: JobEndNotifier;
  readonly #stopping = new AbortController();

  constructor(private readonly platform: Platform<TelemetryConfig>) {
    const { config, readModels, log, metrics } = platform;
    const folder = archiveFolder(config);
    const jobs = readModels.collection<KnownJob>(JOBS);
    const removedHostFilter = new RemovedHostFilter(readModels.collection<RemovedHost>(REMOVED_HOSTS));
    const intakeMetrics = new IntakeMetrics(metrics);
    this.#archive = new LogArchive(folder);
    this.samples = new SampleStore(folder, {
      bucketMs: config.BERTH_ROLLUP_BUCKET_MINUTES * 60_000,
      samplesMs: config.BERTH_SAMPLE_RETENTION_HOURS * HOUR_MS,
      rollupsMs: config.BERTH_ROLLUP_RETENTION_DAYS * 24 * HOUR_MS,
    });
    this.#watermark = new SchedulerWatermark(
      platform.bus,
      platform.processes,
      'consumer:telemetry-from-scheduler',
    );
    this.#jobEndNotifier = new JobEndNotifier((jobId) => this.#announce(jobId));
    this.#archiver = new Archiver({
      archive: this.#archive,
      placements: new Placements(jobs),
      removedHostFilter,
      answer: (hostId, answer) => this.#answer(hostId, answer),
      announce: (jobId) => this.#announce(jobId),
      metrics: intakeMetrics,
      log,
      stream: LOG_STREAM,
      placementTimeoutMs: config.BERTH_LOG_PLACEMENT_TIMEOUT_SECONDS * 1000,
      schedulerWatermark: () => this.#watermark.upTo,
    });
    this.#sampleIntake = new SampleIntake({
      store: this.samples,
      devices: readModels.collection<DeviceHost>(DEVICE_HOSTS),
      removedHostFilter,
      metrics: intakeMetrics,
      log,
      stream: SAMPLE_STREAM,
    });
    const access = new JobAccess(jobs, readModels.collection<ProjectMembers>(PROJECT_MEMBERS));
    const reader = new LogReader(this.#archive);
    this.logQueries = new LogQueries(access, this.#archive, reader, new MetricReader(this.#archive));
    this.#searchThreads = new SearchThreads(folder);
    this.logSearchQueries = new LogSearchQueries(access, reader, this.#searchThreads);
    this.foreign = [
      {
        source: 'scheduler',
        entity: 'job',
        projections: [jobDirectory],
        onChanges: (_, changes) => this.#jobsChanged(changes),
      },
      { source: 'auth', projections: [projectMembers] },
      {
        source: 'inventory',
        projections: [deviceHosts, removedHosts],
      },
    ];
    this.background = [
      { name: 'log archive', start: (signal) => this.#archiveLogs(signal) },
      { name: 'samples', start: (signal) => this.#takeSamples(signal) },
      { name: 'upkeep', needsNoFacts: true, start: (signal) => this.#upkeep(signal) },
    ];
  }

  /** The streams are there before the service reports ready. */
  async prepare(): Promise<void> {
    await this.#ensureLogStream();
    await this.#ensureSampleStream();
  }

  close(): void {
    this.#stopping.abort();
    this.#jobEndNotifier.close();
    this.#searchThreads.close();
    this.#archive.close();
    this.samples.close();
  }

  #archiveLogs(signal: AbortSignal): Promise<void> {
    const { bus, log } = this.platform;
    return followStream({
      bus,
      stream: LOG_STREAM,
      ensure: () => this.#ensureLogStream(),
      position: () => this.#archive.position(LOG_STREAM),
      handle: (messages, position) => this.#archiver.take(messages, position, signal),
      log,
      signal,
    });
  }

  #takeSamples(signal: AbortSignal): Promise<void> {
    const { bus, log } = this.platform;
    return followStream({
      bus,
      stream: SAMPLE_STREAM,
      ensure: () => this.#ensureSampleStream(),
      position: () => this.samples.position(SAMPLE_STREAM),
      handle: (messages, position) => this.#sampleIntake.take(messages, position),
      log,
      signal,
    });
  }

  #upkeep(signal: AbortSignal): Promise<void> {
    const { config, log, metrics } = this.platform;
    return runArchiveMaintenance({
      archive: this.#archive,
      samples: this.samples,
      archiver: this.#archiver,
      watermark: this.#watermark,
      policy: {
        maxAgeMs: config.BERTH_LOG_RETENTION_DAYS * 24 * HOUR_MS,
        maxBytes: config.BERTH_LOG_ARCHIVE_MAX_BYTES,
      },
      registry: metrics,
      log,
      signal,
    });
  }

  #ensureLogStream(): Promise<string> {
    const { config, bus } = this.platform;
    const maxAgeMs = config.BERTH_LOG_STREAM_MAX_AGE_HOURS * HOUR_MS;
    return ensureStream(bus, logStream({ maxBytes: config.BERTH_LOG_STREAM_MAX_BYTES, maxAgeMs }));
  }

  #ensureSampleStream(): Promise<string> {
    return ensureStream(this.platform.bus, sampleStream(this.platform.config.BERTH_SAMPLE_STREAM_MAX_BYTES));
  }

  #jobsChanged(changes: readonly DocumentChange[]): void {
    for (const { after } of changes) if (after) this.#jobEndNotifier.changed(after as unknown as KnownJob);
    this.#archiver.retryUnplaced(this.#stopping.signal).catch((error: unknown) => {
      this.platform.log.error({ err: error }, 'queued output could not be checked');
    });
  }

  #answer(hostId: string, answer: LogsArchived): void {
    this.#publish(subjects.agentDown(hostId, 'telemetry', 'archived'), JSON.stringify(answer));
  }

  #announce(jobId: string): void {
    this.#publish(subjects.logArchived(jobId), '');
  }

  /** Lost with the connection: agents send again what was not confirmed, and followers do on reconnecting. */
  #publish(subject: string, body: string): void {
    const { bus } = this.platform;
    if (bus.connected && !bus.nc.isClosed()) bus.nc.publish(subject, body);
  }
}
