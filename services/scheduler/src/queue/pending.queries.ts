import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { PendingView } from '@berth/contracts/scheduler/views';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { Calendar } from '../calendar/calendar.js';
import type { CalendarCommand } from '../calendar/calendar.decider.js';
import type { Facts } from '../facts/facts.js';
import type { Visibility } from '../facts/visibility.js';
import { entitlementOfJob } from '../placement/candidates.js';
import type { HostRoster } from '../processes/host-roster.js';
import { calendarStream } from '../streams.js';
import type { JobQueries } from '../views/job.queries.js';
import type { Board, QueuedJob } from './board.js';
import type { QueueOrders } from './queue-orders.js';
import { pendingReasons } from './pending.js';

const MOST_AHEAD_SHOWN = 20;

interface Ahead {
  readonly jobId: string;
  readonly index: number;
}

export interface PendingQueryParts {
  readonly board: Board;
  readonly orders: QueueOrders;
  readonly facts: Facts;
  readonly visibility: Visibility;
  readonly roster: HostRoster;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly jobs: JobQueries;
  readonly clock: Clock;
}

/** Why jobs have not started. */
export class PendingQueries {
  constructor(private readonly parts: PendingQueryParts) {}

  /** Of those of the jobs that wait and that the viewer may see. */
  async pending(identity: Identity, ids: readonly string[]): Promise<readonly PendingView[]> {
    const firstOf = new Map<string, readonly Ahead[]>();
    const views: PendingView[] = [];
    for (const jobId of new Set(ids)) {
      const job = this.parts.board.queued(jobId);
      const view = job ? await this.queued(identity, job, firstOf) : await this.awaiting(identity, jobId);
      if (view) views.push(view);
    }
    return views;
  }

  private async queued(
    identity: Identity,
    job: QueuedJob,
    firstOf: Map<string, readonly Ahead[]>,
  ): Promise<PendingView | undefined> {
    const { board, orders, facts, visibility, roster, calendars, clock } = this.parts;
    if (!visibility.ofJob(identity, job)) return undefined;
    const { jobId, poolId, notBefore } = job;
    const { state: calendar } = await calendars.load(calendarStream(poolId));
    const entitlement = entitlementOfJob(facts, job);
    const position = orders.countBefore(job);
    let first = firstOf.get(poolId);
    if (!first) firstOf.set(poolId, (first = this.firstVisible(identity, poolId)));
    const reasons = pendingReasons({
      jobId,
      demand: board.demandOf(job, entitlement?.devices),
      granted: entitlement !== undefined,
      hosts: facts.hostsOf(poolId),
      offered: roster.offered,
      calendar,
      position,
      notBefore,
      now: clock.now(),
    });
    const aheadJobIds = first.filter(({ index }) => index < position).map((ahead) => ahead.jobId);
    return { jobId, reasons, position: position + 1, aheadCount: position, aheadJobIds };
  }

  private firstVisible(identity: Identity, poolId: string): readonly Ahead[] {
    const { orders, visibility } = this.parts;
    const first: Ahead[] = [];
    for (const [index, { job }] of orders.queue(poolId).entries()) {
      if (first.length >= MOST_AHEAD_SHOWN) break;
      if (visibility.ofJob(identity, job)) first.push({ jobId: job.jobId, index });
    }
    return first;
  }

  private async awaiting(identity: Identity, jobId: string): Promise<PendingView | undefined> {
    const { board, facts, visibility, jobs } = this.parts;
    if (!board.waiting.has(jobId)) return undefined;
    const document = await jobs.document(jobId);
    if (document?.state !== 'awaitingApproval' || !visibility.ofJob(identity, document)) return undefined;
    const pool = facts.pools.get(document.poolId)?.name ?? document.poolId;
    const message = `the pool "${pool}" asks for approval, and nobody has decided yet`;
    return {
      jobId,
      reasons: [{ code: 'AWAITING_APPROVAL', kind: 'waits', message, numbers: {} }],
      aheadCount: 0,
      aheadJobIds: [],
    };
  }
}
