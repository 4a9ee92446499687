import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Position } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { Calendar } from '../calendar/calendar.js';
import type { CalendarCommand } from '../calendar/calendar.commands.js';
import type { HostFact } from '../facts/host.facts.js';
import type { Facts } from '../facts/facts.js';
import { candidatesOf, type QueuedCandidate, typicalDemands } from '../queue/order/candidates.js';
import { plan } from '../placement/plan.js';
import type { QuotaGate, Placement, Plan } from '../placement/planned.js';
import type { Policies } from '../queue/policy/policies.js';
import type { DirtyPools } from '../queue/waiting/dirty-pools.js';
import type { JobQueueIndex } from '../queue/waiting/job-queue-index.js';
import type { QueueOrders } from '../queue/order/queue-orders.js';
import { calendarStream } from '../streams.js';
import type { ReconciledHosts } from './reconciled-hosts.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { toLease, wholeGangs, withQuotas } from './wanted-leases.js';

/** Maximum of leases per append; the rest is left to the next pass, so that none blocks the event loop for long. */
const MAX_PER_PASS = 256;
/** After planning it rests this many times as long, so that a long queue leaves the process to others. */
const REST_FACTOR = 3;
const MAX_REST_MS = 100;

export interface PlacerParts {
  readonly queueIndex: JobQueueIndex;
  readonly dirtyPools: DirtyPools;
  /** Whether the queue index has seen all that is known to be recorded, and all up to a position. */
  readonly untilIndexed: (position?: Position, signal?: AbortSignal) => Promise<boolean>;
  readonly orders: Pick<QueueOrders, 'rankOf'>;
  readonly facts: Facts;
  readonly policies: Pick<Policies, 'of'>;
  readonly reconciledHosts: ReconciledHosts;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly clock: Clock;
  readonly log: Logger;
  /** What projects and users may hold of a pool. */
  readonly quotas?: { of(poolId: string, calendar: Calendar): Promise<QuotaGate> };
  /** Whether a host takes one job at a time, until one has started successfully. */
  readonly isOnProbation?: (hostId: string) => boolean;
  /** Leases of a pool that are being ended for others, and when they will be over at the latest, in ms since the epoch. */
  readonly ending?: (poolId: string) => ReadonlyMap<string, number>;
}

/** The result of a pass, for its listeners. */
export interface Planned {
  readonly poolId: string;
  readonly now: string;
  readonly plan: Plan<QueuedCandidate>;
  readonly hosts: readonly HostFact[];
  /** As it was before the leases of this pass. */
  readonly calendar: Calendar;
}

/**
 * Gives queued jobs their devices, a pool at a time. A pass plans on what is known in memory and appends the leases to
 * the pool's calendar, which refuses what does not hold: another scheduler, or a stale view, does no harm.
 */
export class Placer {
  readonly #listeners: ((planned: Planned) => void)[] = [];
  /** Pools whose last pass did not find the queue index current. */
  readonly #behind = new Set<string>();

  constructor(private readonly parts: PlacerParts) {}

  /** Called after every pass once its leases are appended. */
  onPlanned(listener: (planned: Planned) => void): void {
    this.#listeners.push(listener);
  }

  get work(): BackgroundWork {
    return { name: 'placer', start: (signal) => this.run(signal) };
  }

  /** Logs once that the index is behind, and once that it is not any more. */
  #isCurrent(poolId: string, current: boolean): boolean {
    if (current === this.#behind.has(poolId)) {
      if (current) {
        this.#behind.delete(poolId);
        this.parts.log.info({ poolId }, 'the queue index is up to date again; jobs are placed');
      } else {
        this.#behind.add(poolId);
        this.parts.log.warn(
          { poolId },
          'the queue index is behind the event log (timeout); no jobs are placed',
        );
      }
    }
    return current;
  }

  /** Makes a pass over each pool that is marked, until the signal aborts; then a pass that plans is finished. */
  async run(signal: AbortSignal): Promise<void> {
    const { dirtyPools } = this.parts;
    while (await dirtyPools.next(signal)) {
      // one pass for all that is marked in this turn
      await nextTurn();
      let planningMs = 0;
      for (const poolId of dirtyPools.take()) {
        planningMs += await this.#tryPass(poolId, signal);
        if (signal.aborted) return;
      }
      if (planningMs < 1) continue;
      const restMs = Math.min(MAX_REST_MS, REST_FACTOR * planningMs);
      await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #tryPass(poolId: string, signal: AbortSignal): Promise<number> {
    try {
      return await this.#pass(poolId, signal);
    } catch (error) {
      this.parts.log.error({ err: error, poolId }, 'a placement pass failed; the next sweep retries');
      return 0;
    }
  }

  /** @returns how long it planned, in ms */
  async #pass(poolId: string, signal: AbortSignal): Promise<number> {
    const { queueIndex, dirtyPools, orders, facts, policies, reconciledHosts, calendars, clock } = this.parts;
    if (!facts.isCurrent) return 0;
    const stream = calendarStream(poolId);
    const { state: calendar, position } = await calendars.load(stream);
    // A lease that was made and ended before this calendar is one whose run the index has seen begin and end: a run
    // gets one lease. If the view is away or has halted, nothing is placed; the next sweep asks again.
    const indexed = await this.parts.untilIndexed(position, signal);
    if (signal.aborted || !this.#isCurrent(poolId, indexed)) return 0;
    const known = facts.hostsOf(poolId);
    if (!known.some(reconciledHosts.isSchedulable)) return 0;
    const hosts = known.filter(
      (host) => reconciledHosts.isSchedulable(host) || reconciledHosts.isAwaitingAgent(host),
    );
    const notYet = new Set(hosts.filter(reconciledHosts.isAwaitingAgent).map(({ hostId }) => hostId));
    const now = clock.now();
    const quota = await this.parts.quotas?.of(poolId, calendar);
    const ending = this.parts.ending?.(poolId);
    const started = performance.now();
    const candidates = candidatesOf(poolId, {
      queueIndex,
      facts,
      calendar,
      rankOf: orders.rankOf(poolId, now),
    });
    const policy = policies.of(poolId);
    const typical = policy.placement === 'leastFragmentation' ? typicalDemands(queueIndex, poolId) : [];
    const planned = plan(candidates, hosts, calendar, {
      now,
      policy,
      typical,
      quota,
      ending,
      notYet,
      limit: MAX_PER_PASS,
    });
    const placements = oneEach(planned.placements, this.parts.isOnProbation);
    const planningMs = performance.now() - started;
    const wanted = placements.map((each) => withQuotas(toLease(each), quota));
    if (wanted.length > 0) {
      const meta = systemCommand('placer', 'scheduler.calendar.lease.v1', now);
      const plannedOn = calendar.leasesMade;
      await calendars.execute(stream, { type: 'lease', poolId, wanted, plannedOn, now }, meta);
    }
    for (const listener of this.#listeners) listener({ poolId, now, plan: planned, hosts, calendar });
    if (!planned.complete) dirtyPools.mark(poolId);
    return planningMs;
  }
}

/** Of those on a host that is on trial the first; a gang that has others there waits. */
function oneEach(
  placements: readonly Placement<QueuedCandidate>[],
  isOnProbation: PlacerParts['isOnProbation'] = () => false,
): readonly Placement<QueuedCandidate>[] {
  const tried = new Set<string>();
  const kept = placements.filter(({ host: { hostId } }) => {
    if (!isOnProbation(hostId)) return true;
    const isFirst = !tried.has(hostId);
    tried.add(hostId);
    return isFirst;
  });
  return wholeGangs(kept, placements);
}
