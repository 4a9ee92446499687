import { Heap } from '../../placement/heap.js';
import type { SimulatedJob } from '../workload/workload.js';

/** Jobs of a workload, as their time comes. */
export class Arrivals {
  #next = 0;

  constructor(private readonly jobs: readonly SimulatedJob[]) {}

  /** In ms of virtual time; Infinity where all have come. */
  get nextMs(): number {
    const job = this.jobs[this.#next];
    return job ? Math.round(job.submitSeconds * 1000) : Infinity;
  }

  /** The next that comes by then. */
  take(byMs: number): SimulatedJob | undefined {
    if (this.nextMs > byMs) return undefined;
    this.#next += 1;
    return this.jobs[this.#next - 1];
  }
}

/** What became of a job. Instants in ms of virtual time, from the workload's beginning. */
export interface JobRecord {
  readonly job: SimulatedJob;
  readonly submittedMs: number;
  state: 'queued' | 'running' | 'finished' | 'timedOut' | 'refused';
  refusedFor?: 'canNeverRun' | 'overQuota';
  firstStartMs?: number;
  /** Of the run at hand, or the last. */
  startedMs?: number;
  endedMs?: number;
  /** Of that run. */
  leaseId: string;
  /** Runs so far. */
  runs: number;
  preemptions: number;
  /** What ended runs had done. */
  lostMs: number;
  backfilled: boolean;
}

export const newRecord = (job: SimulatedJob): JobRecord => ({
  job,
  submittedMs: Math.round(job.submitSeconds * 1000),
  state: 'queued',
  leaseId: '',
  runs: 0,
  preemptions: 0,
  lostMs: 0,
  backfilled: false,
});

/** How long a run of the job takes, if no one ends it. */
export const durationMs = ({ runSeconds, limitSeconds }: SimulatedJob): number =>
  Math.round(Math.min(runSeconds, limitSeconds) * 1000);

export const timesOut = ({ runSeconds, limitSeconds }: SimulatedJob): boolean => runSeconds > limitSeconds;

interface Timer<T> {
  readonly atMs: number;
  readonly order: number;
  readonly what: T;
}

/**
 * Future events, in virtual time; those due at once come in the order in which they were added, so that runs are
 * repeatable.
 */
export class Timeline<T> {
  readonly #heap = new Heap<Timer<T>>((a, b) => a.atMs - b.atMs || a.order - b.order);
  #next: Timer<T> | undefined;
  #order = 0;

  set(atMs: number, what: T): void {
    const timer = { atMs, order: (this.#order += 1), what };
    if (this.#next) {
      this.#heap.push(this.#next);
      this.#next = undefined;
    }
    this.#heap.push(timer);
  }

  /** Infinity where nothing is to come. */
  get nextMs(): number {
    this.#next ??= this.#heap.pop();
    return this.#next?.atMs ?? Infinity;
  }

  /** The next that is due by then. */
  take(byMs: number): T | undefined {
    if (this.nextMs > byMs) return undefined;
    const next = this.#next;
    this.#next = undefined;
    return next?.what;
  }
}
