import type { Logger } from '@berth/service-host/log';
import { poller } from '@berth/service-host/poller';
import type { Facts } from '../../facts/facts.js';
import type { Feature } from '../../feature.js';
import type { Preemptor } from './preemptor.js';

export interface PreemptionFeatureParts {
  readonly preemptor: Preemptor;
  readonly facts: Facts;
  readonly everyMs: number;
  readonly log: Logger;
}

/** Polls for windows that begin soon. */
export const preemptionFeature = ({ preemptor, facts, everyMs, log }: PreemptionFeatureParts): Feature => ({
  background: [
    poller(
      async () => {
        for (const { poolId } of facts.pools.values()) {
          await preemptor.clearWindows(poolId).catch((error: unknown) => {
            log.error(
              { err: error, poolId },
              'preemption for upcoming windows failed; the next sweep retries',
            );
          });
        }
      },
      { name: 'windows', everyMs, log },
    ),
  ],
});
