import type { JobClass, JobOrigin, JobSpec, LeasedDevice, PreemptionCause, RunOutcome } from './events.js';
import type { FailureClass } from './failures.js';

export const jobStates = [
  'submitted',
  'awaitingApproval',
  'approved',
  'rejected',
  'queued',
  'placed',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'timedOut',
] as const;
export type JobState = (typeof jobStates)[number];
export const terminalJobStates: readonly JobState[] = [
  'rejected',
  'succeeded',
  'failed',
  'cancelled',
  'timedOut',
];

export type RunView = {
  readonly run: number;
  readonly state: 'placed' | 'running' | 'stopping' | 'ended';
  readonly leaseId: string;
  readonly hostId: string;
  readonly devices: readonly LeasedDevice[];
  readonly placedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly outcome?: RunOutcome;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly errorClass?: FailureClass;
  readonly message?: string;
  /** It is being preempted. */
  readonly preemption?: PreemptionView;
};

/** Why a run is preempted, and for which job or window. */
export type PreemptionView = {
  readonly cause: PreemptionCause;
  readonly message: string;
  readonly graceSeconds: number;
  readonly requestedAt: string;
  readonly forJobId?: string;
  readonly forReservationId?: string;
};

export type JobView = {
  readonly id: string;
  readonly externalId?: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly state: JobState;
  readonly spec: JobSpec;
  readonly grantPriority: number;
  /** The array, workflow or schedule that it came from. */
  readonly origin?: JobOrigin;
  readonly cancelRequested: boolean;
  /** Reason of a rejection or cancellation, or what went wrong. */
  readonly message?: string;
  readonly errorClass?: FailureClass;
  readonly exitCode?: number;
  readonly runs: readonly RunView[];
  readonly deleted: boolean;
  readonly createdAt: string;
  readonly queuedAt?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly updatedAt: string;
};

/** Why a job is pending. Ranked, the most telling first; every one carries its numbers in `message`. */
export type PendingReason = {
  readonly code:
    | 'AWAITING_APPROVAL'
    | 'DEVICES_BUSY'
    | 'SLOTS_BUSY'
    | 'HOSTS_UNAVAILABLE'
    | 'BEHIND_OTHERS'
    | 'BACKING_OFF'
    | 'PREEMPTED'
    | 'QUOTA_REACHED'
    | 'RESERVED'
    | 'MAINTENANCE'
    | 'WAITING_FOR_HOSTS'
    | 'WAITING_FOR_RESERVATION'
    | 'WAITING_FOR_GANG'
    | 'WAITING_FOR_PREEMPTION'
    | 'PLANNED'
    | 'CAN_NEVER_RUN'
    | 'SUBMITTER_NOT_ALLOWED'
    | 'ABOUT_TO_START';
  /** "waiting" is a matter of time; "never" needs a change of the job or of the pool. */
  readonly kind: 'waiting' | 'never';
  readonly message: string;
  readonly numbers: { readonly [name: string]: number };
};

/**
 * How sure an estimated start is. `certain`: it depends on time limits only, which are enforced: no later while
 * quotas, policy, devices and what is ahead stay as they are. `likely`: planned, behind others that wait. `rough`:
 * counted from what is ahead. `unknown`: it is not known.
 */
export const estimateConfidences = ['certain', 'likely', 'rough', 'unknown'] as const;
export type EstimateConfidence = (typeof estimateConfidences)[number];

export type PendingView = {
  readonly jobId: string;
  readonly reasons: readonly PendingReason[];
  /** 1 is next; absent while it awaits approval. */
  readonly position?: number;
  readonly aheadCount: number;
  /** Jobs ahead that the viewer may see, nearest the front first, 20 at most. */
  readonly aheadJobIds: readonly string[];
  /** The estimated start. */
  readonly estimatedStart?: string;
  readonly estimateConfidence?: EstimateConfidence;
  /** The basis of the estimate, or why there is none. */
  readonly estimateMessage?: string;
};

export type QueueEntry = {
  readonly jobId: string;
  readonly poolId: string;
  readonly position: number;
  readonly priority: number;
  readonly grantPriority: number;
  readonly queuedAt: string;
  readonly class: JobClass;
};
