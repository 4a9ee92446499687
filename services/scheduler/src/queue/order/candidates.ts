import type { Calendar } from '../../calendar/calendar.js';
import { isAdmin } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';
import { standingOf } from '../../facts/standing.js';
import type { Board, QueuedJob } from '../waiting/board.js';
import { compareRanked, type Ranked, type RankOf } from './pool-order.js';
import type { Candidate } from '../../placement/candidate.js';
import type { Demand } from '../../placement/demand.js';
import { Heap } from '../../placement/heap.js';

export interface QueuedCandidate extends Candidate {
  readonly job: QueuedJob;
}

/** What it asks for now: roles and grants may have changed since it was submitted. */
export const demandNow = (
  board: Board,
  facts: Facts,
  job: QueuedJob,
  devices: ReadonlySet<string> | undefined,
): Demand => board.demandOf(job, devices, isAdmin(facts.users.get(job.userId)));

/** As far as it has been given: its place in the order is that of the first of its jobs that has not. */
interface Line extends Ranked {
  readonly jobs: readonly QueuedJob[];
  readonly demand: Demand;
  readonly at: number;
}

export interface CandidateSource {
  readonly board: Board;
  readonly facts: Facts;
  readonly calendar: Calendar;
  /** The pool's order; jobs of one line keep to it among each other, whatever they have used. */
  readonly rankOf?: RankOf;
}

/**
 * Jobs of a pool that may be placed now, in the pool's order; all of a gang at once. Those whose submitters may hold
 * no device at this moment are left out, whatever they might when they submitted. Where one has to wait, its whole
 * line is left out: a pass costs what is placed and how many lines there are, however long they have grown.
 */
export function* candidatesOf(
  poolId: string,
  { board, facts, calendar, rankOf = byPriority }: CandidateSource,
): Generator<QueuedCandidate, void, boolean> {
  const given = new Set<string>();
  const mayBePlaced = (job: QueuedJob): boolean => {
    const { gang } = job.document.spec;
    if (board.isHeldBack(job) || calendar.leaseOfJob.has(job.jobId)) return false;
    return gang === undefined || !given.has(gang.gangId);
  };
  const lines = new Heap<Line>(compareRanked);
  const line = (jobs: readonly QueuedJob[], demand: Demand, from: number): void => {
    let at = from;
    for (let job = jobs[at]; job && !mayBePlaced(job); job = jobs[at]) at += 1;
    const head = jobs[at];
    if (!head) return;
    const { grantPriority, submittedAt, member, jobId } = head;
    lines.push({ jobs, demand, at, grantPriority, submittedAt, member, jobId, rank: rankOf(head) });
  };
  for (const jobs of board.lines(poolId)) {
    const [first] = jobs;
    if (!first) continue;
    const standing = standingOf(facts, first, poolId);
    if (standing.ok) line(jobs, demandNow(board, facts, first, standing.value.devices), 0);
  }
  for (let next = lines.pop(); next; next = lines.pop()) {
    const job = headOf(next);
    const candidate = wholeOf(job, next.demand);
    if (candidate) {
      const mustWait = yield candidate;
      if (!mustWait) line(next.jobs, next.demand, next.at + 1);
    } else line(next.jobs, next.demand, next.at + 1);
  }

  /** Undefined for one of a gang that is not whole. */
  function wholeOf(job: QueuedJob, demand: Demand): QueuedCandidate | undefined {
    const { gang } = job.document.spec;
    if (!gang) return candidateOf(job, demand);
    given.add(gang.gangId);
    const ids = board.gangs.whole(gang);
    if (!ids) return undefined;
    const others = ids.flatMap((id) => (id === job.jobId ? [] : (board.queued(id) ?? [])));
    if (others.some((other) => calendar.leaseOfJob.has(other.jobId) || board.isHeldBack(other)))
      return undefined;
    const members = others.map((other) => candidateOf(other, demand));
    return { ...candidateOf(job, demand), gangId: gang.gangId, others: members };
  }
}

/** One job by itself. */
export function candidateOf(job: QueuedJob, demand: Demand): QueuedCandidate {
  const { jobId, userId, projectId, grantPriority, queuedAt, document } = job;
  const { timeoutMinutes, preemptible, reservationId } = document.spec;
  const who = { jobId, userId, projectId, grantPriority, queuedAt };
  return { ...who, job, demand, timeoutMinutes, preemptible, reservationId };
}

const byPriority: RankOf = ({ priority }) => -priority;

const headOf = ({ jobs, at }: Line): QueuedJob => jobs[at] as QueuedJob;
