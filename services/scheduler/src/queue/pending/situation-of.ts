import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import { addMs, type Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { Calendar } from '../../calendar/calendar.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import type { HostFact } from '../../facts/host.facts.js';
import { standingOf } from '../../facts/standing.js';
import type { Visibility } from '../../facts/visibility.js';
import type { Window } from '../../placement/ask.js';
import { mostAtOnce } from '../../placement/at-once.js';
import { askOf } from '../../placement/asks.js';
import type { Candidate } from '../../placement/candidate.js';
import { candidateOf, demandNow } from '../order/candidates.js';
import { together, type Demand } from '../../placement/demand.js';
import { windowOf } from '../../placement/windows.js';
import { calendarStream } from '../../streams.js';
import type { Ahead } from './ahead.js';
import type { Board, QueuedJob } from '../waiting/board.js';
import type { Outlook } from './outlook.js';
import { sum } from './pending-reason.js';
import type { PendingSituation } from './pending.situation.js';
import type { QueueOrders } from '../order/queue-orders.js';

export interface SituationParts {
  readonly board: Board;
  readonly orders: QueueOrders;
  readonly policies: { of(poolId: string): PoolPolicy };
  readonly outlook: Outlook;
  readonly facts: Facts;
  readonly visibility: Visibility;
  /** Which hosts take work now. */
  readonly roster: { offered(host: HostFact): boolean };
  /** Why hosts take none after starts that failed. */
  readonly quarantines?: { view(hostId: string): { readonly message: string } | undefined };
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly clock: Clock;
  /** How long a job waits that nothing could ever hold, in ms. */
  readonly failsAfterMs: number;
  /** What a quota says against a job, if anything. */
  readonly overQuota?: (
    poolId: string,
    candidate: Candidate,
    calendar: Calendar,
  ) => Promise<PendingReason | undefined>;
  /** Runs that are being ended for a job. */
  readonly makingRoom?: (jobId: string) => PendingSituation['makingRoom'];
}

/** What is known of a queued job, for a viewer who may see it. */
export async function situationOf(
  parts: SituationParts,
  identity: Identity,
  job: QueuedJob,
  ahead: Ahead,
): Promise<PendingSituation> {
  const { board, orders, policies, outlook, facts, visibility, roster, calendars, clock } = parts;
  const { jobId, poolId } = job;
  const { unableSince, spec } = job.document;
  const { reservationId, gang } = spec;
  const { state: calendar } = await calendars.load(calendarStream(poolId));
  const standing = standingOf(facts, job, poolId);
  const now = clock.now();
  const window = underWay(calendar, reservationId, now, policies.of(poolId));
  const devices = standing.ok ? standing.value.devices : undefined;
  const demand = inWindow(demandNow(board, facts, job, devices), window);
  const candidate = candidateOf(job, demand);
  const hosts = facts.hostsOf(poolId);
  const members = gang && board.gangs.whole(gang);
  return {
    jobId,
    demand,
    ask: askOf(candidate, policies.of(poolId), window),
    denial: standing.ok ? undefined : standing.error,
    hosts,
    offered: roster.offered,
    quarantine: (hostId) => parts.quarantines?.view(hostId)?.message,
    calendar,
    ahead,
    notBefore: board.heldBackUntil(job),
    avoidsUntil: board.avoidsUntil(job),
    failsAt: unableSince === undefined ? undefined : addMs(unableSince, parts.failsAfterMs),
    now,
    reservationId,
    gang: gang && {
      size: gang.size,
      ...board.gangs.count(gang.gangId),
      whole: members !== undefined,
    },
    quota: await parts.overQuota?.(
      poolId,
      { ...candidate, demand: together(demand, members?.length ?? 1) },
      calendar,
    ),
    makingRoom: parts.makingRoom?.(jobId),
    preempted: job.document.runs.at(-1)?.preemption,
    estimate: outlook.of({
      job,
      demandKey: demand.key,
      countBefore: (other) => orders.countBefore(other),
      atOnce: sum(hosts.filter(roster.offered), (host) => mostAtOnce(host, demand, inService(host))),
      now,
    }),
    projectName: (projectId) =>
      visibility.ofJob(identity, { projectId }) ? facts.projects.get(projectId)?.name : undefined,
  };
}

/** The booking that it runs in, if that is under way. */
function underWay(
  { agenda }: Calendar,
  reservationId: string | undefined,
  now: string,
  { preemption }: PoolPolicy,
): Window | undefined {
  const booking = reservationId === undefined ? undefined : agenda.bookings.get(reservationId);
  if (!booking || booking.from > now || booking.until <= now) return undefined;
  return windowOf(booking, preemption.graceSeconds);
}

/** In a booking, only its devices count. */
function inWindow(demand: Demand, window: Window | undefined): Demand {
  if (!window) return demand;
  const { allowed = window.uuids } = demand;
  return { ...demand, allowed: new Set([...allowed].filter((uuid) => window.uuids.has(uuid))) };
}

const inService = ({ devices }: HostFact) => devices.filter(({ state }) => state === 'available');
