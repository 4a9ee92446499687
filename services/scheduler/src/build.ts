import type { CalendarEvent, JobEvent } from '@berth/contracts/scheduler/events';
import { Aggregates } from '@berth/service-host/aggregates';
import type { ForeignFacts, Platform, ServiceParts } from '@berth/service-host/platform';
import type { Calendar } from './calendar/calendar.js';
import type { CalendarCommand } from './calendar/calendar.commands.js';
import { calendarDecider } from './calendar/calendar.decider.js';
import { calendarSnapshot } from './calendar/calendar.snapshot.js';
import { seesEverything } from './facts/entitlement.js';
import { Facts, foreignFacts } from './facts/facts.js';
import { ParkedFacts } from './facts/parked-facts.js';
import { LateFacts } from './facts/late-facts.js';
import { Visibility } from './facts/visibility.js';
import { BookingFinder } from './jobs/job/booking-finder.js';
import { keepGangsTogether } from './jobs/gang/gang.reactor.js';
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
import { HostRoster } from './dispatch/host-roster.js';
import { HoldTimes } from './dispatch/hold-times.js';
import { placeLeasedJobs, releaseEndedRuns } from './dispatch/lease.reactors.js';
import { Placer } from './dispatch/placer.js';
import { Reconciler } from './dispatch/reconciler.js';
import { RunOrders } from './dispatch/run-order.js';
import { sweep } from './dispatch/sweep.js';
import { BoardCheck, checkBoard } from './jobs/queue-feed/board-check.js';
import { BoardFeed } from './jobs/queue-feed/board-feed.js';
import { Board } from './queue/waiting/board.js';
import { defaultQuota, quotaFeature } from './queue/quota/quota.feature.js';
import { QuotaGates } from './queue/quota/quota-gates.js';
import { Quotas } from './queue/quota/quotas.js';
import { Outlook } from './queue/pending/outlook.js';
import { NeverRun } from './dispatch/never-run/never-run.process.js';
import { preemptionFeature } from './dispatch/preemption/preemption.feature.js';
import { Preemptor } from './dispatch/preemption/preemptor.js';
import { PendingQueries } from './queue/pending/pending.queries.js';
import { quarantineFeature } from './dispatch/quarantine/quarantine.feature.js';
import { Quarantines } from './dispatch/quarantine/quarantines.js';
import { QueueOrders } from './queue/order/queue-orders.js';
import { QueueQueries } from './queue/order/queue.queries.js';
import type { SchedulerConfig } from './scheduler.config.js';
import { AccountBook } from './reservations/accounts/account-book.js';
import { accountsFeature } from './reservations/accounts/accounts.feature.js';
import { ArchivedProjects } from './jobs/archived/archived-projects.js';
import { attendanceFeature } from './reservations/attendance/attendance.feature.js';
import { calendarFeedFeature } from './reservations/calendar-feed/feed.feature.js';
import { connectionFeature } from './reservations/connection/connection.feature.js';
import { together, type Feature } from './feature.js';
import { arrayFeature } from './jobs/array/array.feature.js';
import { scheduleFeature } from './jobs/schedule/schedule.feature.js';
import { tellOrigins } from './jobs/origin/ended.reactor.js';
import { OnBehalf } from './jobs/origin/on-behalf.js';
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
const BOARD_WITHIN_MS = 10_000;

