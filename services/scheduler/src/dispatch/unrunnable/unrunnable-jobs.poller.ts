import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { PendingReason } from '@berth/contracts/scheduler/views';
import { addMs, elapsedMs, type Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { poller } from '@berth/service-host/poller';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { NOTHING } from '../../calendar/held.js';
import type { Facts } from '../../facts/facts.js';
import { eligibilityOf } from '../../facts/eligibility.js';
import type { JobCommand, Job } from '../../jobs/job/job.js';
import { demandNow } from '../../queue/order/candidates.js';
import { together, type Demand } from '../../placement/demand.js';
import { systemCommand } from '@berth/service-host/command-meta';
import type { JobQueueIndex, QueuedJob } from '../../queue/waiting/job-queue-index.js';
import { holdReason, gangUnfitReason } from '../../queue/pending/unfit-reasons.js';
import { amountOf, excessOf, quotaReason } from '../../queue/quota/excess.js';
import type { Quotas } from '../../queue/quota/quotas.js';
import { calendarStream, jobStream } from '../../streams.js';

export interface UnrunnableJobsPollerParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly queueIndex: JobQueueIndex;
  readonly facts: Facts;
  readonly quotas: Pick<Quotas, 'binding'>;
  readonly clock: Clock;
  readonly monotonicMs: () => number;
  readonly log: Logger;
  /** Poll interval in ms. */
  readonly everyMs: number;
  /** How long a job waits that nothing in its pool could ever hold, in ms. */
  readonly failsAfterMs: number;
}

const NAME = 'unrunnable-jobs';
/** So long it must be so before it is recorded: facts of other services come one by one. */
const CONFIRM_AFTER_MS = 5_000;
/** Maximum of commands per poll; the rest is left to the next. */
const MAX_COMMANDS_PER_POLL = 500;

/**
 * Ends jobs that can never run any more: at once those whose reservation is over, and after a time those that no
 * host of their pool could hold. Until then the latter have no position in the queue, and get it back if things
 * change.
 */
export class UnrunnableJobsPoller {
  /** Jobs that no host could run, which is not recorded yet, and since when, by the monotonic clock. */
  readonly #suspectedSince = new Map<string, number>();
  /** When jobs that are recorded as unrunnable fail, by the monotonic clock. */
  readonly #failAt = new Map<string, number>();
  #left = 0;

  constructor(private readonly parts: UnrunnableJobsPollerParts) {}

  get work(): BackgroundWork {
    const { everyMs, log } = this.parts;
    return poller(() => this.tick(), { name: NAME, everyMs, log });
  }

