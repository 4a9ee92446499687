import type { LeaseQuota } from '../calendar/calendar.commands.js';
import { together, type Demand } from './demand.js';

/** A job, or all jobs of a gang, that may be placed now. */
export interface Candidate {
  readonly jobId: string;
  readonly userId: string;
  readonly projectId: string;
  readonly demand: Demand;
  readonly timeoutMinutes: number;
  readonly grantPriority: number;
  readonly queuedAt: string;
  readonly preemptible?: boolean | undefined;
  /** It runs in this reservation only. */
  readonly reservationId?: string | undefined;
  /** Of a gang, which is one candidate: its other members, with the same request. */
  readonly gangId?: string;
  readonly others?: readonly this[];
}

/**
 * Gives candidates in their order. Called with the last one where that cannot be placed in this pass, so that it may
 * skip all with the same request.
 */
export type Candidates<C> = Iterable<C, unknown, boolean>;

export type Quota = 'within' | 'borrowed' | 'reached';

/** What projects and users may hold, during one pass. */
export interface QuotaGate {
  admit(candidate: Pick<Candidate, 'userId' | 'projectId' | 'demand'>): Quota;
  /** It was placed. */
  take(candidate: Pick<Candidate, 'userId' | 'projectId' | 'demand'>): void;
  /** What the calendar holds its leases to. */
  limitsFor?(candidate: Pick<Candidate, 'userId' | 'projectId'>): readonly LeaseQuota[];
}

/** A candidate as quotas see it: with the total request of its gang. */
export function asWhole({
  userId,
  projectId,
  demand,
  others = [],
}: Candidate): Pick<Candidate, 'userId' | 'projectId' | 'demand'> {
  return { userId, projectId, demand: others.length > 0 ? together(demand, others.length + 1) : demand };
}
