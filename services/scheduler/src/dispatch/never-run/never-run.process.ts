import type { CalendarEvent, JobEvent } from '@berth/contracts/scheduler/events';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import { addMs, elapsedMs, type Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedWork } from '@berth/service-host/repeating';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { NOTHING } from '../../calendar/held.js';
import type { Facts } from '../../facts/facts.js';
import { standingOf } from '../../facts/standing.js';
import type { JobCommand } from '../../jobs/job/job.commands.js';
import type { Job } from '../../jobs/job/job.js';
import { demandNow } from '../../queue/order/candidates.js';
import { together, type Demand } from '../../placement/demand.js';
import { ownCommand } from '@berth/service-host/command-meta';
import type { Board, QueuedJob } from '../../queue/waiting/board.js';
import { holdReason, unfitTogether } from '../../queue/pending/never.js';
import { amountOf, excessOf } from '../../queue/quota/excess.js';
import { quotaReason } from '../../queue/quota/quota-reason.js';
import type { Quotas } from '../../queue/quota/quotas.js';
import { calendarStream, jobStream } from '../../streams.js';

export interface NeverRunParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly board: Board;
  readonly facts: Facts;
  readonly quotas: Pick<Quotas, 'binding'>;
  readonly clock: Clock;
  readonly monotonicMs: () => number;
  readonly log: Logger;
  /** How often it looks, in ms. */
  readonly everyMs: number;
  /** How long a job waits that nothing in its pool could ever hold, in ms. */
  readonly failsAfterMs: number;
}

const NAME = 'never-run';
/** So long it must be so before it is recorded: facts of other services come one by one. */
const SURE_MS = 5_000;
/** Commands of one look; more are left to the next. */
const MOST_A_LOOK = 500;

/**
 * Ends jobs that can never run any more: at once those whose booking is over, and after a time those that nothing in
 * their pool could ever hold. Until then the latter have no place in the queue, and get it back if things change.
 */
export class NeverRun {
  /** Jobs that were found unable, which is not recorded yet, and since when, by the monotonic clock. */
  readonly #found = new Map<string, number>();
  /** When jobs that are recorded as unable fail, by the monotonic clock. */
  readonly #failAt = new Map<string, number>();
  #left = 0;

