import { stat } from 'node:fs/promises';
import type { Logger } from '@berth/service-host/log';
import type { Executor, RunKey } from '../executors/executor.js';
import type { RunLogs } from '../logs/run-logs.js';
import type { RunManager } from './run-manager.js';
import type { RunReporter } from './run-reporter.js';

export interface Retention {
  readonly succeededMs: number;
  readonly otherMs: number;
  /** Of output that is archived, on this host: beyond it the oldest goes before its time. */
  readonly bytes: number;
}

export interface RunCleanerParts {
  readonly runs: RunManager;
  readonly executor: Executor;
  readonly logs: RunLogs;
  readonly reporter: RunReporter;
  readonly retention: Retention;
  readonly log: Logger;
}

const EVERY_MS = 60_000;
/** Output that is still not archived so long past its retention is deleted. */
const UNDELIVERED_MS = 30 * 24 * 3_600_000;

/**
 * Deletes the folders of runs that ended long enough ago, were reported, and whose output is archived; and the oldest of
 * these before their time where they take too much room.
 */
export class RunCleaner {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: RunCleanerParts) {}

  start(): void {
    this.#timer = setInterval(() => void this.clean(Date.now()), EVERY_MS);
    void this.clean(Date.now());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @param now milliseconds since 1970 */
  async clean(now: number): Promise<void> {
    const { runs, executor, logs, reporter, retention } = this.parts;
    for (const run of runs.ended) {
      const keepMs = run.end.outcome === 'succeeded' ? retention.succeededMs : retention.otherMs;
      const overdueMs = now - Date.parse(run.end.endedAt) - keepMs;
      const output = executor.output(run);
      const done = reporter.isEndReported(output) && logs.isDelivered(output);
      if (overdueMs < 0 || (!done && overdueMs < UNDELIVERED_MS)) continue;
      await this.#forget(run);
    }
    await this.#makeRoom();
  }

  async #makeRoom(): Promise<void> {
    const { runs, executor, logs, reporter, retention } = this.parts;
    let kept = 0;
    const latestFirst = runs.ended.toSorted((a, b) => b.end.endedAt.localeCompare(a.end.endedAt));
    for (const run of latestFirst) {
      const output = executor.output(run);
      if (!reporter.isEndReported(output) || !logs.isDelivered(output)) continue;
      kept += (await sizeOf(output.stdout)) + (await sizeOf(output.stderr));
      if (kept > retention.bytes) await this.#forget(run);
    }
  }

  async #forget(run: RunKey): Promise<void> {
    const { jobId } = run;
    try {
      await this.parts.runs.forget(run);
    } catch (error) {
      this.parts.log.warn({ err: error, jobId, run: run.run }, 'the folder of a run could not be deleted');
    }
  }
}

/**
 * What it takes on the disk: a job may make a file look larger than all disks, and so cause others' output to be
 * deleted.
 */
const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size, blocks }) => Math.min(size, blocks * 512),
    () => 0,
  );
