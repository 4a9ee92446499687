import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.js';
import type { BackgroundWork } from './platform.js';

/** Runs a task again and again, `everyMs` after its last end, until the signal aborts. A failure is logged and tried again. */
export async function repeatedly(
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
      if (!signal.aborted) log.error({ err: error, task: name }, 'a periodic task failed and tries again');
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Background work that is one task, run again and again. */
export const repeatedWork = (
  task: () => Promise<unknown>,
  { name, everyMs, log }: { readonly name: string; readonly everyMs: number; readonly log: Logger },
): BackgroundWork => ({ name, start: (signal) => repeatedly(task, { name, everyMs, signal, log }) });
