import type { SlotLimits } from '@berth/contracts/inventory/events';
import type { LeasedDevice, PlacementDecision } from '@berth/contracts/scheduler/events';
import type { PoolPolicy } from '@berth/contracts/scheduler/policy';
import type { HostFact } from '../facts/host.facts.js';
import type { Candidate, QuotaGate } from './candidate.js';
import type { TypicalDemand } from './demand.js';

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
