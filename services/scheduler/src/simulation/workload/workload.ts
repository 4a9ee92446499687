import { gunzipSync } from 'node:zlib';
import type { JobClass } from '@berth/contracts/scheduler/events';
import type { GivenJob } from '@berth/contracts/scheduler/simulation';
import { defined } from '@berth/kernel/defined';
import { refusal } from './lines.js';

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

const MAX_BYTES = 64 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** @throws RejectedError where it is no gzip in base64, or unfolds to too much */
export function gunzipped(text: string, field: string): string {
  if (!BASE64.test(text)) throw refusal(field, 'must be gzip data in base64 when gzip is true');
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch {
    throw refusal(
      field,
      `must be gzip data in base64, and ${MAX_BYTES / 1024 / 1024} MiB at most when uncompressed`,
    );
  }
}
