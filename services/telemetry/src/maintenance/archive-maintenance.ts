import { Gauge, type Registry } from 'prom-client';
import { pause } from '@berth/bus/waiting';
import type { Logger } from '@berth/service-host/log';
import type { Archiver } from '../intake/archiver.js';
import type { SchedulerWatermark } from '../intake/scheduler-watermark.js';
import type { SampleStore } from '../samples/sample-store.js';
import type { LogArchive } from '../archive/log-archive.js';
import { isWholeSlice, pruneSlice, usedBytes, type RetentionPolicy } from '../archive/retention.js';

export interface ArchiveMaintenanceOptions {
  readonly archive: LogArchive;
  readonly samples: SampleStore;
  readonly archiver: Archiver;
  readonly watermark: SchedulerWatermark;
  readonly policy: RetentionPolicy;
  readonly registry: Registry;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const RETRY_INTERVAL_MS = 1000;
const PRUNE_INTERVAL_MS = 60_000;

/** Refuses chunks that have waited too long, deletes output past its retention or size limit, and exports its size. */
export async function runArchiveMaintenance(options: ArchiveMaintenanceOptions): Promise<void> {
  const { archive, samples, archiver, watermark, registry, log, signal } = options;
  new Gauge({
    name: 'berth_log_archive_bytes',
    help: 'Size of the archived output in bytes',
    registers: [registry],
    collect() {
      this.set(usedBytes(archive.database));
    },
  });
  let pruneAt = 0;
  while (!signal.aborted) {
    try {
      if (archiver.hasUnplaced) {
        await watermark.refresh();
        await archiver.retryUnplaced(signal);
      }
      if (performance.now() >= pruneAt) {
        samples.prune(Date.now());
        await prune(options);
        pruneAt = performance.now() + PRUNE_INTERVAL_MS;
      }
    } catch (error) {
      log.error({ err: error }, 'maintenance of the archive failed; retrying');
    }
    await pause(RETRY_INTERVAL_MS, signal);
  }
  registry.removeSingleMetric('berth_log_archive_bytes');
}

async function prune({ archive, policy, log, signal }: ArchiveMaintenanceOptions): Promise<void> {
  let total = 0;
  for (;;) {
    const pruned = pruneSlice(archive.database, policy, Date.now());
    total += pruned;
    if (!isWholeSlice(pruned) || signal.aborted) break;
    // what arrives goes first
    await pause(10, signal);
  }
  if (total > 0) log.info({ chunks: total }, 'old output was deleted');
}
