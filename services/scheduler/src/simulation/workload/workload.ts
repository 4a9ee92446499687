import type { JobClass } from '@berth/contracts/scheduler/events';

/** A job as a simulation knows it. Times in seconds from the workload's beginning. */
export interface SimulatedJob {
  readonly id: string;
  readonly user: string;
  readonly project: string;
  readonly submitSeconds: number;
  /** How long it really runs, where no one ends it. */
  readonly runSeconds: number;
  /** Its time limit: what the scheduler believes, and when it is ended at the latest. */
  readonly limitSeconds: number;
  readonly gpus: number;
  readonly model?: string;
  readonly memoryGb?: number;
  readonly vcpus?: number;
  readonly ramGb?: number;
  readonly class: JobClass;
  /** The class of its grant: 0 goes before 1 before 2. */
  readonly grantPriority: number;
  /** 10 first, 1 last. */
  readonly priority: number;
  readonly preemptible: boolean;
  /** Starts with `size - 1` others on as many places, or not at all. */
  readonly gang?: { readonly gangId: string; readonly rank: number; readonly size: number };
}

/** Jobs in order of their submission. */
export interface Workload {
  /** When it begins, in reality or by convention. */
  readonly startsAt: string;
  readonly jobs: readonly SimulatedJob[];
  /** What was left out or interpreted, for users. */
  readonly notes: readonly string[];
}

/** Default where a workload has no value. */
export const DEFAULT_START = '2026-01-01T00:00:00.000Z';

export function inOrder(jobs: readonly SimulatedJob[]): readonly SimulatedJob[] {
  return [...jobs].sort((a, b) => a.submitSeconds - b.submitSeconds || (a.id < b.id ? -1 : 1));
}