  constructor(private readonly parts: NeverRunParts) {}

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return repeatedWork(() => this.tick(), { name: NAME, everyMs, log });
  }

  async tick(): Promise<void> {
    this.#left = MOST_A_LOOK;
    const { board } = this.parts;
    for (const known of [this.#found, this.#failAt])
      for (const jobId of known.keys()) if (!board.queued(jobId)) known.delete(jobId);
    for (const poolId of board.pools) await this.look(poolId);
  }

  private async look(poolId: string): Promise<void> {
    const { board } = this.parts;
    const isOver = await this.overIn(poolId);
    const unable = [...board.unable(poolId)];
    // before all that others have recorded is known here, nothing follows from what is not
    const { isCurrent, isComplete } = this.parts.facts;
    const isKnown = isCurrent && isComplete;
    // those of a line ask alike
    for (const line of [...board.lines(poolId)]) {
      const [first] = line;
      if (!first) continue;
      const over = isOver(first);
      const why = over || !isKnown ? undefined : this.unable(first);
      if (over) for (const job of [...line]) await this.giveUp(job, over);
      else if (why !== undefined) for (const job of [...line]) await this.find(job, why);
      else if (this.#found.size > 0) for (const job of line) this.#found.delete(job.jobId);
    }
    for (const job of unable) {
      const over = isOver(job);
      if (over) await this.giveUp(job, over);
      if (over || !isKnown) continue;
      const why = this.unable(job);
      if (why === undefined) await this.note(job, { runnable: true });
      else if (this.isTime(job))
        await this.giveUp(job, `${why}; it has waited long enough for that to change`);
    }
  }

  /** What ends a job of a booking. The calendar is asked as it is stored: a booking of which one has not heard is not over. */
  private async overIn(poolId: string): Promise<(job: QueuedJob) => string | undefined> {
    const { board, calendars } = this.parts;
    const isOfBooking = (job: QueuedJob | undefined) => job?.document.spec.reservationId !== undefined;
    const ofBookings =
      [...board.lines(poolId)].some(([first]) => isOfBooking(first)) ||
      [...board.unable(poolId)].some(isOfBooking);
    if (!ofBookings) return () => undefined;
    const { agenda } = (await calendars.load(calendarStream(poolId), { fresh: true })).state;
    return ({ document }) => {
      const { reservationId } = document.spec;
      if (reservationId === undefined || agenda.bookings.has(reservationId)) return undefined;
      return `its booking ${reservationId} is over, and it runs in that only`;
    };
  }

  /** Why nothing in its pool could ever hold it, as things are. */
  private unable(job: QueuedJob): string | undefined {
    const { board, facts } = this.parts;
    const now = this.parts.clock.now();
    const hosts = facts.hostsOf(job.poolId);
    const standing = standingOf(facts, job, job.poolId);
    const demand = demandNow(board, facts, job, standing.ok ? standing.value.devices : undefined);
    const denial = standing.ok ? undefined : standing.error;
    const { gang } = job.document.spec;
    const size = gang?.size ?? 1;
    const reasons = [
      holdReason(demand, { denial, hosts, now }),
      size > 1 ? unfitTogether(demand, size, hosts, now) : undefined,
      this.beyondQuota(job, together(demand, size)),
    ];
    return reasons.find((reason) => reason?.kind === 'never')?.message;
  }

  /** Of a quota that was lowered since it was submitted. */
  private beyondQuota({ userId, projectId, poolId }: QueuedJob, demand: Demand): PendingReason | undefined {
    const quotas = this.parts.quotas.binding({ userId, projectId }, poolId);
    for (const quota of quotas) {
      const excess = excessOf(quota, NOTHING, amountOf(demand));
      if (excess && !quota.borrow) return quotaReason(excess);
    }
    return undefined;
  }

  private async find(job: QueuedJob, why: string): Promise<void> {
    const { monotonicMs, failsAfterMs } = this.parts;
    const now = monotonicMs();
    const since = this.#found.get(job.jobId) ?? now;
    this.#found.set(job.jobId, since);
    if (now - since >= Math.min(SURE_MS, failsAfterMs / 2))
      await this.note(job, { runnable: false, message: why });
  }

  /**
   * The wall clock says how much of the time is left when this process first sees it recorded; from then on it is
   * measured, whatever the wall clock is set to.
   */
  private isTime({ jobId, document }: QueuedJob): boolean {
    const { clock, monotonicMs, failsAfterMs } = this.parts;
    let failAt = this.#failAt.get(jobId);
    if (failAt === undefined) {
      const since = document.unableSince ?? clock.now();
      const leftMs = elapsedMs(clock.now(), addMs(since, failsAfterMs));
      failAt = monotonicMs() + Math.min(failsAfterMs, leftMs);
      this.#failAt.set(jobId, failAt);
    }
    return monotonicMs() >= failAt;
  }

  private async note(
    job: QueuedJob,
    what: { readonly runnable: boolean; readonly message?: string },
  ): Promise<void> {
    const { clock } = this.parts;
    this.#found.delete(job.jobId);
    this.#failAt.delete(job.jobId);
    await this.give(job, { kind: 'noteRunnable', ...what, now: clock.now() });
  }

  private async giveUp(job: QueuedJob, message: string): Promise<void> {
    const run = job.nextRun - 1;
    await this.give(job, { kind: 'giveUp', run, message, now: this.parts.clock.now() });
  }

  /** One that has changed meanwhile is decided on as it is then. */
  private async give(
    { jobId }: QueuedJob,
    command: Extract<JobCommand, { kind: 'noteRunnable' | 'giveUp' }>,
  ): Promise<void> {
    if ((this.#left -= 1) < 0) return;
    const meta = ownCommand(NAME, `scheduler.job.${command.kind}.v1`, command.now);
    await this.parts.jobs.execute(jobStream(jobId), command, meta);
  }
}
