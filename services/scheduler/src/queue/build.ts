import { START, type Position } from '@berth/event-store';
import type { Platform } from '@berth/service-host/platform';
import type { Calendars } from '../calendars.js';
import type { FactsWing } from '../facts/build.js';
import type { Feature } from '../feature.js';
import type { SchedulerConfig } from '../scheduler.config.js';
import { orderFeature } from './order/order.feature.js';
import { QueueOrders } from './order/queue-orders.js';
import { StartEstimates } from './pending/start-estimates.js';
import { Policies } from './policy/policies.js';
import { policyFeature } from './policy/policy.feature.js';
import { defaultQuota, quotaFeature } from './quota/quota.feature.js';
import { QuotaGates } from './quota/pass-quotas.js';
import { Quotas } from './quota/quotas.js';
import { CurrentShares, FairShares } from './usage/fair-shares.js';
import { usageFeature } from './usage/usage.feature.js';
import { DirtyPools } from './waiting/dirty-pools.js';
import { JobQueueIndex } from './waiting/job-queue-index.js';
import { JobQueueIndexUpdater } from './waiting/job-queue-index-updater.js';
import { schedulingStates } from './waiting/scheduling-states.view.js';

/**
 * A pass does not wait longer for the index; the next sweep asks for another. Longer than a view lags on a loaded machine:
 * a pass that gives up each time would place nothing while the lag lasts.
 */
const INDEX_TIMEOUT_MS = 10_000;
/** A service that is to stop does not wait longer for a pass that waits. */
const STOP_CHECK_MS = 1_000;

export type QueueWing = ReturnType<typeof buildQueue>;

/** The waiting jobs and their order, and what decides on it. */
export function buildQueue(
  platform: Platform<SchedulerConfig>,
  { facts, visibility, calendars }: FactsWing & { readonly calendars: Calendars },
) {
  const { clock, config, readModels } = platform;
  const monotonicMs = () => performance.now();
  const queueIndex = new JobQueueIndex(monotonicMs, clock.now);
  const dirtyPools = new DirtyPools(() => queueIndex.pools);
  const queueFeed = new JobQueueIndexUpdater(queueIndex, dirtyPools);
  const index: Feature = {
    projections: [schedulingStates],
    onViews: queueFeed.follow,
    prepare: () => queueFeed.fill(readModels),
  };
  /** Whether the queue index has seen all that this process knows to be recorded, and all up to a position. */
  const untilIndexed = async (position: Position = START, signal?: AbortSignal): Promise<boolean> => {
    const known = await platform.lastKnownPosition();
    const wanted = position > known ? position : known;
    // The position stays the same, since another one that is newer each time might never be reached.
    for (let waitedMs = 0; waitedMs < INDEX_TIMEOUT_MS && !signal?.aborted; waitedMs += STOP_CHECK_MS)
      if (await platform.waitForViews(wanted, STOP_CHECK_MS, [schedulingStates.name])) return true;
    return false;
  };
  facts.onChange(() => dirtyPools.markAll());
  const policies = new Policies((poolId) => dirtyPools.mark(poolId));
  const quotas = new Quotas(defaultQuota(config), () => dirtyPools.markAll());
  const fairShares = new FairShares();
  const shares = new CurrentShares(fairShares, policies, queueIndex);
  const orders = new QueueOrders({ queueIndex, policies, shares, clock, monotonicMs });
  const features: Feature[] = [
    policyFeature(platform, policies),
    quotaFeature(platform, { quotas, calendars, facts, visibility }),
    usageFeature(platform, fairShares, { shares, policies, facts, visibility, clock }),
    orderFeature(orders, visibility),
    index,
  ];
  return {
    queueIndex,
    queueFeed,
    untilIndexed,
    dirtyPools,
    policies,
    orders,
    quotas,
    quotaGates: new QuotaGates(quotas, calendars, facts),
    startEstimates: new StartEstimates(),
    features,
  };
}
