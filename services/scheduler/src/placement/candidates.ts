import type { Calendar } from '../calendar/calendar.js';
import { isStaff, type Entitlement } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import { compareQueued, type Board, type QueuedJob } from '../queue/board.js';
import type { Demand } from './demand.js';
import { Heap } from './heap.js';
import type { Candidate } from './plan.js';

export interface QueuedCandidate extends Candidate {
  readonly job: QueuedJob;
}

/** What a queued job may use now: grants may have ended, and roles changed, since it was submitted. */
export function entitlementOfJob(
  facts: Facts,
  { userId, projectId, poolId }: QueuedJob,
): Entitlement | undefined {
  const user = facts.users.get(userId);
  const staff = user !== undefined && user.status === 'active' && isStaff(user);
  return facts.entitlements.of({ userId, projectId, staff }, poolId);
}

interface Line {
  readonly jobs: readonly QueuedJob[];
  readonly demand: Demand;
  /** Of the first of its jobs that has not been given yet. */
  at: number;
}

/**
 * Jobs of a pool that may be placed now, in the queue's order. Where one has to wait, its whole line is left out: a pass
 * costs what is placed and how many lines there are, however long they have grown.
 */
export function* candidatesOf(
  poolId: string,
  { board, facts, calendar, now }: { board: Board; facts: Facts; calendar: Calendar; now: string },
): Generator<QueuedCandidate, void, boolean> {
  const mayBePlaced = ({ jobId, notBefore }: QueuedJob): boolean =>
    (notBefore === null || notBefore <= now) && !calendar.leaseOfJob.has(jobId);
  const lines = new Heap<Line>((a, b) => compareQueued(headOf(a), headOf(b)));
  const line = (jobs: readonly QueuedJob[], demand: Demand, from: number): void => {
    let at = from;
    for (let job = jobs[at]; job && !mayBePlaced(job); job = jobs[at]) at += 1;
    if (at < jobs.length) lines.push({ jobs, demand, at });
  };
  for (const jobs of board.lines(poolId)) {
    const [first] = jobs;
    const entitlement = first && entitlementOfJob(facts, first);
    if (entitlement) line(jobs, board.demandOf(first, entitlement.devices), 0);
  }
  for (let next = lines.pop(); next; next = lines.pop()) {
    const job = headOf(next);
    const mustWait = yield { jobId: job.jobId, job, demand: next.demand };
    if (!mustWait) line(next.jobs, next.demand, next.at + 1);
  }
}

const headOf = ({ jobs, at }: Line): QueuedJob => jobs[at] as QueuedJob;
