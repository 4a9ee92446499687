import type { Logger } from '@berth/service-host/log';
import type { Executor } from '../executors/executor.js';
import type { RunLogs } from '../logs/run-logs.js';
import type { RunManager } from './run-manager.js';
import type { RunReporter } from './run-reporter.js';

export interface Retention {
  readonly succeededMs: number;
  readonly otherMs: number;
}

export interface RunCleanerParts {
  readonly runs: RunManager;
  readonly executor: Executor;
  readonly logs: RunLogs;
  readonly reporter: RunReporter;
  readonly retention: Retention;
  readonly log: Logger;
}

const EVERY_MS = 10 * 60_000;
/** Output that nobody has archived for so long past its time is given up. */
const UNDELIVERED_MS = 30 * 24 * 3_600_000;

/** Deletes the folders of runs that ended long enough ago, were reported, and whose output is archived. */
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
    const { runs, executor, logs, reporter, retention, log } = this.parts;
    for (const run of runs.ended) {
      const keepMs = run.end.outcome === 'succeeded' ? retention.succeededMs : retention.otherMs;
      const overdueMs = now - Date.parse(run.end.endedAt) - keepMs;
      const output = executor.output(run);
      const done = reporter.isSettled(output) && logs.isDelivered(output);
      if (overdueMs < 0 || (!done && overdueMs < UNDELIVERED_MS)) continue;
      try {
        await runs.forget(run);
      } catch (error) {
        log.warn({ err: error, jobId: run.jobId, run: run.run }, 'the folder of a run could not be deleted');
      }
    }
  }
}