/** Puts the scheduler together from its parts. */
export function buildScheduler(platform: Platform<SchedulerConfig>): ServiceParts {
  const { store, readModels, vault, bus, clock, log, config, waitForViews } = platform;
  const jobs = new Aggregates<Job, JobCommand, JobEvent>(store, jobDecider, { cacheSize: 20_000 });
  const calendars = new Aggregates<Calendar, CalendarCommand, CalendarEvent>(store, calendarDecider, {
    snapshots: {
      ...calendarSnapshot,
      readModels,
      onError: (error) => log.warn({ err: error }, "a calendar's snapshot could not be read or written"),
    },
  });
  const facts = new Facts();
  facts.currentFrom(platform.factsCaughtUp);
  const policies = new Policies((poolId) => placer.request(poolId));
  const fairShares = new FairShares();
  const accounts = new AccountBook(vault);
  const visibility = new Visibility(facts);
  const board = new Board(monotonicMs, clock.now);
  const shares = new CurrentShares(fairShares, policies, board);
  const orders = new QueueOrders({ board, policies, shares, clock, monotonicMs });
  const quarantines = new Quarantines({
    heldOn: (hostId) =>
      board.heldOn(hostId).map(({ document }) => ({ hostId, placedAt: document.runs.at(-1)?.placedAt })),
    now: () => clock.now(),
    monotonicMs,
    changed: () => placeEverywhere(),
  });
  const roster = new HostRoster(quarantines.keepsOut);
  const agents = new Agents(bus);
  const gangs = new GangMembers(board, calendars, facts);
  const runs = new RunOrders({ vault, gangs, facts, accounts });
  const told = { jobs, board, facts, agents, orders: runs, log };
  const dispatcher = new Dispatcher({ ...told, clock, monotonicMs });
  const reconciler = new Reconciler({ ...told, roster, dispatcher });
  const quotas = new Quotas(defaultQuota(config), () => placeEverywhere());
  const gates = new QuotaGates(quotas, calendars, facts);
  const preemptor = new Preemptor({ jobs, calendars, board, facts, policies, quotas: gates, clock, log });
  const placer = new Placer({
    board,
    orders,
    facts,
    policies,
    roster,
    jobs,
    calendars,
    clock,
    log,
    quotas: gates,
    ending: preemptor.endings,
    isOnTrial: quarantines.isOnTrial,
  });
  placer.onPlanned(preemptor.planned);
  const jobQueries = new JobQueries(readModels, store, facts, visibility);
  const untilCurrent = async (): Promise<void> => {
    await waitForViews(await store.lastPosition(), BOARD_WITHIN_MS);
  };
  const handlers = new ForeignHandlers(board, facts, roster, dispatcher, reconciler, untilCurrent);
  const feed = new BoardFeed(board, (jobId, poolId, live) => {
    placer.request(poolId);
    const held = board.held(jobId);
    if (held && live) void dispatcher.tend(held);
  });
  const placeEverywhere = () => {
    for (const poolId of board.pools) placer.request(poolId);
  };
  facts.onChange(placeEverywhere);
  roster.onSettled(placeEverywhere);
  const admissions = new Admissions(facts, new LateFacts(facts), board.waiting, quotas);
  const bookings = new BookingFinder(calendars, facts);
  const submissions = new Submissions(jobs, facts, admissions, board.waiting, vault, bookings);
  const failsAfterMs = config.BERTH_NEVER_RUN_HOURS * 3_600_000;
  const outlook = new Outlook();
  placer.onPlanned(({ poolId, plan }) => outlook.take(poolId, plan));
  const pending = new PendingQueries({
    board,
    orders,
    policies,
    outlook,
    facts,
    visibility,
    roster,
    quarantines,
    calendars,
    jobs: jobQueries,
    clock,
    failsAfterMs,
    overQuota: gates.overQuota,
    makingRoom: preemptor.makingRoom,
  });
  const holdTimes = new HoldTimes(monotonicMs);
  const freed = (poolId: string) => placer.request(poolId);
  const leases = { jobs, calendars, policies, clock, holdTimes, freed };
  const parkedFacts = new ParkedFacts(facts, platform.processes);
  const { waiting } = board;
  const onBehalf = new OnBehalf({ jobs, facts, admissions, submissions, bookings, waiting, vault });
  const planning = new Planning(admissions, bookings, vault);
  const workflows = workflowFeature(platform, { jobs, facts, visibility, planning, onBehalf });
  const arrays = arrayFeature(platform, { jobs, facts, visibility, waiting, planning, onBehalf });
  const schedules = scheduleFeature(platform, {
    jobs,
    workflowAggregates: workflows.aggregates,
    workflows: workflows.workflows,
    facts,
    visibility,
    planning,
    onBehalf,
  });
  const queueQueries = new QueueQueries(orders, visibility);
  const jobsAsked = { jobs, facts, visibility, policies, submissions, jobQueries, queueQueries, pending };
  const placing: Feature = {
    onViews: feed.follow,
    reactors: [
      placeLeasedJobs(leases),
      releaseEndedRuns(leases),
      keepGangsTogether({ jobs, calendars, board, members: gangs, policies, clock, untilCurrent }),
      tellOrigins({
        array: (...end) => arrays.process.jobEnded(...end),
        workflow: (...end) => workflows.process.jobEnded(...end),
      }),
    ],
    background: [
      sweep(board, placer, dispatcher, reconciler, config.BERTH_SWEEP_SECONDS),
      checkBoard(new BoardCheck(board, readModels, (poolId) => placer.request(poolId)), log),
      parkedFacts.work(log),
    ],
    prepare: async () => {
      holdTimes.start(await store.lastPosition());
      await feed.fill(readModels);
    },
    handle: (event) => handlers.inventory(event),
  };
  const everyMs = config.BERTH_SWEEP_SECONDS * 1000;
  const neverRun = new NeverRun({
    jobs,
    calendars,
    board,
    facts,
    quotas,
    clock,
    monotonicMs,
    log,
    everyMs,
    failsAfterMs,
  });
  const lookingAfter = { calendars, facts, policies, clock, log, everyMs, freed: leases.freed };
  const whole = together([
    policyFeature(platform, policies),
    jobFeature(jobsAsked),
    agentFeature(reconciler),
    placing,
    { background: [neverRun.work] },
    quarantineFeature(platform, { quarantines, board, monotonicMs, everyMs, untilCurrent }),
    new ArchivedProjects({ ...lookingAfter, jobs, board, readModels, untilCurrent }).feature,
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
    preemptionFeature({ preemptor, facts, everySeconds: config.BERTH_SWEEP_SECONDS, log }),
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
      seesEverything(identity) || (await whole.mayReadHistory(identity, entity, id)),
  };
}
