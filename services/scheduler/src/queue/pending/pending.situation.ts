import type { GangPlace } from '@berth/contracts/scheduler/events';
import type { EstimateConfidence, PendingReason, PreemptionView } from '@berth/contracts/scheduler/views';
import type { Calendar } from '../../calendar/calendar.js';
import type { HostFact } from '../../facts/host.facts.js';
import type { Denial } from '../../facts/eligibility.js';
import type { PlacementRequest } from '../../placement/placement-request.js';
import type { Demand } from '../../placement/demand.js';
import type { Ahead } from './ahead.js';

/** The inputs of the reasons why a job waits. */
export interface PendingSituation {
  readonly jobId: string;
  readonly demand: Demand;
  readonly request: PlacementRequest;
  /** Why its submitter may hold no device of the pool at this moment. */
  readonly denial?: Denial | undefined;
  /** All hosts of the pool, whatever their state. */
  readonly hosts: readonly HostFact[];
  readonly isSchedulable: (host: HostFact) => boolean;
  /** Why a host is quarantined, if it is. */
  readonly quarantine?: (hostId: string) => string | undefined;
  readonly calendar: Calendar;
  /** The jobs ahead of it in the queue; none if omitted. */
  readonly ahead?: Ahead | undefined;
  readonly notBefore: string | null;
  /** Until when it waits for another host than those on which it could not be started. */
  readonly avoidsUntil?: string | null | undefined;
  /** When it fails, where nothing could ever hold it. */
  readonly failsAt?: string | undefined;
  readonly now: string;
  /** The reservation that it runs in. */
  readonly reservationId?: string | undefined;
  readonly gang?: GangSituation | undefined;
  /** The reason given by its quota, if that blocks it. */
  readonly quota?: PendingReason | undefined;
  /** Runs that are being preempted for it, and when they will be over at the latest. */
  readonly ongoingPreemption?: { readonly runs: number; readonly until: string } | undefined;
  /** Why its last run was preempted. */
  readonly preempted?: PreemptionView | undefined;
  readonly estimate?: Estimate | undefined;
  /** Of a project whose reservations the viewer may see. */
  readonly projectName?: (projectId: string) => string | undefined;
}

export interface GangSituation extends Pick<GangPlace, 'size'> {
  /** Members that are queued, and that have devices. */
  readonly queued: number;
  readonly held: number;
  /** Whether all are there that start together. */
  readonly whole: boolean;
}

/** When a job is likely to start. */
export interface Estimate {
  readonly startsAt: string;
  readonly confidence: EstimateConfidence;
  readonly message: string;
  /** Whether that start is planned by a pass. */
  readonly planned: boolean;
}
