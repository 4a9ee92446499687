import { Gauge, type Registry } from 'prom-client';
import { pause } from '@berth/bus/waiting';
import type { Logger } from '@berth/service-host/log';
import type { Archiver } from '../intake/archiver.js';
import type { ToldSoFar } from '../intake/told-so-far.js';
import type { SampleStore } from '../samples/sample-store.js';
import type { LogArchive } from './log-archive.js';
import { isWholeSlice, pruneSlice, usedBytes, type RetentionPolicy } from './retention.js';

export interface UpkeepOptions {
  readonly archive: LogArchive;
  readonly samples: SampleStore;
  readonly archiver: Archiver;
  readonly told: ToldSoFar;
  readonly policy: RetentionPolicy;
  readonly registry: Registry;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 1000;
const PRUNE_EVERY_MS = 60_000;

/** Refuses what has waited too long, deletes what is too old or too much, and shows how much there is. */
export async function keepWithinBounds(options: UpkeepOptions): Promise<void> {
  const { archive, samples, archiver, told, registry, log, signal } = options;
  new Gauge({
    name: 'berth_log_archive_bytes',
    help: 'Bytes that archived output takes',
    registers: [registry],
    collect() {
      this.set(usedBytes(archive.database));
    },
  });
  let pruneAt = 0;
  while (!signal.aborted) {
    try {
      if (archiver.hasWaiting) {
        await told.look();
        await archiver.lookAgain(signal);
      }
      if (performance.now() >= pruneAt) {
        samples.prune(Date.now());
        await prune(options);
        pruneAt = performance.now() + PRUNE_EVERY_MS;
      }
    } catch (error) {
      log.error({ err: error }, 'upkeep of the archive failed; trying again');
    }
    await pause(LOOK_EVERY_MS, signal);
  }
  registry.removeSingleMetric('berth_log_archive_bytes');
}

async function prune({ archive, policy, log, signal }: UpkeepOptions): Promise<void> {
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
