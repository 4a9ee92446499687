import type { Logger } from '@berth/service-host/log';
import type { Executor } from '../executors/executor.js';

const GRACE_SECONDS = 5;

/**
 * Ends what an earlier agent left running on a host that was removed meanwhile. The agent does nothing more and does
 * not exit: its supervisor (systemd, Docker) would only restart it.
 */
export async function stopLeftoverRuns(executor: Executor, log: Logger): Promise<void> {
  for (const run of await executor.list()) {
    if (run.status === 'ended') continue;
    const { jobId } = run;
    await executor
      .stop(run, { outcome: 'lost', graceSeconds: GRACE_SECONDS })
      .catch((error: unknown) => log.error({ err: error, jobId, run: run.run }, 'a run could not be ended'));
  }
}

/** The platform has removed this host, permanently: its key is never accepted again. */
export class HostRemovedError extends Error {
  override readonly name = 'HostRemovedError';
  constructor() {
    super('this host was removed');
  }
}

/** Records, once, that the platform has removed this host; reported by whichever part of the agent learns it first. */
export class HostRemoval {
  #isRemoved = false;
  readonly #listeners: (() => void)[] = [];

  constructor(
    private readonly folder: string,
    private readonly log: Logger,
  ) {}

  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  markRemoved(): void {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    this.log.error(
      `this host was removed from the platform: its runs are ended, and the agent is idle. To join as a new host, stop it, remove ${this.folder}, and start it with a new join token`,
    );
    for (const listener of this.#listeners) listener();
  }

  onRemoved(listener: () => void): void {
    if (this.#isRemoved) listener();
    else this.#listeners.push(listener);
  }
}
