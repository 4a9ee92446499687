import { createLogger } from '@berth/service-host/log';
import { tempDir } from '@berth/testing/temp-dir';
import { startTracing } from '@berth/tracing/tracing';
import { defined } from '@berth/kernel/defined';
import { Cgroups } from '../../executors/process/cgroups.js';
import { ProcessExecutor } from '../../executors/process/process-executor.js';
import { RunLogs } from '../../logs/run-logs.js';
import { RunManager } from '../run-manager.js';
import { RunReporter } from '../run-reporter.js';

/**
 * All that an agent has for its runs, with real processes; its reports are never answered, and output is not received.
 */
export async function hostRuns({ onStartFailed }: { readonly onStartFailed?: () => void } = {}) {
  const folder = tempDir('runs');
  const log = createLogger('test', 'silent');
  const executor = await ProcessExecutor.open({
    folder,
    cgroups: await Cgroups.detect(),
    outputLimitBytes: 0,
    checkSeconds: 60,
  });
  const logs = new RunLogs(() => Promise.resolve());
  const uplink = { requestUntilAnswered: () => new Promise<never>(() => undefined) } as never;
  const reporter = new RunReporter({ uplink, log, onFenced: () => undefined });
  const tracing = await startTracing('agent', undefined);
  const parts = { executor, logs, reporter, log, tracing, hasDevice: () => true };
  const runs = new RunManager({ ...parts, ...defined({ onStartFailed }) });
  await runs.resume();
  const close = async (): Promise<void> => {
    reporter.close();
    await logs.close();
    await executor.close();
  };
  return { folder, executor, logs, reporter, runs, log, close };
}
