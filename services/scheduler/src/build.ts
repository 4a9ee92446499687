import type { CalendarEvent, JobEvent } from '@berth/contracts/scheduler/events';
import { may } from '@berth/contracts/permissions';
import { Aggregates } from '@berth/service-host/aggregates';
import type { ForeignFacts, Platform, ServiceParts } from '@berth/service-host/platform';
import type { Calendar } from './calendar/calendar.js';
import type { CalendarCommand } from './calendar/calendar.commands.js';
import { calendarDecider } from './calendar/calendar.decider.js';
import { calendarSnapshot } from './calendar/calendar.snapshot.js';
import { Facts, foreignFacts } from './facts/facts.js';
import { ParkedFactsPoller } from './facts/parked-facts.poller.js';
import { FactWaiter } from './facts/fact-waiter.js';
import { Visibility } from './facts/visibility.js';
import { ReservationFinder } from './jobs/job/reservation-finder.js';
import { restartGangsTogether } from './jobs/gang/gang.process-manager.js';
import { GangMembers } from './jobs/gang/gang-members.js';
import type { JobCommand } from './jobs/job/job.commands.js';
import { jobDecider } from './jobs/job/job.decider.js';
import type { Job } from './jobs/job/job.js';
import { jobFeature } from './jobs/job/job.feature.js';
import { Admissions } from './jobs/job/admissions.js';
import { Submissions } from './jobs/job/submissions.js';
import { agentFeature } from './dispatch/agent/agent.feature.js';
import { Agents } from './dispatch/agents.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { ForeignHandlers } from './dispatch/foreign.handlers.js';
import { ReconciledHosts } from './dispatch/reconciled-hosts.js';
import { LeaseDurations } from './dispatch/lease-durations.js';
import { placeLeasedJobs, releaseEndedRuns } from './dispatch/lease.process-managers.js';
import { Placer } from './dispatch/placer.js';
import { Reconciler } from './dispatch/reconciler.js';
import { RunOrders } from './dispatch/run-order.js';
import { sweep } from './dispatch/sweep.js';
import { JobQueueIndexCheck, queueIndexCheck } from './jobs/queue-feed/job-queue-index-check.js';
import { JobQueueIndexUpdater } from './jobs/queue-feed/job-queue-index-updater.js';
import { JobQueueIndex } from './queue/waiting/job-queue-index.js';
import { defaultQuota, quotaFeature } from './queue/quota/quota.feature.js';
import { QuotaGates } from './queue/quota/quota-gates.js';
import { Quotas } from './queue/quota/quotas.js';
import { StartEstimates } from './queue/pending/start-estimates.js';
import { UnrunnableJobsPoller } from './dispatch/unrunnable/unrunnable-jobs.poller.js';
import { preemptionFeature } from './dispatch/preemption/preemption.feature.js';
import { Preemptor } from './dispatch/preemption/preemptor.js';
import { PendingQueries } from './queue/pending/pending.queries.js';
import { quarantineFeature } from './dispatch/quarantine/quarantine.feature.js';
import { Quarantines } from './dispatch/quarantine/quarantines.js';
import { QueueOrders } from './queue/order/queue-orders.js';
import { QueueQueries } from './queue/order/queue.queries.js';
import type { SchedulerConfig } from './scheduler.config.js';
import { AccountIndex } from './dispatch/accounts/account-index.js';
import { accountsFeature } from './dispatch/accounts/accounts.feature.js';
import { ArchivedProjects } from './jobs/archived/archived-projects.js';
import { attendanceFeature } from './reservations/reservation-usage/reservation-usage.feature.js';
import { calendarFeedFeature } from './reservations/calendar-feed/feed.feature.js';
import { connectionFeature } from './reservations/connection/connection.feature.js';
import { combineFeatures, type Feature } from './feature.js';
import { arrayFeature } from './jobs/array/array.feature.js';
import { scheduleFeature } from './jobs/schedule/schedule.feature.js';
import { notifyOrigins } from './jobs/origin/job-ended.process-manager.js';
import { DelegatedSubmissions } from './jobs/origin/delegated-submissions.js';
import { Planning } from './jobs/origin/planning.js';
import { workflowFeature } from './jobs/workflow/workflow.feature.js';
import { Policies } from './queue/policy/policies.js';
import { policyFeature } from './queue/policy/policy.feature.js';
import { reservationFeature } from './reservations/reservation/reservation.feature.js';
import { requestFeature } from './reservations/request/request.feature.js';
import { waitlistFeature } from './reservations/waitlist/waitlist.feature.js';
import { SchedulerModule } from './scheduler.module.js';
import { simulationFeature } from './simulation/simulation.feature.js';
import { JobQueries } from './jobs/views/job.queries.js';
import { CurrentShares } from './queue/usage/current-shares.js';
import { FairShares } from './queue/usage/fair-shares.js';
import { usageFeature } from './queue/usage/usage.feature.js';

