import type { Platform } from '@berth/service-host/platform';
import type { Calendars } from '../calendars.js';
import type { FactsWing } from '../facts/build.js';
import type { Feature } from '../feature.js';
import type { JobsWing } from '../jobs/build.js';
import type { QueueWing } from '../queue/build.js';
import { pendingFeature } from '../queue/pending/pending.feature.js';
import type { SchedulerConfig } from '../scheduler.config.js';
import { untilCurrent } from '../until-current.js';
import { AccountIndex } from './accounts/account-index.js';
import { accountsFeature } from './accounts/accounts.feature.js';
import { agentFeature } from './agent/agent.feature.js';
import { Agents } from './agents.js';
import { Dispatcher } from './dispatcher.js';
import { LostHosts } from './lost-hosts.process-manager.js';
import { LeaseDurations } from './lease-durations.js';
import { placeLeasedJobs, releaseEndedRuns } from './lease.process-managers.js';
import { Placer } from './placer.js';
import { preemptionFeature } from './preemption/preemption.feature.js';
import { Preemptor } from './preemption/preemptor.js';
import { quarantineFeature } from './quarantine/quarantine.feature.js';
import { Quarantines } from './quarantine/quarantines.js';
import { ReconciledHosts } from './reconciled-hosts.js';
import { Reconciler } from './reconciler.js';
import { RunOrders } from './run-order.js';
import { sweep } from './sweep.js';
import { UnrunnableJobsPoller } from './unrunnable/unrunnable-jobs.poller.js';

export type DispatchWing = ReturnType<typeof buildDispatch>;

/** Gives jobs their devices, and sees to it that hosts run what they were given, and nothing else. */
export function buildDispatch(
  platform: Platform<SchedulerConfig>,
  below: FactsWing & QueueWing & JobsWing & { readonly calendars: Calendars },
) {
  const { bus, clock, log, vault, store, config } = platform;
  const { facts, visibility, calendars, queueIndex, dirtyPools, policies, orders, quotas, quotaGates } =
    below;
  const { jobs, gangs, queueFeed, untilIndexed, startEstimates } = below;
  const monotonicMs = () => performance.now();
  const everyMs = config.BERTH_RECONCILE_INTERVAL_SECONDS * 1000;
  const failsAfterMs = config.BERTH_UNRUNNABLE_JOB_TIMEOUT_HOURS * 3_600_000;
  const current = untilCurrent(platform);

  const quarantines = new Quarantines({ queueIndex, dirtyPools, now: () => clock.now(), monotonicMs });
  const reconciledHosts = new ReconciledHosts(quarantines.isBlocked);
  reconciledHosts.onReconciled(() => dirtyPools.markAll());
  const accounts = new AccountIndex(vault);
  const agents = new Agents(bus);
  const told = {
    jobs,
    queueIndex,
    facts,
    agents,
    log,
    orders: new RunOrders({ jobs, vault, gangs, facts, accounts }),
  };
  const dispatcher = new Dispatcher({ ...told, clock, monotonicMs });
  const reconciler = new Reconciler({ ...told, reconciledHosts, dispatcher });
  const lostHosts = new LostHosts(queueIndex, facts, reconciledHosts, dispatcher, reconciler, current);
  queueFeed.onChanged((jobId, live) => {
    const held = queueIndex.held(jobId);
    if (held && live) void dispatcher.reconcileRun(held);
  });

  const decides = { jobs, calendars, queueIndex, facts, policies, clock, log };
  const preemptor = new Preemptor({ ...decides, quotas: quotaGates });
  const placer = new Placer({
    ...decides,
    dirtyPools,
    untilIndexed,
    orders,
    reconciledHosts,
    quotas: quotaGates,
    ending: preemptor.endings,
    isOnProbation: quarantines.isOnProbation,
  });
  placer.onPlanned(preemptor.planned);
  placer.onPlanned(({ poolId, plan }) => startEstimates.update(poolId, plan));
  const unrunnable = new UnrunnableJobsPoller({ ...decides, quotas, monotonicMs, everyMs, failsAfterMs });

  const leaseDurations = new LeaseDurations(monotonicMs);
  const leases = { jobs, calendars, policies, clock, leaseDurations, dirtyPools };
  const placing: Feature = {
    processManagers: [placeLeasedJobs(leases), releaseEndedRuns(leases)],
    background: [
      placer.work,
      sweep(queueIndex, dirtyPools, dispatcher, reconciler, everyMs),
      unrunnable.work,
    ],
    prepare: async () => leaseDurations.start(await store.lastPosition()),
    handle: (event) => lostHosts.handle(event),
  };
  const features: Feature[] = [
    accountsFeature(platform, accounts),
    agentFeature(reconciler),
    placing,
    quarantineFeature(platform, { quarantines, queueIndex, monotonicMs, everyMs, untilCurrent: current }),
    preemptionFeature({ preemptor, facts, everyMs, log }),
    pendingFeature({
      ...decides,
      orders,
      startEstimates,
      visibility,
      reconciledHosts,
      quarantines,
      failsAfterMs,
      overQuota: quotaGates.overQuota,
      ongoingPreemption: preemptor.ongoingPreemption,
    }),
  ];
  return { accounts, agents, features };
}
