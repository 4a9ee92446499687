import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { DirtyPools } from '../queue/waiting/dirty-pools.js';
import type { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import type { Dispatcher } from './dispatcher.js';
import type { Reconciler } from './reconciler.js';

/**
 * Polls for work that was missed, whatever the reason: a lost message, an unreachable agent, a retry that is due.
 * All of it is also done at once when the cause arises; this is the safety net.
 */
export const sweep = (
  queueIndex: JobQueueIndex,
  dirtyPools: DirtyPools,
  dispatcher: Dispatcher,
  reconciler: Reconciler,
  everyMs: number,
): BackgroundWork => ({
  name: 'sweep',
  async start(signal) {
    while (!signal.aborted) {
      dirtyPools.markAll();
      const reconciled = [...queueIndex.allHeld].map((held) => dispatcher.reconcileRun(held));
      await Promise.all([reconciler.reconcilePending(), ...reconciled]);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  },
});
