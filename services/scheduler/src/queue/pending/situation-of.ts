import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs, type Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { Calendar } from '../../calendar/calendar.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import type { HostFact } from '../../facts/host.facts.js';
import { eligibilityOf } from '../../facts/eligibility.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Window } from '../../placement/placement-request.js';
import { maxConcurrent } from '../../placement/max-concurrent.js';
import { placementRequestOf } from '../../placement/placement-requests.js';
import type { Candidate } from '../../placement/planned.js';
import { candidateOf, demandNow } from '../order/candidates.js';
import { together, type Demand } from '../../placement/demand.js';
import { windowOf } from '../../placement/windows.js';
import { calendarStream } from '../../streams.js';
import type { Ahead } from './ahead.js';
import type { JobQueueIndex, QueuedJob } from '../waiting/job-queue-index.js';
import type { StartEstimates } from './start-estimates.js';
import { sum } from './pending-reason.js';
import type { PendingSituation } from './pending.situation.js';
import type { QueueOrders } from '../order/queue-orders.js';

export interface SituationParts {
  readonly queueIndex: JobQueueIndex;
  readonly orders: QueueOrders;
  readonly policies: { of(poolId: string): PoolPolicy };
  readonly startEstimates: StartEstimates;
  readonly facts: Facts;
  readonly visibility: Visibility;
  /** Which hosts take work now. */
  readonly reconciledHosts: { isSchedulable(host: HostFact): boolean };
  /** Why hosts take none after starts that failed. */
  readonly quarantines?: { view(hostId: string): { readonly message: string } | undefined };
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly clock: Clock;
  /** How long a job waits that nothing could ever hold, in ms. */
  readonly failsAfterMs: number;
  /** Why a quota blocks a job, if it does. */
  readonly overQuota?: (
    poolId: string,
    candidate: Candidate,
    calendar: Calendar,
  ) => Promise<PendingReason | undefined>;
  /** Runs that are being ended for a job. */
  readonly ongoingPreemption?: (jobId: string) => PendingSituation['ongoingPreemption'];
}

/** The situation of a queued job, for a viewer who may see it. */
export async function situationOf(
  parts: SituationParts,
  identity: Identity,
  job: QueuedJob,
  ahead: Ahead,
): Promise<PendingSituation> {
  const {
    queueIndex,
    orders,
    policies,
    startEstimates,
    facts,
    visibility,
    reconciledHosts,
    calendars,
    clock,
  } = parts;
  const { jobId, poolId } = job;
  const { unrunnableSince, spec } = job.scheduling;
  const { reservationId, gang } = spec;
  const { state: calendar } = await calendars.load(calendarStream(poolId));
  const eligibility = eligibilityOf(facts, job, poolId);
  const now = clock.now();
  const window = underWay(calendar, reservationId, now, policies.of(poolId));
  const devices = eligibility.ok ? eligibility.value.devices : undefined;
  const demand = inWindow(demandNow(queueIndex, facts, job, devices), window);
  const candidate = candidateOf(job, demand);
  const hosts = facts.hostsOf(poolId);
  const members = gang && queueIndex.gangs.whole(gang);
  return {
    jobId,
    demand,
    request: placementRequestOf(candidate, policies.of(poolId), window),
    denial: eligibility.ok ? undefined : eligibility.error,
    hosts,
    isSchedulable: reconciledHosts.isSchedulable,
    quarantine: (hostId) => parts.quarantines?.view(hostId)?.message,
    calendar,
    ahead,
    notBefore: queueIndex.heldBackUntil(job),
    avoidsUntil: queueIndex.avoidsUntil(job),
    failsAt: unrunnableSince === undefined ? undefined : addMs(unrunnableSince, parts.failsAfterMs),
    now,
    reservationId,
    gang: gang && {
      size: gang.size,
      ...queueIndex.gangs.count(gang.gangId),
      whole: members !== undefined,
    },
    quota: await parts.overQuota?.(
      poolId,
      { ...candidate, demand: together(demand, members?.length ?? 1) },
      calendar,
    ),
    ongoingPreemption: parts.ongoingPreemption?.(jobId),
    preempted: job.scheduling.runs.at(-1)?.preemption,
    estimate: startEstimates.of({
      job,
      demandKey: demand.key,
      countBefore: (other) => orders.countBefore(other),
      atOnce: sum(hosts.filter(reconciledHosts.isSchedulable), (host) =>
        maxConcurrent(host, demand, inService(host)),
      ),
      now,
    }),
    projectName: (projectId) =>
      visibility.ofJob(identity, { projectId }) ? facts.projects.get(projectId)?.name : undefined,
  };
}

/** The reservation that it runs in, if that is under way. */
function underWay(
  { agenda }: Calendar,
  reservationId: string | undefined,
  now: string,
  { preemption }: PoolPolicy,
): Window | undefined {
  const reservation = reservationId === undefined ? undefined : agenda.reservations.get(reservationId);
  if (!reservation || reservation.from > now || reservation.until <= now) return undefined;
  return windowOf(reservation, preemption.graceSeconds);
}

/** In a reservation, only its devices count. */
function inWindow(demand: Demand, window: Window | undefined): Demand {
  if (!window) return demand;
  const { allowed = window.uuids } = demand;
  return { ...demand, allowed: new Set([...allowed].filter((uuid) => window.uuids.has(uuid))) };
}

const inService = ({ devices }: HostFact) => devices.filter(({ state }) => state === 'available');
