import type { JobState } from '@berth/contracts/scheduler/views';
import { addMs, elapsedMs, systemClock } from '@berth/kernel/clock';
import { demandOf, type Demand } from '../../placement/demand.js';
import type { SchedulingState } from './scheduling-state.js';
import { AVOID_MS, avoidedHosts } from './avoided-hosts.js';
import { Gangs } from './gangs.js';
import { insert, lowerBound, takeOut, type QueuePosition } from './queue-place.js';
import { WaitingCounts } from './waiting-counts.js';

export interface QueuedJob extends QueuePosition {
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly queuedAt: string;
  readonly notBefore: string | null;
  /** Until when it is held back before it is tried again, on the monotonic clock in ms; undefined: it is not. */
  readonly heldBackUntilMs: number | undefined;
  readonly nextRun: number;
  /** Hosts on which it could not be started, and until when it waits for another, on the monotonic clock in ms. */
  readonly avoids?: { readonly hosts: ReadonlySet<string>; readonly untilMs: number } | undefined;
  /** Equal for jobs of one user and project with the same request, class and priority. */
  readonly groupKey: string;
  readonly scheduling: SchedulingState;
}

/** A job that holds devices. */
export interface HeldJob {
  readonly jobId: string;
  readonly run: number;
  readonly hostId: string;
  /** When this process first saw the run in its state, on the monotonic clock in ms: wall clocks may step. */
  readonly sinceMs: number;
  readonly scheduling: SchedulingState;
}

/**
 * All jobs that wait for devices or hold them, in memory and in order, by the scheduling states that are folded from
 * their events. Size follows what is unfinished, never history.
 */
export class JobQueueIndex {
  readonly waiting = new WaitingCounts();
  readonly #queues = new Map<string, QueuedJob[]>();
  readonly #groups = new Map<string, Map<string, QueuedJob[]>>();
  readonly #queued = new Map<string, QueuedJob>();
  /** Queued jobs that no host of their pool could ever run, by pool: they do not count as ahead of others. */
  readonly #unrunnable = new Map<string, Map<string, QueuedJob>>();
  readonly #held = new Map<string, HeldJob>();
  /** Of all jobs that have not ended, those that await approval among them. */
  readonly #states = new Map<string, SchedulingState>();
  readonly gangs = new Gangs();
  readonly #demands = new WeakMap<SchedulingState, Demand>();

  /** @param now of the wall clock */
  constructor(
    private readonly monotonicMs: () => number,
    private readonly now: () => string = systemClock.now,
  ) {}

  /** Returns the pool whose queue or leases changed. */
  apply(scheduling: SchedulingState): string {
    const { id, state, poolId, userId } = scheduling;
    const before = this.#held.get(id);
    const queuedBefore = this.#queued.get(id);
    if (ENDED.has(state)) return this.remove(id) ?? poolId;
    this.#takeOff(id);
    this.#states.set(id, scheduling);
    if (state === 'queued') this.#enqueue(scheduling, queuedBefore);
    if (state === 'queued' || state === 'awaitingApproval') this.waiting.add(id, userId, poolId);
    else this.waiting.remove(id);
    if (state === 'placed' || state === 'running') this.#hold(scheduling, before);
    this.gangs.apply(scheduling);
    return poolId;
  }

  /** One that has ended. Returns its pool; undefined where it was not known. */
  remove(jobId: string): string | undefined {
    this.#takeOff(jobId);
    this.waiting.remove(jobId);
    const known = this.#states.get(jobId);
    if (!known) return undefined;
    this.#states.delete(jobId);
    this.gangs.remove(known);
    return known.poolId;
  }

  /** Of a job that has not ended, whether it is queued, holds devices, or awaits approval. */
  stateOf(jobId: string): SchedulingState | undefined {
    return this.#states.get(jobId);
  }

  get states(): Iterable<SchedulingState> {
    return this.#states.values();
  }

  queue(poolId: string): readonly QueuedJob[] {
    return this.#queues.get(poolId) ?? [];
  }

  /**
   * The same jobs grouped by owner and request, each group in the queue's order and never empty: where one of a
   * group cannot be placed, none behind it can.
   */
  groups(poolId: string): Iterable<readonly QueuedJob[]> {
    return this.#groups.get(poolId)?.values() ?? [];
  }

  /** Jobs of the pool that wait without a place in its queue, since nothing in it could ever hold them. */
  unrunnable(poolId: string): Iterable<QueuedJob> {
    return this.#unrunnable.get(poolId)?.values() ?? [];
  }

  queued(jobId: string): QueuedJob | undefined {
    return this.#queued.get(jobId);
  }

  held(jobId: string): HeldJob | undefined {
    return this.#held.get(jobId);
  }

  get allHeld(): Iterable<HeldJob> {
    return this.#held.values();
  }

