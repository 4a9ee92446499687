import type { QuarantineEvent } from '@berth/contracts/scheduler/quarantine';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import type { Feature } from '../../feature.js';
import { systemCommand } from '@berth/service-host/command-meta';
import type { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';
import { quarantineStream } from '../../streams.js';
import { jobsView, type JobDocument } from '../../jobs/views/job.view.js';
import type { Quarantine } from './quarantine.js';
import { quarantineDecider, type QuarantineCommand } from './quarantine.decider.js';
import { QUARANTINES, QuarantineController } from './quarantine.controller.js';
import { trackStarts } from './quarantine.process-manager.js';
import { Quarantines, quarantinesView } from './quarantines.js';

/** A run that has lasted so long has started successfully. */
const BEGUN_AFTER_MS = 30_000;
const NAME = 'good-starts';

export interface QuarantineParts {
  readonly quarantines: Quarantines;
  readonly queueIndex: JobQueueIndex;
  readonly monotonicMs: () => number;
  readonly everyMs: number;
  readonly untilCurrent: () => Promise<void>;
}

/** Takes hosts on which nothing starts out of service for a while. */
export function quarantineFeature(
  { store, readModels, clock, log }: Pick<Platform, 'store' | 'readModels' | 'clock' | 'log'>,
  { quarantines, queueIndex, monotonicMs, everyMs, untilCurrent }: QuarantineParts,
): Feature {
  const aggregates = new Aggregates<Quarantine, QuarantineCommand, QuarantineEvent>(store, quarantineDecider);
  const jobs = readModels.collection<JobDocument>(jobsView.collection);
  /** Long runs end late. */
  const noteLongRuns = async () => {
    for (const hostId of quarantines.hostsWithFailures()) {
      const held = queueIndex
        .heldOn(hostId)
        .find(
          ({ scheduling, sinceMs }) =>
            scheduling.state === 'running' && monotonicMs() - sinceMs > BEGUN_AFTER_MS,
        );
      const placedAt = held?.scheduling.runs.at(-1)?.placedAt;
      if (!held || placedAt === undefined) continue;
      const { jobId, run } = held;
      const now = clock.now();
      const command = { type: 'recordGoodStart', hostId, jobId, run, placedAt, now } as const;
      const meta = systemCommand(NAME, 'scheduler.quarantine.recordGoodStart.v1', now);
      await aggregates.execute(quarantineStream(hostId), command, meta);
    }
  };
  return {
    controllers: [QuarantineController],
    providers: [
      { provide: QUARANTINES, useValue: aggregates },
      { provide: Quarantines, useValue: quarantines },
    ],
    projections: [quarantinesView],
    onViews: quarantines.table.follow,
    prepare: () => quarantines.table.fill(readModels),
    processManagers: [trackStarts({ quarantines: aggregates, jobs, clock, untilCurrent })],
    background: [poller(noteLongRuns, { name: NAME, everyMs, log })],
  };
}
