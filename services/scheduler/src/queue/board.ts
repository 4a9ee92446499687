import type { JobDocument } from '../views/job.view.js';
import { demandOf, type Demand } from '../placement/demand.js';

export interface QueuedJob {
  readonly jobId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly grantPriority: number;
  readonly priority: number;
  readonly submittedAt: string;
  readonly queuedAt: string;
  readonly notBefore: string | null;
  readonly nextRun: number;
  readonly document: JobDocument;
}

/** A job that holds devices. */
export interface HeldJob {
  readonly jobId: string;
  readonly run: number;
  readonly hostId: string;
  readonly document: JobDocument;
}

/** The declared order: the grant's class (0 first), then priority (10 first), then the time of submission. */
export function compareQueued(a: QueuedJob, b: QueuedJob): number {
  return (
    a.grantPriority - b.grantPriority ||
    b.priority - a.priority ||
    compareText(a.submittedAt, b.submittedAt) ||
    compareText(a.jobId, b.jobId)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * All jobs that wait for devices or hold them, in memory and in order: a projection of the jobs view, so it can be
 * built anew at any time. Size follows what is unfinished, never history.
 */
export class Board {
  readonly #queues = new Map<string, QueuedJob[]>();
  readonly #queued = new Map<string, QueuedJob>();
  readonly #held = new Map<string, HeldJob>();
  readonly #awaiting = new Map<string, JobDocument>();
  readonly #waitingOfUser = new Map<string, number>();
  readonly #demands = new WeakMap<JobDocument, Demand>();

  /** Returns the pool whose queue or leases changed. */
  apply(document: JobDocument): string {
    this.remove(document.id);
    if (document.state === 'queued') this.enqueue(document);
    else if (document.state === 'awaitingApproval') {
      this.#awaiting.set(document.id, document);
      this.count(document, 1);
    }
    if (document.state === 'placed' || document.state === 'running') {
      const run = document.runs.at(-1);
      if (run)
        this.#held.set(document.id, { jobId: document.id, run: run.run, hostId: run.hostId, document });
    }
    return document.poolId;
  }

  queue(poolId: string): readonly QueuedJob[] {
    return this.#queues.get(poolId) ?? [];
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

  get pools(): Iterable<string> {
    return this.#queues.keys();
  }

  /** 0 is next. */
  positionOf(job: QueuedJob): number {
    return lowerBound(this.queue(job.poolId), job);
  }

  /** Jobs of a user in a pool that are queued or await approval. */
  waitingOf(userId: string, poolId: string): number {
    return this.#waitingOfUser.get(`${poolId} ${userId}`) ?? 0;
  }

  demandOf(job: QueuedJob, allowed: ReadonlySet<string> | undefined): Demand {
    if (allowed) return demandOf(job.document.spec, allowed);
    let demand = this.#demands.get(job.document);
    if (!demand) this.#demands.set(job.document, (demand = demandOf(job.document.spec, undefined)));
    return demand;
  }

  private enqueue(document: JobDocument): void {
    const job: QueuedJob = {
      jobId: document.id,
      projectId: document.projectId,
      userId: document.userId,
      poolId: document.poolId,
      grantPriority: document.grantPriority,
      priority: document.spec.priority,
      submittedAt: document.submittedAt,
      queuedAt: document.queuedAt ?? document.submittedAt,
      notBefore: document.notBefore,
      nextRun: document.runs.length + 1,
      document,
    };
    let queue = this.#queues.get(job.poolId);
    if (!queue) this.#queues.set(job.poolId, (queue = []));
    queue.splice(lowerBound(queue, job), 0, job);
    this.#queued.set(job.jobId, job);
    this.count(document, 1);
  }

  private remove(jobId: string): void {
    this.#held.delete(jobId);
    const awaiting = this.#awaiting.get(jobId);
    if (awaiting && this.#awaiting.delete(jobId)) this.count(awaiting, -1);
    const job = this.#queued.get(jobId);
    if (!job) return;
    this.#queued.delete(jobId);
    const queue = this.#queues.get(job.poolId);
    if (!queue) return;
    const index = lowerBound(queue, job);
    if (queue[index] === job) queue.splice(index, 1);
    this.count(job.document, -1);
  }

  private count({ userId, poolId }: JobDocument, by: number): void {
    const key = `${poolId} ${userId}`;
    const next = (this.#waitingOfUser.get(key) ?? 0) + by;
    if (next > 0) this.#waitingOfUser.set(key, next);
    else this.#waitingOfUser.delete(key);
  }
}

function lowerBound(queue: readonly QueuedJob[], job: QueuedJob): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = queue[middle];
    if (other && compareQueued(other, job) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
