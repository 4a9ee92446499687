import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { Rejection } from '@berth/kernel/rejection';
import type { Reservation } from '../../calendar/agenda.js';
import type { Entitlement } from '../../facts/entitlement.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { PoolFact } from '../../facts/pool.facts.js';
import type { Demand } from '../../placement/demand.js';
import type { Quota } from '../../queue/quota/quotas.js';

/** All that a rule may look at. */
export interface Submission {
  readonly input: InputOf<typeof submitJob>;
  readonly userId: string;
  readonly projectId: string;
  readonly pool: PoolFact;
  readonly entitlement: Entitlement;
  readonly demand: Demand;
  readonly hosts: readonly HostFact[];
  /** Whether all hosts are known that inventory has recorded; true if omitted. */
  readonly hostsAreCurrent?: boolean;
  /** How many with equal requests start together; 1 if omitted. */
  readonly gangSize?: number;
  /** Jobs of the user that wait in the pool already. */
  readonly waiting: number;
  /** What `reservation` names, whosever it is. */
  readonly namedReservation?: PoolReservation | undefined;
  readonly quotas?: readonly Quota[];
  readonly now: string;
}

/** A reservation that is ahead or under way, and the pool in whose calendar it is. */
export interface PoolReservation extends Reservation {
  readonly poolId: string;
}

export type AdmissionRule = (submission: Submission) => Rejection | undefined;