  async tick(): Promise<void> {
    this.#left = MAX_COMMANDS_PER_POLL;
    const { queueIndex } = this.parts;
    for (const known of [this.#suspectedSince, this.#failAt])
      for (const jobId of known.keys()) if (!queueIndex.queued(jobId)) known.delete(jobId);
    for (const poolId of queueIndex.pools) await this.#pollPool(poolId);
  }

  async #pollPool(poolId: string): Promise<void> {
    const { queueIndex } = this.parts;
    const isOver = await this.#overIn(poolId);
    const unrunnable = [...queueIndex.unrunnable(poolId)];
    // before all that others have recorded is known here, nothing follows from what is not
    const { isCurrent, isComplete } = this.parts.facts;
    const isKnown = isCurrent && isComplete;
    // jobs of a group have equal requests
    for (const group of [...queueIndex.groups(poolId)]) {
      const [first] = group;
      if (!first) continue;
      const over = isOver(first);
      const why = over || !isKnown ? undefined : this.#unrunnable(first);
      if (over) for (const job of [...group]) await this.#failQueued(job, over);
      else if (why !== undefined) for (const job of [...group]) await this.#suspect(job, why);
      else if (this.#suspectedSince.size > 0) for (const job of group) this.#suspectedSince.delete(job.jobId);
    }
    for (const job of unrunnable) {
      const over = isOver(job);
      if (over) await this.#failQueued(job, over);
      if (over || !isKnown) continue;
      const why = this.#unrunnable(job);
      if (why === undefined) await this.#record(job, { runnable: true });
      else if (this.#isDue(job))
        await this.#failQueued(job, `${why}; it timed out waiting for that to change`);
    }
  }

  /**
   * Why a job of a reservation ends. Read from the stored calendar: a reservation missing in memory may not be over.
   */
  async #overIn(poolId: string): Promise<(job: QueuedJob) => string | undefined> {
    const { queueIndex, calendars } = this.parts;
    const isOfReservation = (job: QueuedJob | undefined) => job?.scheduling.spec.reservationId !== undefined;
    const ofReservations =
      [...queueIndex.groups(poolId)].some(([first]) => isOfReservation(first)) ||
      [...queueIndex.unrunnable(poolId)].some(isOfReservation);
    if (!ofReservations) return () => undefined;
    const { agenda } = (await calendars.load(calendarStream(poolId), { fresh: true })).state;
    return ({ scheduling }) => {
      const { reservationId } = scheduling.spec;
      if (reservationId === undefined || agenda.reservations.has(reservationId)) return undefined;
      return `its reservation ${reservationId} has ended, and it runs only in that reservation`;
    };
  }

  /** Why nothing in its pool could ever hold it, as things are. */
  #unrunnable(job: QueuedJob): string | undefined {
    const { queueIndex, facts } = this.parts;
    const now = this.parts.clock.now();
    const hosts = facts.hostsOf(job.poolId);
    const eligibility = eligibilityOf(facts, job, job.poolId);
    const demand = demandNow(queueIndex, facts, job, eligibility.ok ? eligibility.value.devices : undefined);
    const denial = eligibility.ok ? undefined : eligibility.error;
    const { gang } = job.scheduling.spec;
    const size = gang?.size ?? 1;
    const reasons = [
      holdReason(demand, { denial, hosts, now }),
      size > 1 ? gangUnfitReason(demand, size, hosts, now) : undefined,
      this.#beyondQuota(job, together(demand, size)),
    ];
    return reasons.find((reason) => reason?.kind === 'never')?.message;
  }

  /** Of a quota that was lowered since it was submitted. */
  #beyondQuota({ userId, projectId, poolId }: QueuedJob, demand: Demand): PendingReason | undefined {
    const quotas = this.parts.quotas.binding({ userId, projectId }, poolId);
    for (const quota of quotas) {
      const excess = excessOf(quota, NOTHING, amountOf(demand));
      if (excess && !quota.borrow) return quotaReason(excess);
    }
    return undefined;
  }

  async #suspect(job: QueuedJob, why: string): Promise<void> {
    const { monotonicMs, failsAfterMs } = this.parts;
    const now = monotonicMs();
    const since = this.#suspectedSince.get(job.jobId) ?? now;
    this.#suspectedSince.set(job.jobId, since);
    if (now - since >= Math.min(CONFIRM_AFTER_MS, failsAfterMs / 2))
      await this.#record(job, { runnable: false, message: why });
  }

  /**
   * The wall clock says how much of the time is left when this process first sees it recorded; from then on it is
   * measured, whatever the wall clock is set to.
   */
  #isDue({ jobId, scheduling }: QueuedJob): boolean {
    const { clock, monotonicMs, failsAfterMs } = this.parts;
    let failAt = this.#failAt.get(jobId);
    if (failAt === undefined) {
      const since = scheduling.unrunnableSince ?? clock.now();
      const leftMs = elapsedMs(clock.now(), addMs(since, failsAfterMs));
      failAt = monotonicMs() + Math.min(failsAfterMs, leftMs);
      this.#failAt.set(jobId, failAt);
    }
    return monotonicMs() >= failAt;
  }

  async #record(
    job: QueuedJob,
    what: { readonly runnable: boolean; readonly message?: string },
  ): Promise<void> {
    const { clock } = this.parts;
    this.#suspectedSince.delete(job.jobId);
    this.#failAt.delete(job.jobId);
    await this.#executeCommand(job, { type: 'recordRunnable', ...what, now: clock.now() });
  }

  async #failQueued(job: QueuedJob, message: string): Promise<void> {
    const run = job.nextRun - 1;
    await this.#executeCommand(job, { type: 'failQueued', run, message, now: this.parts.clock.now() });
  }

  /** One that has changed meanwhile is decided on as it is then. */
  async #executeCommand(
    { jobId }: QueuedJob,
    command: Extract<JobCommand, { type: 'recordRunnable' | 'failQueued' }>,
  ): Promise<void> {
    if ((this.#left -= 1) < 0) return;
    const meta = systemCommand(NAME, `scheduler.job.${command.type}.v1`, command.now);
    await this.parts.jobs.execute(jobStream(jobId), command, meta);
  }
}
