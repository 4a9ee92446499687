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
