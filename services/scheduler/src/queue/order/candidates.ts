import type { Calendar } from '../../calendar/calendar.js';
import { eligibilityOf } from '../../facts/eligibility.js';
import { mayRunUnconfined } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import type { Demand, TypicalDemand } from '../../placement/demand.js';
import { typicalTasks } from '../../placement/fragmentation.js';
import { Heap } from '../../placement/heap.js';
import type { Candidate } from '../../placement/planned.js';
import type { JobQueueIndex, QueuedJob } from '../waiting/job-queue-index.js';
import { compareRanked, type Ranked, type RankOf } from './queue-orders.js';

/** Enough to predict the next job's request, and few enough to evaluate on each host. */
export const BOUNDS = { most: 16, cover: 0.95 } as const;

/** The requests of a pool's jobs, waiting and running. */
export function typicalDemands(queueIndex: JobQueueIndex, poolId: string): readonly TypicalDemand[] {
  const counts = new Map<string, [Demand, number]>();
  const count = (demand: Demand, jobs: number): void => {
    const known = counts.get(demand.key);
    if (known) known[1] += jobs;
    else counts.set(demand.key, [demand, jobs]);
  };
  for (const group of queueIndex.groups(poolId)) {
    const [first] = group;
    if (first) count(queueIndex.demandOf(first, undefined), group.length);
  }
  for (const held of queueIndex.allHeld)
    if (held.scheduling.poolId === poolId) count(queueIndex.demandOf(held, undefined), 1);
  return typicalTasks(counts.values(), ({ count: gpus }) => gpus, BOUNDS);
}

export interface QueuedCandidate extends Candidate {
  readonly job: QueuedJob;
}

/** Its effective request: roles and grants may have changed since it was submitted. */
export const demandNow = (
  queueIndex: JobQueueIndex,
  facts: Facts,
  job: QueuedJob,
  devices: ReadonlySet<string> | undefined,
): Demand => queueIndex.demandOf(job, devices, mayRunUnconfined(facts.users.get(job.userId)));

/** As far as it has been given: its place in the order is that of the first of its jobs that has not. */
interface JobGroup extends Ranked {
  readonly jobs: readonly QueuedJob[];
  readonly demand: Demand;
  readonly at: number;
}

export interface CandidateSource {
  readonly queueIndex: JobQueueIndex;
  readonly facts: Facts;
  readonly calendar: Calendar;
  /** The pool's order; jobs of one group keep to it among each other, whatever they have used. */
  readonly rankOf?: RankOf;
}

/**
 * Jobs of a pool that may be placed now, in the pool's order; all of a gang at once. Those whose submitters may hold
 * no device at this moment are skipped, whatever applied at submission. Where one must wait, its whole group is
 * skipped: the cost of a pass depends on what is placed and on the number of groups, not on their length.
 */
export function* candidatesOf(
  poolId: string,
  { queueIndex, facts, calendar, rankOf = byPriority }: CandidateSource,
): Generator<QueuedCandidate, void, boolean> {
  const given = new Set<string>();
  const mayBePlaced = (job: QueuedJob): boolean => {
    const { gang } = job.scheduling.spec;
    if (queueIndex.isHeldBack(job) || calendar.leaseOfJob.has(job.jobId)) return false;
    return gang === undefined || !given.has(gang.gangId);
  };
  const groups = new Heap<JobGroup>(compareRanked);
  const addGroup = (jobs: readonly QueuedJob[], demand: Demand, from: number): void => {
    let at = from;
    for (let job = jobs[at]; job && !mayBePlaced(job); job = jobs[at]) at += 1;
    const head = jobs[at];
    if (!head) return;
    const { grantPriority, submittedAt, member, jobId } = head;
    groups.push({ jobs, demand, at, grantPriority, submittedAt, member, jobId, rank: rankOf(head) });
  };
  for (const jobs of queueIndex.groups(poolId)) {
    const [first] = jobs;
    if (!first) continue;
    const eligibility = eligibilityOf(facts, first, poolId);
    if (eligibility.ok) addGroup(jobs, demandNow(queueIndex, facts, first, eligibility.value.devices), 0);
  }
  for (let next = groups.pop(); next; next = groups.pop()) {
    const job = headOf(next);
    const candidate = wholeOf(job, next.demand);
    if (candidate) {
      const mustWait = yield candidate;
      if (!mustWait) addGroup(next.jobs, next.demand, next.at + 1);
    } else addGroup(next.jobs, next.demand, next.at + 1);
  }

  /** Undefined for one of a gang that is not whole. */
  function wholeOf(job: QueuedJob, demand: Demand): QueuedCandidate | undefined {
    const { gang } = job.scheduling.spec;
    if (!gang) return candidateOf(job, demand);
    given.add(gang.gangId);
    const ids = queueIndex.gangs.whole(gang);
    if (!ids) return undefined;
    const others = ids.flatMap((id) => (id === job.jobId ? [] : (queueIndex.queued(id) ?? [])));
    if (others.some((other) => calendar.leaseOfJob.has(other.jobId) || queueIndex.isHeldBack(other)))
      return undefined;
    const members = others.map((other) => candidateOf(other, demand));
    return { ...candidateOf(job, demand), gangId: gang.gangId, others: members };
  }
}

/** One job by itself. */
export function candidateOf(job: QueuedJob, demand: Demand): QueuedCandidate {
  const { jobId, userId, projectId, grantPriority, queuedAt, scheduling } = job;
  const { timeoutMinutes, preemptible, reservationId } = scheduling.spec;
  const who = { jobId, userId, projectId, grantPriority, queuedAt };
  return { ...who, job, demand, timeoutMinutes, preemptible, reservationId };
}

const byPriority: RankOf = ({ priority }) => -priority;

const headOf = ({ jobs, at }: JobGroup): QueuedJob => jobs[at] as QueuedJob;