  heldOn(hostId: string): HeldJob[] {
    return [...this.#held.values()].filter((held) => held.hostId === hostId);
  }

  /** Those with jobs that wait. */
  get pools(): Iterable<string> {
    return new Set([...this.#queues.keys(), ...this.#unrunnable.keys()]);
  }

  /** Jobs of the pool before a place: 0 for the one that is next. */
  countBefore(poolId: string, place: QueuePosition): number {
    return lowerBound(this.queue(poolId), place);
  }

  /**
   * @param allowed devices that the job's grants name; undefined: all
   * @param byAdmin whether its submitter is an admin now
   */
  demandOf(
    { scheduling, avoids }: Pick<QueuedJob, 'scheduling' | 'avoids'>,
    allowed: ReadonlySet<string> | undefined,
    byAdmin = false,
  ): Demand {
    const known = this.#demands.get(scheduling);
    const avoid = avoids && this.monotonicMs() < avoids.untilMs ? avoids.hosts : undefined;
    const isSame =
      known?.byAdmin === byAdmin && known.avoid === avoid && (known.count === 0 || known.allowed === allowed);
    if (known && isSame) return known;
    const demand = demandOf(scheduling.spec, allowed, byAdmin, avoid);
    this.#demands.set(scheduling, demand);
    return demand;
  }

  /** Whether it waits to be tried again. */
  isHeldBack({ heldBackUntilMs }: QueuedJob): boolean {
    return heldBackUntilMs !== undefined && this.monotonicMs() < heldBackUntilMs;
  }

  /** When it will be tried again as the wall clock is now; null where nothing holds it back. */
  heldBackUntil(job: QueuedJob): string | null {
    const { heldBackUntilMs, notBefore } = job;
    if (heldBackUntilMs === undefined || !this.isHeldBack(job)) return null;
    const until = addMs(this.now(), Math.round(heldBackUntilMs - this.monotonicMs()));
    const isAsTold = notBefore !== null && elapsedMs(notBefore, until) + elapsedMs(until, notBefore) < 1_000;
    return isAsTold ? notBefore : until;
  }

  #enqueue(state: SchedulingState, before: QueuedJob | undefined): void {
    const nextRun = state.runs.length + 1;
    const job: QueuedJob = {
      jobId: state.id,
      projectId: state.projectId,
      userId: state.userId,
      poolId: state.poolId,
      grantPriority: state.grantPriority,
      priority: state.spec.priority,
      submittedAt: state.submittedAt,
      member: state.originIndex ?? 0,
      queuedAt: state.queuedAt ?? state.submittedAt,
      notBefore: state.notBefore,
      heldBackUntilMs: before?.nextRun === nextRun ? before.heldBackUntilMs : this.#heldBackUntilMs(state),
      nextRun,
      avoids: this.#avoided(state, before),
      groupKey: groupKeyOf(state),
      scheduling: state,
    };
    this.#queued.set(job.jobId, job);
    if (isUnrunnable(job)) {
      entry(this.#unrunnable, job.poolId).set(job.jobId, job);
      return;
    }
    insert(this.#queues, job.poolId, job);
    insert(entry(this.#groups, job.poolId), job.groupKey, job);
  }

  /**
   * The wall clock gives the rest of the wait when this process first sees it: all of it for one that begins now,
   * part of it for one from before a restart. From then on it is measured by the monotonic clock.
   */
  #heldBackUntilMs({ notBefore, queuedAt, submittedAt }: SchedulingState): number | undefined {
    if (notBefore === null) return undefined;
    const wholeMs = elapsedMs(queuedAt ?? submittedAt, notBefore);
    const leftMs = Math.min(wholeMs, elapsedMs(this.now(), notBefore));
    return leftMs > 0 ? this.monotonicMs() + leftMs : undefined;
  }

  /** Counted from when this process first sees it wait: a clock that is set changes nothing. */
  #avoided(state: SchedulingState, before: QueuedJob | undefined): QueuedJob['avoids'] {
    const hosts = avoidedHosts(state);
    // one in a reservation has nowhere else to go
    if (!hosts || state.spec.reservationId !== undefined) return undefined;
    if (before?.nextRun === state.runs.length + 1) return before.avoids;
    return { hosts, untilMs: this.monotonicMs() + AVOID_MS };
  }

  /** Until when it waits for another host than those that it avoids, as the wall clock is now; null: no more. */
  avoidsUntil({ avoids }: QueuedJob): string | null {
    const leftMs = avoids ? avoids.untilMs - this.monotonicMs() : 0;
    return leftMs > 0 ? addMs(this.now(), Math.round(leftMs)) : null;
  }

  #hold(state: SchedulingState, before: HeldJob | undefined): void {
    const last = state.runs.at(-1);
    if (!last) return;
    const { run, hostId } = last;
    const unchanged = before?.run === run && before.scheduling.state === state.state;
    const sinceMs = unchanged ? before.sinceMs : this.monotonicMs();
    this.#held.set(state.id, { jobId: state.id, run, hostId, sinceMs, scheduling: state });
  }

  #takeOff(jobId: string): void {
    this.#held.delete(jobId);
    const job = this.#queued.get(jobId);
    if (!job) return;
    this.#queued.delete(jobId);
    if (isUnrunnable(job)) {
      const unrunnable = entry(this.#unrunnable, job.poolId);
      unrunnable.delete(jobId);
      if (unrunnable.size === 0) this.#unrunnable.delete(job.poolId);
      return;
    }
    takeOut(this.#queues, job.poolId, job);
    const groups = entry(this.#groups, job.poolId);
    takeOut(groups, job.groupKey, job);
    if (groups.size === 0) this.#groups.delete(job.poolId);
  }
}

const ENDED: ReadonlySet<JobState> = new Set(['rejected', 'succeeded', 'failed', 'cancelled', 'timedOut']);

const isUnrunnable = ({ scheduling }: QueuedJob): boolean => scheduling.unrunnableSince !== undefined;

/** Where one of a group cannot be placed, none behind it can: so this is all that placement must consider. */
function groupKeyOf(state: SchedulingState): string {
  const { userId, projectId, grantPriority, spec } = state;
  const { priority, timeoutMinutes, preemptible = false, reservationId = '', gang } = spec;
  const asks = [grantPriority, priority, timeoutMinutes, preemptible, reservationId, gang?.size ?? 1];
  return `${userId} ${projectId} ${asks.join(' ')} ${demandOf(spec, undefined, false, avoidedHosts(state)).key}`;
}

function entry<V extends Map<string, unknown>>(map: Map<string, V>, key: string): V {
  let value = map.get(key);
  if (!value) map.set(key, (value = new Map<string, unknown>() as V));
  return value;
}
