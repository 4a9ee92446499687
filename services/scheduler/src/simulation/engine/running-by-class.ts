import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { SimulatedJob } from '../workload/workload.js';

/** How many runs of each class there are that may be ended for others. */
export class RunningByClass {
  readonly #counts = [0, 0, 0];

  constructor(private readonly policy: PoolPolicy) {}

  change({ grantPriority, preemptible }: SimulatedJob, by: 1 | -1): void {
    if (!preemptible && this.policy.preemption.mode === 'none') return;
    this.#counts[grantPriority] = (this.#counts[grantPriority] ?? 0) + by;
  }

  anyWorseThan({ grantPriority }: SimulatedJob): boolean {
    return this.#counts.slice(grantPriority + 1).some((count) => count > 0);
  }
}