const monotonicMs = (): number => performance.now();
const VIEW_TIMEOUT_MS = 10_000;

/** Builds the scheduler from its features. */
export function buildScheduler(platform: Platform<SchedulerConfig>): ServiceParts {
  const { store, readModels, vault, bus, clock, log, config, waitForViews } = platform;
  const jobs = new Aggregates<Job, JobCommand, JobEvent>(store, jobDecider, { cacheSize: 20_000 });
  const calendars = new Aggregates<Calendar, CalendarCommand, CalendarEvent>(store, calendarDecider, {
    snapshots: {
      ...calendarSnapshot,
      readModels,
      onError: (error) => log.warn({ err: error }, 'a snapshot of a calendar could not be read or written'),
    },
  });
  const facts = new Facts();
  facts.currentFrom(platform.factsCaughtUp);
  const policies = new Policies((poolId) => placer.request(poolId));
  const fairShares = new FairShares();
  const accounts = new AccountIndex(vault);
  const visibility = new Visibility(facts);
  const queueIndex = new JobQueueIndex(monotonicMs, clock.now);
  const shares = new CurrentShares(fairShares, policies, queueIndex);
  const orders = new QueueOrders({ queueIndex, policies, shares, clock, monotonicMs });
  const quarantines = new Quarantines({
    heldOn: (hostId) =>
      queueIndex.heldOn(hostId).map(({ document }) => ({ hostId, placedAt: document.runs.at(-1)?.placedAt })),
    now: () => clock.now(),
    monotonicMs,
    changed: () => placeEverywhere(),
  });
  const reconciledHosts = new ReconciledHosts(quarantines.isBlocked);
  const agents = new Agents(bus);
  const gangs = new GangMembers(queueIndex, calendars, facts);
  const runs = new RunOrders({ vault, gangs, facts, accounts });
  const told = { jobs, queueIndex, facts, agents, orders: runs, log };
  const dispatcher = new Dispatcher({ ...told, clock, monotonicMs });
  const reconciler = new Reconciler({ ...told, reconciledHosts, dispatcher });
  const quotas = new Quotas(defaultQuota(config), () => placeEverywhere());
  const gates = new QuotaGates(quotas, calendars, facts);
  const preemptor = new Preemptor({
    jobs,
    calendars,
    queueIndex,
    facts,
    policies,
    quotas: gates,
    clock,
    log,
  });
  const placer = new Placer({
    queueIndex,
    orders,
    facts,
    policies,
    reconciledHosts,
    jobs,
    calendars,
    clock,
    log,
    quotas: gates,
    ending: preemptor.endings,
    isOnProbation: quarantines.isOnProbation,
  });
  placer.onPlanned(preemptor.planned);
  const jobQueries = new JobQueries(readModels, store, facts, visibility);
  const untilCurrent = async (): Promise<void> => {
    await waitForViews(await store.lastPosition(), VIEW_TIMEOUT_MS);
  };
  const handlers = new ForeignHandlers(
    queueIndex,
    facts,
    reconciledHosts,
    dispatcher,
    reconciler,
    untilCurrent,
  );
  const feed = new JobQueueIndexUpdater(queueIndex, (jobId, poolId, live) => {
    placer.request(poolId);
    const held = queueIndex.held(jobId);
    if (held && live) void dispatcher.reconcileRun(held);
  });
  const placeEverywhere = () => {
    for (const poolId of queueIndex.pools) placer.request(poolId);
  };
  facts.onChange(placeEverywhere);
  reconciledHosts.onReconciled(placeEverywhere);
  const admissions = new Admissions(facts, new FactWaiter(facts), queueIndex.waiting, quotas);
  const reservations = new ReservationFinder(calendars, facts);
  const submissions = new Submissions(jobs, facts, admissions, queueIndex.waiting, vault, reservations);
  const failsAfterMs = config.BERTH_UNRUNNABLE_JOB_TIMEOUT_HOURS * 3_600_000;
  const startEstimates = new StartEstimates();
  placer.onPlanned(({ poolId, plan }) => startEstimates.update(poolId, plan));
  const pending = new PendingQueries({
    queueIndex,
    orders,
    policies,
    startEstimates,
    facts,
    visibility,
    reconciledHosts,
    quarantines,
    calendars,
    jobs: jobQueries,
    clock,
    failsAfterMs,
    overQuota: gates.overQuota,
    ongoingPreemption: preemptor.ongoingPreemption,
  });
  const leaseDurations = new LeaseDurations(monotonicMs);
  const freed = (poolId: string) => placer.request(poolId);
  const leases = { jobs, calendars, policies, clock, leaseDurations, freed };
  const parkedFacts = new ParkedFactsPoller(facts, platform.processes);
  const { waiting } = queueIndex;
  const delegated = new DelegatedSubmissions({
    jobs,
    facts,
    admissions,
    submissions,
    reservations,
    waiting,
    vault,
  });
  const planning = new Planning(admissions, reservations, vault);
  const workflows = workflowFeature(platform, { jobs, facts, visibility, planning, delegated });
  const arrays = arrayFeature(platform, { jobs, facts, visibility, waiting, planning, delegated });
  const schedules = scheduleFeature(platform, {
    jobs,
    workflowAggregates: workflows.aggregates,
    workflows: workflows.workflows,
    facts,
    visibility,
    planning,
    delegated,
  });
  const queueQueries = new QueueQueries(orders, visibility);
  const jobsAsked = { jobs, facts, visibility, policies, submissions, jobQueries, queueQueries, pending };
  const placing: Feature = {
    onViews: feed.follow,
    processManagers: [
      placeLeasedJobs(leases),
      releaseEndedRuns(leases),
      restartGangsTogether({ jobs, calendars, queueIndex, members: gangs, policies, clock, untilCurrent }),
      notifyOrigins({
        array: (...end) => arrays.process.jobEnded(...end),
        workflow: (...end) => workflows.process.jobEnded(...end),
      }),
    ],
    background: [
      sweep(queueIndex, placer, dispatcher, reconciler, config.BERTH_RECONCILE_INTERVAL_SECONDS),
      queueIndexCheck(
        new JobQueueIndexCheck(queueIndex, readModels, (poolId) => placer.request(poolId)),
        log,
      ),
      parkedFacts.work(log),
    ],
    prepare: async () => {
      leaseDurations.start(await store.lastPosition());
      await feed.fill(readModels);
    },
    handle: (event) => handlers.inventory(event),
  };
  const everyMs = config.BERTH_RECONCILE_INTERVAL_SECONDS * 1000;
  const neverRun = new UnrunnableJobsPoller({
    jobs,
    calendars,
    queueIndex,
    facts,
    quotas,
    clock,
    monotonicMs,
    log,
    everyMs,
    failsAfterMs,
  });
  const lookingAfter = { calendars, facts, policies, clock, log, everyMs, freed: leases.freed };
  const whole = combineFeatures([
    policyFeature(platform, policies),
    jobFeature(jobsAsked),
    agentFeature(reconciler),
    placing,
    { background: [neverRun.work] },
    quarantineFeature(platform, { quarantines, queueIndex, monotonicMs, everyMs, untilCurrent }),
    new ArchivedProjects({ ...lookingAfter, jobs, queueIndex, readModels, untilCurrent }).feature,
    accountsFeature(platform, accounts),
    calendarFeedFeature(platform, { facts, visibility }),
    reservationFeature(platform, { calendars, facts, policies, visibility, changed: leases.freed }),
    arrays.feature,
    workflows.feature,
    schedules,
    requestFeature(platform, { facts, policies, jobs, calendars, untilCurrent }),
    waitlistFeature(lookingAfter),
    attendanceFeature({ ...lookingAfter, accounts, agents }),
    connectionFeature(calendars, facts, accounts),
    quotaFeature(platform, { quotas, calendars, facts, visibility }),
    simulationFeature(readModels, facts, visibility),
    usageFeature(platform, fairShares, { shares, policies, facts, visibility, clock }),
    preemptionFeature({ preemptor, facts, everySeconds: config.BERTH_RECONCILE_INTERVAL_SECONDS, log }),
  ]);
  const foreign = (source: 'auth' | 'inventory'): ForeignFacts => ({
    source,
    projections: foreignFacts[source] as never,
    onChanges: (name, changes) => facts.apply(name, changes),
    handle: whole.handle,
  });
  return {
    ...whole,
    module: SchedulerModule.of(whole.controllers, whole.providers),
    foreign: [foreign('auth'), foreign('inventory')],
    prepare: async () => {
      await facts.load(readModels);
      await parkedFacts.look();
      await whole.prepare();
    },
    mayReadHistory: async (identity, entity, id) =>
      may(identity, 'readAll') || (await whole.mayReadHistory(identity, entity, id)),
  };
}
