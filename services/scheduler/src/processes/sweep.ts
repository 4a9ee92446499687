import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { Board } from '../queue/board.js';
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
      await reconciler.askUnsettled();
      for (const poolId of board.pools) if (board.queue(poolId).length > 0) placer.request(poolId);
      await Promise.all([...board.allHeld].map((held) => dispatcher.tend(held)));
      await sleep(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
    }
    await placer.idle();
  },
});
