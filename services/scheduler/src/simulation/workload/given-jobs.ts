import type { GivenJob } from '@berth/contracts/scheduler/simulation';
import { defined } from '@berth/kernel/defined';
import { refusal } from './lines.js';
import { DEFAULT_START, inOrder, type SimulatedJob, type Workload } from './workload.js';

/** @throws RejectedError where two jobs have one id */
export function givenWorkload(given: readonly GivenJob[], field: string): Workload {
  const indexOf = new Map<string, number>();
  for (const [index, { id }] of given.entries()) {
    const before = indexOf.get(id);
    if (before !== undefined)
      throw refusal(`${field}.${index}.id`, `must be unique: "${id}" is already used by ${field}.${before}`);
    indexOf.set(id, index);
  }
  const jobs = given.map(({ model, memoryGb, vcpus, ramGb, limitSeconds, ...job }): SimulatedJob => ({
    ...job,
    limitSeconds: limitSeconds ?? Math.max(1, job.runSeconds),
    ...defined({ model, memoryGb, vcpus, ramGb }),
  }));
  return { startsAt: DEFAULT_START, jobs: inOrder(jobs), notes: [] };
}
