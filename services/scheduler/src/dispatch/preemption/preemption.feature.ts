import type { Logger } from '@berth/service-host/log';
import { repeatedWork } from '@berth/service-host/repeating';
import type { Facts } from '../../facts/facts.js';
import type { Feature } from '../../feature.js';
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
    repeatedWork(
      async () => {
        for (const { poolId } of facts.pools.values()) {
          await preemptor.clearWindows(poolId).catch((error: unknown) => {
            log.error({ err: error, poolId }, 'windows could not be cleared; the next look tries again');
          });
        }
      },
      { name: 'windows', everyMs: everySeconds * 1000, log },
    ),
  ],
});
