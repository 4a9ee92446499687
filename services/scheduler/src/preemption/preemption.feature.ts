import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@berth/service-host/log';
import type { Facts } from '../facts/facts.js';
import type { Feature } from '../feature.js';
import type { Preemptor } from './preemptor.js';

export interface PreemptionFeatureParts {
  readonly preemptor: Preemptor;
  readonly facts: Facts;
  readonly everySeconds: number;
  readonly log: Logger;
}

/** Looks again and again whether a window begins soon. */
export const preemptionFeature = ({
  preemptor,
  facts,
  everySeconds,
  log,
}: PreemptionFeatureParts): Feature => ({
  background: [
    {
      name: 'windows',
      async start(signal) {
        while (!signal.aborted) {
          for (const { poolId } of facts.pools.values()) {
            await preemptor.clearWindows(poolId).catch((error: unknown) => {
              log.error({ err: error, poolId }, 'windows could not be cleared; the next look tries again');
            });
          }
          await sleep(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
        }
      },
    },
  ],
});
