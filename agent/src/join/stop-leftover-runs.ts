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
