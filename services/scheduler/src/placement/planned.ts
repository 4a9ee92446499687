import type { SlotLimits } from '@berth/contracts/inventory/events';
import type { LeasedDevice, PlacementDecision } from '@berth/contracts/scheduler/events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { LeaseQuota } from '../calendar/calendar.commands.js';
import type { HostFact } from '../facts/host.facts.js';
import { type TypicalDemand, together, type Demand } from './demand.js';

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

export interface PlanOptions {
  readonly now: string;
  readonly policy: PoolPolicy;
  /** Most placements. */
  readonly limit?: number;
  readonly quota?: QuotaGate | undefined;
  /** The requests of the pool's jobs, for placing by least fragmentation. */
  readonly typical?: readonly TypicalDemand[];
  /** Leases that are being ended for others, and when they will be over at the latest, in ms since the epoch. */
  readonly ending?: ReadonlyMap<string, number> | undefined;
  /** Hosts that take no work now but soon will: starts may be planned there. */
  readonly notYet?: ReadonlySet<string>;
}

/** Where a candidate, or a member of its gang, gets its devices, and on what terms. */
export interface Placement<C extends Candidate> {
  readonly candidate: C;
  readonly host: HostFact;
  readonly devices: readonly LeasedDevice[];
  readonly limits: readonly SlotLimits[];
  /** When it is over at the latest. */
  readonly until: string;
  /** From when on it may be ended for others. */
  readonly yieldsFrom?: string;
  /** The reservation in whose window it runs. */
  readonly reservationId?: string;
  readonly gangId?: string;
  readonly borrowed?: true;
  readonly decision: PlacementDecision;
}

/** A candidate that could not be placed: the first of those with equal requests. */
export interface Waiting<C extends Candidate> {
  readonly candidate: C;
  /**
   * `busy`: what it needs is taken or claimed. `quota`: its user or project holds all it may. `window`: its
   * reservation has not begun, or is over.
   */
  readonly why: 'busy' | 'quota' | 'window';
  /** When it starts at the latest, unless a host fails; absent where that is unknown. */
  readonly plannedAt?: string;
  /** Where it will start then; several for a gang. */
  readonly hostIds: readonly string[];
  readonly uuids: readonly string[];
  /** Devices that are free for it now, on all hosts together and on the one that has most of them. */
  readonly free: number;
  readonly freeOnOneHost: number;
  /** How many before it have to wait, too. */
  readonly waitingAhead: number;
}

export interface Plan<C extends Candidate> {
  readonly placements: readonly Placement<C>[];
  /** In order; the first 64. */
  readonly waiting: readonly Waiting<C>[];
  /** The number of candidates that were taken up. */
  readonly considered: number;
  /** Whether all were considered, rather than being left to the next pass. */
  readonly complete: boolean;
}
