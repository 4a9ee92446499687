import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { queueQuery } from '@berth/contracts/scheduler/operations';
import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { PendingView, QueueEntry } from '@berth/contracts/scheduler/views';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Identity } from '@berth/service-host/operation';
import type { Calendar } from '../calendar/calendar.js';
import type { CalendarCommand } from '../calendar/calendar.decider.js';
import { entitlementOf, seesEverything } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import type { HostRoster } from '../processes/host-roster.js';
import { calendarStream } from '../processes/placer.js';
import type { JobQueries } from '../views/job.queries.js';
import type { Board, QueuedJob } from './board.js';
import { pendingReasons } from './pending.js';

const MOST_AHEAD_SHOWN = 20;

/** What waits, in its order, and why. */
export class QueueQueries {
  constructor(
    private readonly board: Board,
    private readonly facts: Facts,
    private readonly roster: HostRoster,
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly jobs: JobQueries,
    private readonly clock: Clock,
  ) {}

  /** A pool's queue; positions are those in the whole queue, entries only those that the viewer may see. */
  page(
    identity: Identity,
    { poolId, first, after, last, before }: InputOf<typeof queueQuery>,
  ): PageOf<QueueEntry> {
    if (!this.mayUse(identity, poolId))
      throw new RejectedError(reject('NOT_FOUND', 'there is no such pool', 'poolId'));
    const backwards = last !== undefined || before !== undefined;
    const cursor = backwards ? before : after;
    const from = cursor === undefined ? undefined : Number(cursor);
    if (from !== undefined && !Number.isSafeInteger(from)) {
      throw new RejectedError(
        reject('VALIDATION_FAILED', 'after: is not a cursor of this list', backwards ? 'before' : 'after'),
      );
    }
    const visible = this.board
      .queue(poolId)
      .map((job, index) => ({ job, position: index + 1 }))
      .filter(({ job }) => this.jobs.maySee(identity, job));
    const rest = visible.filter(
      ({ position }) => from === undefined || (backwards ? position < from : position > from),
    );
    const size = backwards ? (last ?? first) : first;
    const shown = backwards ? rest.slice(-size) : rest.slice(0, size);
    return {
      items: shown.map(({ job, position }) => ({ cursor: String(position), node: toEntry(job, position) })),
      hasNextPage: backwards ? from !== undefined : rest.length > shown.length,
      hasPreviousPage: backwards ? rest.length > shown.length : from !== undefined,
      totalCount: visible.length,
    };
  }

  async pending(identity: Identity, ids: readonly string[]): Promise<readonly PendingView[]> {
    const views = await Promise.all(ids.map((id) => this.pendingOf(identity, id)));
    return views.filter((view) => view !== undefined);
  }

  private async pendingOf(identity: Identity, jobId: string): Promise<PendingView | undefined> {
    const job = this.board.queued(jobId);
    if (!job) return this.awaiting(identity, jobId);
    if (!this.jobs.maySee(identity, job)) return undefined;
    const { userId, projectId, poolId, notBefore } = job;
    const { state: calendar } = await this.calendars.load(calendarStream(poolId));
    const entitlement = entitlementOf(this.facts, { userId, projectId, staff: false }, poolId);
    const position = this.board.positionOf(job);
    const ahead = this.board.queue(poolId).slice(0, position);
    const seen = ahead.filter((other) => this.jobs.maySee(identity, other));
    const reasons = pendingReasons({
      demand: this.board.demandOf(job, entitlement?.devices),
      hosts: this.facts.hostsOf(poolId),
      offered: this.roster.offered,
      calendar,
      position,
      notBefore,
      now: this.clock.now(),
    });
    const aheadJobIds = seen.slice(0, MOST_AHEAD_SHOWN).map((other) => other.jobId);
    return { jobId, reasons, position: position + 1, aheadCount: ahead.length, aheadJobIds };
  }

  private async awaiting(identity: Identity, jobId: string): Promise<PendingView | undefined> {
    const document = await this.jobs.document(jobId);
    if (document?.state !== 'awaitingApproval' || !this.jobs.maySee(identity, document)) return undefined;
    const pool = this.facts.pools.get(document.poolId)?.name ?? document.poolId;
    const message = `the pool "${pool}" asks for approval, and nobody has decided yet`;
    return {
      jobId,
      reasons: [{ code: 'AWAITING_APPROVAL', kind: 'waits', message, numbers: {} }],
      aheadCount: 0,
      aheadJobIds: [],
    };
  }

  private mayUse(identity: Identity, poolId: string): boolean {
    if (!this.facts.pools.has(poolId)) return false;
    if (seesEverything(identity)) return true;
    const projects = [...this.facts.projects.values()].filter(
      (project) => identity.userId in project.members,
    );
    return projects.some(({ projectId }) =>
      entitlementOf(this.facts, { userId: identity.userId, projectId, staff: false }, poolId),
    );
  }
}

const toEntry = (job: QueuedJob, position: number): QueueEntry => ({
  jobId: job.jobId,
  poolId: job.poolId,
  position,
  priority: job.priority,
  grantPriority: job.grantPriority,
  queuedAt: job.queuedAt,
  class: job.document.spec.class,
});
