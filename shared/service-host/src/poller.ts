import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.js';
import type { BackgroundWork } from './platform.js';

/**
 * Runs a task in a loop, `everyMs` after its last end, until the signal aborts. A failure is logged and tried again.
 */
export async function runPoller(
  task: () => Promise<unknown>,
  options: {
    readonly name: string;
    readonly everyMs: number;
    readonly signal: AbortSignal;
    readonly log: Logger;
  },
): Promise<void> {
  const { name, everyMs, signal, log } = options;
  while (!signal.aborted) {
    try {
      await task();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, task: name }, 'a periodic task failed; retrying');
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** A background task that polls. */
export const poller = (
  task: () => Promise<unknown>,
  { name, everyMs, log }: { readonly name: string; readonly everyMs: number; readonly log: Logger },
): BackgroundWork => ({ name, start: (signal) => runPoller(task, { name, everyMs, signal, log }) });
