import type {
  JobOrigin,
  JobSpec,
  JobClass,
  LeasedDevice,
  PlacementDecision,
  PreemptionCause,
  RunOutcome,
} from '@berth/contracts/scheduler/events';
import type { ErrorClass, Failure } from '@berth/contracts/scheduler/failures';
import type { SealedValue } from '@berth/contracts/fields';

export interface SubmitJob {
  readonly type: 'submit';
  readonly jobId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly name: string;
  readonly externalId?: string;
  readonly spec: JobSpec;
  readonly env?: SealedValue;
  readonly origin?: JobOrigin;
  readonly approvalRequired: boolean;
  readonly grantPriority: number;
  readonly now: string;
}

/** An agent's report, or the scheduler's own finding that the host is lost. */
export interface EndRun {
  readonly type: 'endRun';
  readonly run: number;
  readonly hostId: string;
  readonly outcome: RunOutcome;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly errorClass?: ErrorClass;
  /** What that was in fact. */
  readonly failure?: Failure;
  readonly message?: string;
  /** When use of the devices ended. */
  readonly endedAt: string;
  /** Position in inventory's log of the loss that ends it: a run that was placed once the host had come back goes on. */
  readonly hostGoneSince?: string | undefined;
  readonly now: string;
}

/** The run is preempted; its job is queued again. */
export interface PreemptRun {
  readonly type: 'preempt';
  readonly run: number;
  readonly cause: PreemptionCause;
  readonly forJobId?: string;
  readonly forReservationId?: string;
  readonly graceSeconds: number;
  readonly message: string;
  readonly now: string;
}

export type JobCommand =
  | SubmitJob
  | { readonly type: 'approve'; readonly reason?: string; readonly now: string }
  | { readonly type: 'reject'; readonly reason: string }
  | { readonly type: 'cancel'; readonly reason?: string; readonly now: string }
  | { readonly type: 'delete' }
  /** Whether anything in the pool could ever hold it. */
  | {
      readonly type: 'recordRunnable';
      readonly runnable: boolean;
      readonly message?: string;
      readonly now: string;
    }
  /** It will not be placed any more; `run` is its last one, as known to whoever gives it up. */
  | { readonly type: 'failQueued'; readonly run: number; readonly message: string; readonly now: string }
  | {
      readonly type: 'place';
      readonly run: number;
      readonly leaseId: string;
      readonly hostId: string;
      readonly devices: readonly LeasedDevice[];
      readonly class: JobClass;
      readonly reservationId?: string | undefined;
      readonly decision?: PlacementDecision | undefined;
      readonly hostOnlineSince?: string | undefined;
      readonly now: string;
    }
  | { readonly type: 'startRun'; readonly run: number; readonly hostId: string; readonly startedAt: string }
  | PreemptRun
  | EndRun;
