import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { Board } from '../queue/waiting/board.js';
import type { Dispatcher } from './dispatcher.js';
import type { Placer } from './placer.js';
import type { Reconciler } from './reconciler.js';

/**
 * Looks again and again for what has stayed undone, whatever the reason: a message lost, an agent away for a moment, a
 * retry whose time has come. Everything it does is also done at once when the cause arises; this is the safety net.
 */
export const sweep = (
  board: Board,
  placer: Placer,
  dispatcher: Dispatcher,
  reconciler: Reconciler,
  everySeconds: number,
): BackgroundWork => ({
  name: 'sweep',
  async start(signal) {
    while (!signal.aborted) {
      for (const poolId of board.pools) placer.request(poolId);
      const tended = [...board.allHeld].map((held) => dispatcher.tend(held));
      await Promise.all([reconciler.askUnsettled(), ...tended]);
      await sleep(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
    await placer.close();
  },
});
