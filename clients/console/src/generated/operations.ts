/* Written by `npm run generate` from gateway/schema.graphql and the .graphql files. */
import { document } from '../api/document.js';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Input of `activateUser`. */
export type ActivateUserInput = {
  /** Id of the user. */
  readonly userId: string;
};

/** Input of `addMember`. */
export type AddMemberInput = {
  /** Default: member. */
  readonly memberRole?: MemberRole | null | undefined;
  /** Which project. */
  readonly projectId: string;
  /** Which user. */
  readonly userId: string;
};

/** Operations that an API token allows. */
export type ApiTokenScope =
  | 'ADMIN'
  | 'JOBS'
  | 'READ';

/** Input of `approveJob`. */
export type ApproveJobInput = {
  /** Id of the job. */
  readonly jobId: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
};

/** What occupies devices. An offer holds them for the next user on the waiting list. */
export type CalendarEntryKind =
  | 'JOB'
  | 'MAINTENANCE'
  | 'OFFER'
  | 'RESERVATION';

/** Which reservations a feed contains: those of the caller, of a device or of a pool. */
export type CalendarFeedScope =
  | 'DEVICE'
  | 'POOL'
  | 'USER';

/** Input of `cancelJob`. */
export type CancelJobInput = {
  /** Id of the job. */
  readonly jobId: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
};

/** Input of `cancelJobs`. */
export type CancelJobsInput = {
  /** In place of ids: the newest 200 jobs that fit, and that can be changed so. */
  readonly filter?: JobFilterInput | null | undefined;
  /** Ids of jobs, 200 at most. */
  readonly ids?: ReadonlyArray<string> | null | undefined;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
};

/** Input of `cancelReservation`. */
export type CancelReservationInput = {
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
  /** Also cancel the later ones of the series; default: false. */
  readonly restOfSeries?: boolean | null | undefined;
};

/** Input of `changePassword`. */
export type ChangePasswordInput = {
  /** The current password. */
  readonly currentPassword: string;
  /** 8 to 256 characters. */
  readonly newPassword: string;
};

/** Input of `changeReservation`. */
export type ChangeReservationInput = {
  /** Start; only before it has begun. */
  readonly from?: string | null | undefined;
  /** Devices; only before it has begun. */
  readonly gpus?: ReservationGpusInput | null | undefined;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
  /** Title. */
  readonly title?: string | null | undefined;
  /** When it ends. */
  readonly until?: string | null | undefined;
};

/** Input of `cordonHost`. */
export type CordonHostInput = {
  /** Id of the host. */
  readonly hostId: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
};

/** Input of `createApiToken`. */
export type CreateApiTokenInput = {
  /** 1 to 366; default: 90. */
  readonly expiresInDays?: number | null | undefined;
  /** Description. */
  readonly name: string;
  /** What it may be used for. */
  readonly scopes: ReadonlyArray<ApiTokenScope>;
};

/** Input of `createCalendarFeed`. */
export type CreateCalendarFeedInput = {
  /** UUID of the device, or id or name of the pool; omit it for the caller's own reservations. */
  readonly of?: string | null | undefined;
  /** Which reservations it contains. */
  readonly scope: CalendarFeedScope;
};

/** Input of `createGrant`. */
export type CreateGrantInput = {
  /** This device only. */
  readonly deviceUuid?: string | null | undefined;
  /** Maximum duration of a job in hours; default: 48. */
  readonly maxHours?: number | null | undefined;
  /** Which pool. */
  readonly poolId: string;
  /** Priority class: 0 (first) to 2 (last); default: 1. */
  readonly priority?: number | null | undefined;
  /** … or a project. */
  readonly projectId?: string | null | undefined;
  /** Multiplies the maximum duration; default: 1. */
  readonly timeMultiplier?: number | null | undefined;
  /** Either a user … */
  readonly userId?: string | null | undefined;
};

/** Input of `createJoinToken`. */
export type CreateJoinTokenInput = {
  /** Default: 24. */
  readonly expiresInHours?: number | null | undefined;
  /** Maximum number of hosts that may join with it. */
  readonly maxUses?: number | null | undefined;
  /** Which pool the hosts join. */
  readonly poolId: string;
};

/** Input of `createProject`. */
export type CreateProjectInput = {
  /** Description. */
  readonly description?: string | null | undefined;
  /** Id of its lead. */
  readonly leadId?: string | null | undefined;
  /** Unique name. */
  readonly name: string;
};

/** Input of `decideRequests`. */
export type DecideRequestsInput = {
  /** Decision for all of them. */
  readonly decision: DecisionKind;
  /** Ids of requests and of jobs. */
  readonly ids: ReadonlyArray<string>;
  /** Reason; required for a rejection and shown to the requester. */
  readonly reason?: string | null | undefined;
};

/** Decision. */
export type DecisionKind =
  | 'APPROVE'
  | 'REJECT';

/** Input of `deleteJob`. */
export type DeleteJobInput = {
  /** Id of the job. */
  readonly jobId: string;
};

/** How runs on a device are isolated from each other. */
export type DeviceSharing =
  /** One run at a time uses the slice, which is isolated from other slices by hardware (MIG). */
  | 'MIG_SLICE'
  /** Several runs share the slice without isolation; the slice is isolated from other slices by hardware. */
  | 'MIG_SLICE_SHARED'
  /** Several runs may share the device without isolation: one can use all memory or slow down the others. */
  | 'SHARED_WITHOUT_ISOLATION'
  /** One run at a time uses the whole device. */
  | 'WHOLE_DEVICE';

/** Input of `drainHost`. */
export type DrainHostInput = {
  /** Id of the host. */
  readonly hostId: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
};

/** Input of `dropParked`. */
export type DropParkedInput = {
  /** Which message. */
  readonly id: string;
  /** Which service. */
  readonly service: Service;
};

/** Effective state of a device. Only available devices are allocated. An unreadable device cannot be queried at the moment and becomes available again by itself. */
export type EffectiveDeviceState =
  | 'AVAILABLE'
  | 'DISABLED'
  | 'ERROR'
  | 'UNREADABLE';

/** An environment variable. Values are stored encrypted and never shown again. */
export type EnvVariableInput = {
  /** For example LEARNING_RATE. */
  readonly name: string;
  /** Its value. */
  readonly value: string;
};

/** Error class. */
export type ErrorClass =
  | 'COMMAND_NOT_FOUND'
  | 'EXIT_CODE'
  | 'GPU_OUT_OF_MEMORY'
  | 'HOST_LOST'
  | 'OUTPUT_LIMIT'
  | 'OUT_OF_MEMORY'
  | 'SIGNAL'
  | 'START_FAILED';

/** How sure an estimated start is. */
export type EstimateConfidence =
  /** By time limits, which are enforced: no later while quotas, policy, devices and what is ahead stay as they are. */
  | 'CERTAIN'
  /** Planned, behind others that wait. */
  | 'LIKELY'
  /** Counted from what is ahead. */
  | 'ROUGH'
  /** No start can be estimated. */
  | 'UNKNOWN';

/** Input of `extendReservation`. */
export type ExtendReservationInput = {
  /** Minutes to add. */
  readonly minutes: number;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
};

/** Where a request is in its life. FULFILLED, REJECTED, WITHDRAWN and CLOSED are final. */
export type GpuRequestState =
  /** Its devices are being reserved. */
  | 'APPROVED'
  | 'AWAITING_APPROVAL'
  | 'CLOSED'
  | 'FULFILLED'
  | 'REJECTED'
  /** It is on the waiting list. */
  | 'WAITING'
  | 'WITHDRAWN';

/** Devices that a job requests, all on one host. */
export type GpuSpecInput = {
  /** Default: 1; 0 for CPU only. */
  readonly count?: number | null | undefined;
  /** cuda (least loaded device; default), cuda:N (a given device) or cpu. */
  readonly device?: string | null | undefined;
  /** Minimum memory of a device in GB of 10^9 bytes. */
  readonly memoryGb?: number | null | undefined;
  /** Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB. */
  readonly model?: string | null | undefined;
};

/** Whether a grant is valid. */
export type GrantStatus =
  | 'ACTIVE'
  | 'REVOKED';

/** What is wrong with a host as a whole. */
export type HostConditionKind =
  /** Nothing can be read of its devices, so they take no work. Work on its CPU and simulated devices goes on. */
  | 'DEVICES_UNREADABLE'
  /** No room is left for the files of runs. The host takes no new work. */
  | 'DISK_FULL'
  /** Several starts in a row failed. The host takes no job until an instant, then one at a time until one has started. */
  | 'START_FAILURES';

/** Whether a host takes new work; only open hosts do. */
export type HostScheduling =
  | 'CORDONED'
  | 'DRAINED'
  | 'DRAINING'
  | 'OPEN';

/** Connection status of a host. A removed host is not listed and never returns. */
export type HostStatus =
  | 'JOINING'
  | 'LOST'
  | 'ONLINE'
  | 'REMOVED'
  | 'STOPPED';

/** Class of work: determines which slots of a device a run takes. */
export type JobClass =
  | 'INFERENCE'
  | 'TRAINING';

/** Which jobs, as in `jobs`: those that fit all of it. */
export type JobFilterInput = {
  /** Created then or later. */
  readonly createdFrom?: string | null | undefined;
  /** Created before then. */
  readonly createdUntil?: string | null | undefined;
  /** Filters by the host of the latest run. */
  readonly host?: string | null | undefined;
  /** Filters by pool. */
  readonly pool?: string | null | undefined;
  /** Filters by project. */
  readonly project?: string | null | undefined;
  /** Start of the name. */
  readonly search?: string | null | undefined;
  /** Filters by state. */
  readonly states?: ReadonlyArray<JobState> | null | undefined;
  /** Filters by user. */
  readonly user?: string | null | undefined;
};

/** Where a job is in its life. REJECTED, SUCCEEDED, FAILED, CANCELLED and TIMED_OUT are final. */
export type JobState =
  | 'APPROVED'
  | 'AWAITING_APPROVAL'
  | 'CANCELLED'
  | 'FAILED'
  | 'PLACED'
  | 'QUEUED'
  | 'REJECTED'
  | 'RUNNING'
  | 'SUBMITTED'
  | 'SUCCEEDED'
  | 'TIMED_OUT';

/** Order of a list by time. */
export type ListSort =
  /** The newest first. */
  | 'NEWEST'
  /** The oldest first. */
  | 'OLDEST';

/** Supported languages. */
export type Locale =
  | 'EN'
  | 'FA'
  | 'ZH_CN'
  | 'ZH_TW';

/** Severity of a line. */
export type LogLevel =
  | 'DEBUG'
  | 'ERROR'
  | 'FATAL'
  | 'INFO'
  | 'TRACE'
  | 'WARN';

/** Output stream of a process. */
export type LogStream =
  | 'STDERR'
  | 'STDOUT';

/** A lead manages the members of a project and the jobs of all of them. */
export type MemberRole =
  | 'LEAD'
  | 'MEMBER';

/** The outcome of ending processes that stayed beyond a reservation. */
export type OverstayOutcome =
  /** None is left. */
  | 'ENDED'
  /** They cannot be ended. */
  | 'FAILED'
  /** They were sent SIGTERM and are still there. */
  | 'SIGNALLED';

/** Why a job is pending. */
export type PendingCode =
  | 'ABOUT_TO_START'
  | 'AWAITING_APPROVAL'
  | 'BACKING_OFF'
  | 'BEHIND_OTHERS'
  | 'CAN_NEVER_RUN'
  | 'DEVICES_BUSY'
  | 'HOSTS_UNAVAILABLE'
  | 'MAINTENANCE'
  | 'PLANNED'
  | 'PREEMPTED'
  | 'QUOTA_REACHED'
  | 'RESERVED'
  | 'SLOTS_BUSY'
  | 'SUBMITTER_NOT_ALLOWED'
  | 'WAITING_FOR_GANG'
  | 'WAITING_FOR_HOSTS'
  | 'WAITING_FOR_PREEMPTION'
  | 'WAITING_FOR_RESERVATION';

/** Whether the job can start without a change. */
export type PendingKind =
  /** Something must be changed first. */
  | 'NEVER'
  /** It is a matter of time. */
  | 'WAITING';

/** What processes events: a projection, a process manager, a consumer of another service's events, or the relay to the bus. */
export type ProcessKind =
  | 'CONSUMER'
  | 'PROCESS_MANAGER'
  | 'PROJECTION'
  | 'RELAY';

/** Its status; RETRYING, HALTED and REFUSED need attention. */
export type ProcessState =
  | 'CATCHING_UP'
  | 'HALTED'
  | 'LIVE'
  | 'REBUILDING'
  | 'REFUSED'
  | 'RETRYING'
  | 'STARTING'
  | 'STOPPED';

/** Profile fields. Omitted fields keep their value. */
export type ProfileInput = {
  /** Last name. */
  readonly familyName?: string | null | undefined;
  /** First name. */
  readonly givenName?: string | null | undefined;
  /** Group within the organisation. */
  readonly lab?: string | null | undefined;
  /** Language. */
  readonly locale?: Locale | null | undefined;
  /** Company or university. */
  readonly organisation?: string | null | undefined;
  /** Telephone number. */
  readonly phone?: string | null | undefined;
  /** IANA name such as Europe/Berlin. */
  readonly timeZone?: string | null | undefined;
};

/** Limited resource. A shared device counts as a whole device. */
export type QuotaKind =
  | 'ENVIRONMENTS'
  | 'GPUS'
  | 'RAM_GB'
  | 'STORAGE_GB'
  | 'VCPUS';

/** Input of `rejectJob`. */
export type RejectJobInput = {
  /** Id of the job. */
  readonly jobId: string;
  /** Reason; shown to the submitter. */
  readonly reason: string;
};

/** Input of `releaseReservation`. */
export type ReleaseReservationInput = {
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
};

/** Input of `removeMember`. */
export type RemoveMemberInput = {
  /** Which project. */
  readonly projectId: string;
  /** Which user. */
  readonly userId: string;
};

/** Input of `removeQuota`. */
export type RemoveQuotaInput = {
  /** Id of the quota. */
  readonly quotaId: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
};

/** Frequency of recurrence. */
export type RepeatEvery =
  | 'DAY'
  | 'WEEK';

/** Recurrence: at the same local time in a time zone, at most 104 times. */
export type RepeatInput = {
  /** Maximum number of occurrences; give this, until or both. */
  readonly count?: number | null | undefined;
  /** Days of the week; default: every day, or the weekday of the first occurrence. */
  readonly days?: ReadonlyArray<Weekday> | null | undefined;
  /** DAY or WEEK. */
  readonly every: RepeatEvery;
  /** IANA name such as Europe/Berlin; default: UTC. Each occurrence begins at the same local time. A time skipped by daylight saving starts right after the gap; a repeated time starts the first time. */
  readonly timeZone?: string | null | undefined;
  /** No occurrence begins after this. */
  readonly until?: string | null | undefined;
};

/** Input of `replayParked`. */
export type ReplayParkedInput = {
  /** Which message. */
  readonly id: string;
  /** Which service. */
  readonly service: Service;
};

/** A request without a command, or a job that awaits approval. */
export type RequestKind =
  | 'JOB'
  | 'REQUEST';

/** Devices to reserve: given ones, or any that match. */
export type ReservationGpusInput = {
  /** Number of devices; default: 1, or the number of given UUIDs. */
  readonly count?: number | null | undefined;
  /** UUIDs of the required devices. */
  readonly devices?: ReadonlyArray<string> | null | undefined;
  /** Minimum memory of a device in GB of 10^9 bytes. */
  readonly memoryGb?: number | null | undefined;
  /** Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB. */
  readonly model?: string | null | undefined;
};

/** Where a reservation is in its life. All but RESERVED and ACTIVE are final. */
export type ReservationState =
  /** It is under way. */
  | 'ACTIVE'
  | 'CANCELLED'
  | 'COMPLETED'
  | 'HOLDER_INELIGIBLE'
  | 'NO_SHOW'
  | 'RELEASED'
  /** It is ahead. */
  | 'RESERVED';

/** Kind of a warning to the holder. */
export type ReservationWarningKind =
  | 'ENDS_SOON'
  | 'MAINTENANCE'
  | 'NOT_USED'
  | 'OVERSTAY'
  | 'STARTS_SOON';

/** Input of `reserve`. */
export type ReserveInput = {
  /** Duration in minutes; give this or until. */
  readonly durationMinutes?: number | null | undefined;
  /** When it begins; default: now. */
  readonly from?: string | null | undefined;
  /** Default: one device of any kind. */
  readonly gpus?: ReservationGpusInput | null | undefined;
  /** Id or name; default: the only pool you may use, or "default". */
  readonly pool?: string | null | undefined;
  /** Id or name of the project it is charged to. */
  readonly project: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Default: no recurrence. */
  readonly repeat?: RepeatInput | null | undefined;
  /** Whether jobs of all members of the project may run in its window; default: false. */
  readonly sharedWithProject?: boolean | null | undefined;
  /** Title. */
  readonly title?: string | null | undefined;
  /** When it ends; give this or durationMinutes. */
  readonly until?: string | null | undefined;
};

/** Kinds of failure that may be retried. A command that is not found is an EXIT_CODE here, the output limit a SIGNAL. */
export type RetriedErrorClass =
  | 'EXIT_CODE'
  | 'GPU_OUT_OF_MEMORY'
  | 'HOST_LOST'
  | 'OUT_OF_MEMORY'
  | 'SIGNAL'
  | 'START_FAILED';

/** Whether a failed run is retried. */
export type RetryInput = {
  /** First delay in seconds, which doubles with each retry; default: 5. */
  readonly backoffSeconds?: number | null | undefined;
  /** Maximum delay in seconds; default: 3600. */
  readonly maxBackoffSeconds?: number | null | undefined;
  /** 0 to 20; default: 0. */
  readonly maxRetries?: number | null | undefined;
  /** Error classes that are retried; default: all. */
  readonly on?: ReadonlyArray<RetriedErrorClass> | null | undefined;
};

/** Input of `revokeApiToken`. */
export type RevokeApiTokenInput = {
  /** Id of the API token. */
  readonly tokenId: string;
};

/** Input of `revokeCalendarFeed`. */
export type RevokeCalendarFeedInput = {
  /** Id of the feed. */
  readonly feedId: string;
};

/** Input of `revokeGrant`. */
export type RevokeGrantInput = {
  /** Id of the grant. */
  readonly grantId: string;
};

/** Input of `revokeSession`. */
export type RevokeSessionInput = {
  /** Id of the session. */
  readonly sessionId: string;
};

/** admin manages the installation, operator the hosts and pools; member submits work; auditor reads everything; guest is an external user. */
export type Role =
  | 'ADMIN'
  | 'AUDITOR'
  | 'GUEST'
  | 'MEMBER'
  | 'OPERATOR';

/** Outcome of a run. */
export type RunOutcome =
  | 'CANCELLED'
  | 'FAILED'
  | 'LOST'
  | 'PREEMPTED'
  | 'SUCCEEDED'
  | 'TIMED_OUT';

/** State of a run. */
export type RunState =
  | 'ENDED'
  | 'PLACED'
  | 'RUNNING'
  | 'STOPPING';

/** What `search` finds. */
export type SearchKind =
  | 'HOST'
  | 'JOB'
  | 'POOL'
  | 'PROJECT'
  | 'RESERVATION'
  | 'USER'
  | 'WORKFLOW';

/** Services of Berth. */
export type Service =
  | 'AUTH'
  | 'BILLING'
  | 'INVENTORY'
  | 'SCHEDULER'
  | 'TELEMETRY';

/** Input of `setPrice`. */
export type SetPriceInput = {
  /** ISO 4217 code; default: EUR. */
  readonly currency?: string | null | undefined;
  /** Valid from; default: now. */
  readonly from?: string | null | undefined;
  /** Price per hour. */
  readonly microsPerHour: number;
  /** Device model to which it applies; default: any model. */
  readonly model?: string | null | undefined;
  /** Pool to which it applies; default: any pool. */
  readonly poolId?: string | null | undefined;
};

/** Input of `setQuota`. */
export type SetQuotaInput = {
  /** Whether unused quota of others may be borrowed. Borrowing runs are preempted first. Default: false. */
  readonly borrow?: boolean | null | undefined;
  /** Environments; not enforced yet. */
  readonly environments?: number | null | undefined;
  /** Devices. 0 is none; default: no limit. */
  readonly gpus?: number | null | undefined;
  /** Id or name; default: all pools together. */
  readonly pool?: string | null | undefined;
  /** … or a project, by id or name. */
  readonly project?: string | null | undefined;
  /** Memory of jobs that request it, in GB of 10^9 bytes. */
  readonly ramGb?: number | null | undefined;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Storage in GB; not enforced yet. */
  readonly storageGb?: number | null | undefined;
  /** Either a user … */
  readonly user?: string | null | undefined;
  /** CPUs of jobs that request them. */
  readonly vcpus?: number | null | undefined;
};

/** Input of `setRole`. */
export type SetRoleInput = {
  /** The new role. */
  readonly role: Role;
  /** Id of the user. */
  readonly userId: string;
};

/** Input of `submitJob`. */
export type SubmitJobInput = {
  /** Further arguments. */
  readonly args?: ReadonlyArray<string> | null | undefined;
  /** Default: training. */
  readonly class?: JobClass | null | undefined;
  /** What to run: program and arguments, without a shell. */
  readonly command?: ReadonlyArray<string> | null | undefined;
  /** Description. */
  readonly description?: string | null | undefined;
  /** Environment variables; the device variables of the platform take precedence. */
  readonly env?: ReadonlyArray<EnvVariableInput> | null | undefined;
  /** Id chosen by the caller, unique in the project. */
  readonly externalId?: string | null | undefined;
  /** Devices; default: CPU only. */
  readonly gpus?: GpuSpecInput | null | undefined;
  /** Container image, for pools that run containers. */
  readonly image?: string | null | undefined;
  /** Name. */
  readonly name: string;
  /** Id or name; default: the only pool you may use, or "default". */
  readonly pool?: string | null | undefined;
  /** Whether its runs may be preempted after the pool's minimum run time: a run is warned, ended and queued again. */
  readonly preemptible?: boolean | null | undefined;
  /** 10 (first) to 1 (last); default: 5. */
  readonly priority?: number | null | undefined;
  /** Id or name of the project it is charged to. */
  readonly project: string;
  /** Memory in GB of 10^9 bytes. */
  readonly ramGb?: number | null | undefined;
  /** A reservation of yours, or one shared with the project. The job runs only within it. */
  readonly reservation?: string | null | undefined;
  /** Default: never. */
  readonly retry?: RetryInput | null | undefined;
  /** Maximum duration of a run in minutes; default: 1440. */
  readonly timeoutMinutes?: number | null | undefined;
  /** CPUs. */
  readonly vcpus?: number | null | undefined;
  /** Working directory; default: a new directory. */
  readonly workingDirectory?: string | null | undefined;
};

/** Input of `suspendUser`. */
export type SuspendUserInput = {
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the user. */
  readonly userId: string;
};

/** Input of `uncordonHost`. */
export type UncordonHostInput = {
  /** Id of the host. */
  readonly hostId: string;
};

/** Input of `updateProfile`. */
export type UpdateProfileInput = {
  /** A new e-mail address. */
  readonly email?: string | null | undefined;
  /** Omitted fields keep their value. */
  readonly profile?: ProfileInput | null | undefined;
  /** A new user name. */
  readonly username?: string | null | undefined;
};

/** How usage is grouped. */
export type UsageBy =
  | 'MODEL'
  | 'PROJECT'
  | 'USER';

/** Only active users may log in. */
export type UserStatus =
  | 'ACTIVE'
  | 'AWAITING_ACTIVATION'
  | 'DELETED'
  | 'SUSPENDED';

/** A day of the week. */
export type Weekday =
  | 'FRI'
  | 'MON'
  | 'SAT'
  | 'SUN'
  | 'THU'
  | 'TUE'
  | 'WED';

export type OwnAccountQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnAccountQuery = { readonly viewer: { readonly id: string, readonly username: string, readonly email: string | null, readonly role: Role | null, readonly createdAt: string, readonly profile: { readonly givenName: string | null, readonly familyName: string | null, readonly organisation: string | null, readonly lab: string | null, readonly phone: string | null, readonly locale: string | null, readonly timeZone: string | null } | null } | null };

export type UpdateProfileMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type UpdateProfileMutation = { readonly updateProfile:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'UpdateProfileSuccess', readonly user: { readonly id: string } }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ChangePasswordSuccess', readonly done: boolean }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type OwnSessionsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type OwnSessionsQuery = { readonly sessions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly client: string | null, readonly createdAt: string, readonly lastUsedAt: string, readonly expiresAt: string, readonly current: boolean } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { readonly revokeSession:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RevokeSessionSuccess', readonly done: boolean }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type OwnApiTokensQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnApiTokensQuery = { readonly apiTokens: ReadonlyArray<{ readonly id: string, readonly name: string, readonly scopes: ReadonlyArray<ApiTokenScope>, readonly createdAt: string, readonly expiresAt: string, readonly revoked: boolean }> };

export type CreateApiTokenMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type CreateApiTokenMutation = { readonly createApiToken:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CreateApiTokenSuccess', readonly token: string, readonly apiToken: { readonly id: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type RevokeApiTokenMutationVariables = Exact<{
  input: RevokeApiTokenInput;
}>;


export type RevokeApiTokenMutation = { readonly revokeApiToken:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RevokeApiTokenSuccess', readonly done: boolean }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type OwnFeedsQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnFeedsQuery = { readonly calendarFeeds: ReadonlyArray<{ readonly id: string, readonly scope: CalendarFeedScope, readonly of: string | null, readonly createdAt: string, readonly revokedAt: string | null }> };

export type RevokeCalendarFeedMutationVariables = Exact<{
  input: RevokeCalendarFeedInput;
}>;


export type RevokeCalendarFeedMutation = { readonly revokeCalendarFeed:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RevokeCalendarFeedSuccess', readonly feed: { readonly id: string } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type UsageQueryVariables = Exact<{
  by: UsageBy;
  from: string;
  to: string;
  project?: string | null | undefined;
}>;


export type UsageQuery = { readonly usage: ReadonlyArray<{ readonly key: string, readonly leases: number, readonly leaseSeconds: number, readonly deviceSeconds: number, readonly amountMicros: number, readonly amount: string, readonly currency: string, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null }> };

export type ChargesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  project?: string | null | undefined;
  user?: string | null | undefined;
  month?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type ChargesQuery = { readonly charges: { readonly totalCount: number | null, readonly totalMicros: number, readonly currency: string, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly from: string, readonly to: string | null, readonly seconds: number, readonly deviceSeconds: number, readonly amountMicros: number, readonly amount: string, readonly currency: string, readonly run: number | null, readonly reservationId: string | null, readonly project: { readonly id: string, readonly name: string } | null, readonly job: { readonly id: string, readonly name: string, readonly user: { readonly id: string, readonly username: string } | null } | null, readonly lines: ReadonlyArray<{ readonly model: string }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

type RefusalFields_AlreadyExists_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_CanNeverRun_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_Forbidden_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_IdempotencyKeyReused_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_InvalidState_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_NotFound_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_QueueFull_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_QuotaExceeded_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_RateLimited_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_ReservationConflict_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_Unauthenticated_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_Unavailable_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

type RefusalFields_ValidationFailed_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown };

export type RefusalFieldsFragment =
  | RefusalFields_AlreadyExists_Fragment
  | RefusalFields_CanNeverRun_Fragment
  | RefusalFields_Forbidden_Fragment
  | RefusalFields_IdempotencyKeyReused_Fragment
  | RefusalFields_InvalidState_Fragment
  | RefusalFields_NotFound_Fragment
  | RefusalFields_QueueFull_Fragment
  | RefusalFields_QuotaExceeded_Fragment
  | RefusalFields_RateLimited_Fragment
  | RefusalFields_ReservationConflict_Fragment
  | RefusalFields_Unauthenticated_Fragment
  | RefusalFields_Unavailable_Fragment
  | RefusalFields_ValidationFailed_Fragment
;

export type ReservePlacesQueryVariables = Exact<{
  member: string;
}>;


export type ReservePlacesQuery = { readonly pools: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly approval: boolean } }> }, readonly projects: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> } };

export type CalendarDevicesQueryVariables = Exact<{
  pool: string;
  after?: string | null | undefined;
}>;


export type CalendarDevicesQuery = { readonly devices: { readonly edges: ReadonlyArray<{ readonly node: { readonly uuid: string, readonly index: number, readonly model: string, readonly state: EffectiveDeviceState, readonly missing: boolean, readonly sharing: DeviceSharing, readonly host: { readonly id: string, readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ReservationRulesQueryVariables = Exact<{
  pool: string;
}>;


export type ReservationRulesQuery = { readonly policy: { readonly reservations: { readonly enabled: boolean, readonly horizonDays: number, readonly maxHours: number, readonly maxPerUser: number } } };

export type CalendarPartsFragment = { readonly entries: ReadonlyArray<{ readonly entryId: string | null, readonly kind: CalendarEntryKind, readonly from: string, readonly until: string | null, readonly visible: boolean, readonly title: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string }>, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null, readonly reservation: { readonly state: ReservationState } | null }> };

export type PoolCalendarQueryVariables = Exact<{
  pool: string;
  from: string;
  until: string;
}>;


export type PoolCalendarQuery = { readonly calendar: { readonly entries: ReadonlyArray<{ readonly entryId: string | null, readonly kind: CalendarEntryKind, readonly from: string, readonly until: string | null, readonly visible: boolean, readonly title: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string }>, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null, readonly reservation: { readonly state: ReservationState } | null }> } };

export type FreeWindowsQueryVariables = Exact<{
  pool?: string | null | undefined;
  project?: string | null | undefined;
  gpus?: ReservationGpusInput | null | undefined;
  durationMinutes: number;
  from?: string | null | undefined;
  until?: string | null | undefined;
  oneHost?: boolean | null | undefined;
  first?: number | null | undefined;
}>;


export type FreeWindowsQuery = { readonly availability: { readonly matching: number, readonly windows: ReadonlyArray<{ readonly from: string, readonly until: string, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly host: { readonly id: string, readonly name: string } | null }> }> } };

export type ReserveMutationVariables = Exact<{
  input: ReserveInput;
}>;


export type ReserveMutation = { readonly reserve:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown, readonly freeWindows: ReadonlyArray<{ readonly from: string, readonly until: string, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly host: { readonly id: string, readonly name: string } | null }> }> }
    | { readonly __typename: 'ReserveSuccess', readonly reservation: { readonly id: string, readonly from: string, readonly until: string, readonly devices: ReadonlyArray<{ readonly uuid: string }> } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ChangeReservationMutationVariables = Exact<{
  input: ChangeReservationInput;
}>;


export type ChangeReservationMutation = { readonly changeReservation:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ChangeReservationSuccess', readonly reservation: { readonly id: string, readonly from: string, readonly until: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type CalendarChangedSubscriptionVariables = Exact<{
  pool: string;
  from: string;
  until: string;
}>;


export type CalendarChangedSubscription = { readonly calendarChanged: { readonly entries: ReadonlyArray<{ readonly entryId: string | null, readonly kind: CalendarEntryKind, readonly from: string, readonly until: string | null, readonly visible: boolean, readonly title: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string }>, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null, readonly reservation: { readonly state: ReservationState } | null }> } };

export type PickedQueryVariables = Exact<{
  id: string;
}>;


export type PickedQuery = { readonly node:
    | { readonly __typename: 'Host' }
    | { readonly __typename: 'Job' }
    | { readonly __typename: 'JobArray' }
    | { readonly __typename: 'Maintenance' }
    | { readonly __typename: 'Pool', readonly id: string, readonly name: string }
    | { readonly __typename: 'Project', readonly id: string, readonly name: string }
    | { readonly __typename: 'Reservation' }
    | { readonly __typename: 'Schedule' }
    | { readonly __typename: 'User', readonly id: string, readonly username: string }
    | { readonly __typename: 'Workflow' }
   | null };

export type UsersToPickQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type UsersToPickQuery = { readonly users: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly username: string } }> } };

export type ProjectsToPickQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type ProjectsToPickQuery = { readonly projects: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> } };

export type PoolsToPickQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type PoolsToPickQuery = { readonly pools: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> } };

export type HistoryQueryVariables = Exact<{
  entity?: string | null | undefined;
  id: string;
  first: number;
  after?: string | null | undefined;
  sort?: ListSort | null | undefined;
  types?: ReadonlyArray<string> | null | undefined;
  user?: string | null | undefined;
}>;


export type HistoryQuery = { readonly history: { readonly edges: ReadonlyArray<{ readonly node: { readonly eventId: string, readonly type: string, readonly service: string, readonly revision: number, readonly recordedAt: string, readonly command: string, readonly commandId: string, readonly causationId: string, readonly correlationId: string, readonly data: unknown, readonly actor: { readonly kind: string, readonly id: string, readonly user: { readonly id: string, readonly username: string } | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ReservationsAsOfQueryVariables = Exact<{
  asOf: string;
  first: number;
  after?: string | null | undefined;
  project?: string | null | undefined;
  user?: string | null | undefined;
}>;


export type ReservationsAsOfQuery = { readonly reservations: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string | null, readonly state: ReservationState, readonly from: string, readonly until: string, readonly endedAt: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly host: { readonly id: string, readonly name: string } | null }>, readonly pool: { readonly id: string, readonly name: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type HomeQueryVariables = Exact<{
  user: string;
  now: string;
}>;


export type HomeQuery = { readonly reservations: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string | null, readonly state: ReservationState, readonly from: string, readonly until: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly devices: ReadonlyArray<{ readonly uuid: string }> } }> }, readonly jobs: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly state: JobState, readonly createdAt: string, readonly startedAt: string | null, readonly gpus: { readonly count: number }, readonly progress: { readonly fraction: number | null } | null } }> } };

export type HomeOfStaffQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeOfStaffQuery = { readonly requests: { readonly totalCount: number | null }, readonly lost: { readonly totalCount: number | null }, readonly online: { readonly totalCount: number | null } };

export type DeviceRowFragment = { readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null };

export type HostRowFragment = { readonly id: string, readonly name: string, readonly status: HostStatus, readonly scheduling: HostScheduling, readonly lastSeen: string | null, readonly joinedAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly conditions: ReadonlyArray<{ readonly kind: HostConditionKind, readonly message: string, readonly since: string }>, readonly facts: { readonly cpuModel: string | null, readonly cpuCores: number, readonly memoryMiB: number, readonly os: string | null, readonly agentVersion: string, readonly adminsOnly: boolean } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null }> };

export type HostsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  search?: string | null | undefined;
  pool?: string | null | undefined;
  statuses?: ReadonlyArray<HostStatus> | null | undefined;
  schedulings?: ReadonlyArray<HostScheduling> | null | undefined;
}>;


export type HostsQuery = { readonly hosts: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly status: HostStatus, readonly scheduling: HostScheduling, readonly lastSeen: string | null, readonly joinedAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly conditions: ReadonlyArray<{ readonly kind: HostConditionKind, readonly message: string, readonly since: string }>, readonly facts: { readonly cpuModel: string | null, readonly cpuCores: number, readonly memoryMiB: number, readonly os: string | null, readonly agentVersion: string, readonly adminsOnly: boolean } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type OneHostQueryVariables = Exact<{
  id: string;
}>;


export type OneHostQuery = { readonly host: { readonly id: string, readonly name: string, readonly status: HostStatus, readonly scheduling: HostScheduling, readonly lastSeen: string | null, readonly joinedAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly conditions: ReadonlyArray<{ readonly kind: HostConditionKind, readonly message: string, readonly since: string }>, readonly facts: { readonly cpuModel: string | null, readonly cpuCores: number, readonly memoryMiB: number, readonly os: string | null, readonly agentVersion: string, readonly adminsOnly: boolean } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null }> } | null };

export type HostWeekQueryVariables = Exact<{
  host: string;
  from: string;
  to: string;
}>;


export type HostWeekQuery = { readonly deviceUsage: ReadonlyArray<{ readonly uuid: string, readonly from: string, readonly minutes: number, readonly utilisationGpu: number | null, readonly memoryUsedMiB: number | null, readonly memoryTotalMiB: number | null }> };

export type PoolNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type PoolNamesQuery = { readonly pools: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> } };

export type PoolLoadSubscriptionVariables = Exact<{
  pool: string;
}>;


export type PoolLoadSubscription = { readonly poolSamples: { readonly hosts: ReadonlyArray<{ readonly at: string, readonly cpuPercent: number | null, readonly memoryUsedMiB: number | null, readonly memoryTotalMiB: number | null, readonly host: { readonly id: string }, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly utilisationGpu: number | null, readonly memoryUsedMiB: number | null, readonly memoryTotalMiB: number | null, readonly temperature: number | null, readonly powerW: number | null }> }> } };

export type CordonHostMutationVariables = Exact<{
  input: CordonHostInput;
}>;


export type CordonHostMutation = { readonly cordonHost:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CordonHostSuccess', readonly host: { readonly id: string, readonly name: string, readonly status: HostStatus, readonly scheduling: HostScheduling, readonly lastSeen: string | null, readonly joinedAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly conditions: ReadonlyArray<{ readonly kind: HostConditionKind, readonly message: string, readonly since: string }>, readonly facts: { readonly cpuModel: string | null, readonly cpuCores: number, readonly memoryMiB: number, readonly os: string | null, readonly agentVersion: string, readonly adminsOnly: boolean } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null }> } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type UncordonHostMutationVariables = Exact<{
  input: UncordonHostInput;
}>;


export type UncordonHostMutation = { readonly uncordonHost:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'UncordonHostSuccess', readonly host: { readonly id: string, readonly name: string, readonly status: HostStatus, readonly scheduling: HostScheduling, readonly lastSeen: string | null, readonly joinedAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly conditions: ReadonlyArray<{ readonly kind: HostConditionKind, readonly message: string, readonly since: string }>, readonly facts: { readonly cpuModel: string | null, readonly cpuCores: number, readonly memoryMiB: number, readonly os: string | null, readonly agentVersion: string, readonly adminsOnly: boolean } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null }> } }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type DrainHostMutationVariables = Exact<{
  input: DrainHostInput;
}>;


export type DrainHostMutation = { readonly drainHost:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'DrainHostSuccess', readonly host: { readonly id: string, readonly name: string, readonly status: HostStatus, readonly scheduling: HostScheduling, readonly lastSeen: string | null, readonly joinedAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly conditions: ReadonlyArray<{ readonly kind: HostConditionKind, readonly message: string, readonly since: string }>, readonly facts: { readonly cpuModel: string | null, readonly cpuCores: number, readonly memoryMiB: number, readonly os: string | null, readonly agentVersion: string, readonly adminsOnly: boolean } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly memoryMiB: number | null, readonly simulated: boolean, readonly missing: boolean, readonly state: EffectiveDeviceState, readonly stateReason: string | null }> } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type CreateJoinTokenMutationVariables = Exact<{
  input: CreateJoinTokenInput;
}>;


export type CreateJoinTokenMutation = { readonly createJoinToken:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CreateJoinTokenSuccess', readonly token: string, readonly tokenId: string, readonly expiresAt: string | null }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type JobRowFragment = { readonly id: string, readonly name: string, readonly state: JobState, readonly cancelRequested: boolean, readonly createdAt: string, readonly startedAt: string | null, readonly endedAt: string | null, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null, readonly device: string | null }, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null, readonly pool: { readonly id: string, readonly name: string } | null, readonly progress: { readonly fraction: number | null } | null };

export type JobsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  states?: ReadonlyArray<JobState> | null | undefined;
  project?: string | null | undefined;
  user?: string | null | undefined;
  pool?: string | null | undefined;
  search?: string | null | undefined;
  sort?: ListSort | null | undefined;
}>;


export type JobsQuery = { readonly jobs: { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly state: JobState, readonly cancelRequested: boolean, readonly createdAt: string, readonly startedAt: string | null, readonly endedAt: string | null, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null, readonly device: string | null }, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null, readonly pool: { readonly id: string, readonly name: string } | null, readonly progress: { readonly fraction: number | null } | null } }> } };

export type JobFilterChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type JobFilterChoicesQuery = { readonly projects: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> }, readonly pools: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> }, readonly users: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly username: string } }> } };

export type JobQueryVariables = Exact<{
  id: string;
}>;


export type JobQuery = { readonly job: { readonly args: ReadonlyArray<string>, readonly class: JobClass, readonly command: ReadonlyArray<string>, readonly deleted: boolean, readonly description: string | null, readonly envNames: ReadonlyArray<string>, readonly errorClass: ErrorClass | null, readonly exitCode: number | null, readonly externalId: string | null, readonly image: string | null, readonly message: string | null, readonly preemptible: boolean, readonly priority: number, readonly queuedAt: string | null, readonly ramGb: number | null, readonly reservationId: string | null, readonly timeoutMinutes: number, readonly vcpus: number | null, readonly workingDirectory: string | null, readonly id: string, readonly name: string, readonly state: JobState, readonly cancelRequested: boolean, readonly createdAt: string, readonly startedAt: string | null, readonly endedAt: string | null, readonly retry: { readonly maxRetries: number, readonly on: ReadonlyArray<RetriedErrorClass>, readonly backoffSeconds: number | null, readonly maxBackoffSeconds: number | null }, readonly project: { readonly id: string, readonly name: string, readonly members: ReadonlyArray<{ readonly memberRole: MemberRole, readonly user: { readonly id: string } | null }> } | null, readonly progress: { readonly fraction: number | null, readonly epoch: number | null, readonly epochs: number | null, readonly stage: string | null, readonly message: string | null, readonly latestMetrics: unknown, readonly updatedAt: string | null } | null, readonly pending: { readonly position: number | null, readonly aheadCount: number, readonly estimatedStart: string | null, readonly estimateConfidence: EstimateConfidence, readonly estimateMessage: string | null, readonly ahead: ReadonlyArray<{ readonly id: string, readonly name: string, readonly user: { readonly username: string } | null }>, readonly reasons: ReadonlyArray<{ readonly code: PendingCode, readonly kind: PendingKind, readonly message: string }> } | null, readonly runs: ReadonlyArray<{ readonly number: number, readonly state: RunState, readonly outcome: RunOutcome | null, readonly exitCode: number | null, readonly errorClass: ErrorClass | null, readonly signal: string | null, readonly message: string | null, readonly placedAt: string, readonly startedAt: string | null, readonly endedAt: string | null, readonly leaseId: string, readonly host: { readonly id: string, readonly name: string } | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly simulated: boolean }> }>, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null, readonly device: string | null }, readonly user: { readonly id: string, readonly username: string } | null, readonly pool: { readonly id: string, readonly name: string } | null } | null };

export type FollowJobSubscriptionVariables = Exact<{
  job?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type FollowJobSubscription = { readonly jobEvents: { readonly cursor: string, readonly eventId: string } };

export type CancelJobMutationVariables = Exact<{
  input: CancelJobInput;
}>;


export type CancelJobMutation = { readonly cancelJob:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CancelJobSuccess', readonly job: { readonly id: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type CancelJobsMutationVariables = Exact<{
  input: CancelJobsInput;
}>;


export type CancelJobsMutation = { readonly cancelJobs:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CancelJobsSuccess', readonly more: boolean, readonly items: ReadonlyArray<{ readonly id: string, readonly error:
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
          | { readonly code: string, readonly message: string }
         | null, readonly job: { readonly id: string, readonly name: string } | null }> }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ApproveJobMutationVariables = Exact<{
  input: ApproveJobInput;
}>;


export type ApproveJobMutation = { readonly approveJob:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ApproveJobSuccess', readonly job: { readonly id: string } }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type RejectJobMutationVariables = Exact<{
  input: RejectJobInput;
}>;


export type RejectJobMutation = { readonly rejectJob:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RejectJobSuccess', readonly job: { readonly id: string } }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type DeleteJobMutationVariables = Exact<{
  input: DeleteJobInput;
}>;


export type DeleteJobMutation = { readonly deleteJob:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'DeleteJobSuccess', readonly job: { readonly id: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type JobHistoryQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type JobHistoryQuery = { readonly history: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: { readonly eventId: string, readonly type: string, readonly recordedAt: string, readonly data: unknown, readonly actor: { readonly kind: string, readonly id: string, readonly user: { readonly username: string } | null } } }> } };

export type JobChargesQueryVariables = Exact<{
  job: string;
}>;


export type JobChargesQuery = { readonly charges: { readonly currency: string, readonly totalMicros: number, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly run: number | null, readonly from: string, readonly to: string | null, readonly seconds: number, readonly deviceSeconds: number, readonly amountMicros: number, readonly currency: string, readonly lines: ReadonlyArray<{ readonly uuid: string, readonly model: string, readonly microsPerHour: number, readonly amountMicros: number }> } }> } };

export type JobMetricsQueryVariables = Exact<{
  job: string;
  after?: string | null | undefined;
}>;


export type JobMetricsQuery = { readonly job: { readonly metrics: { readonly cursor: string, readonly end: boolean, readonly points: ReadonlyArray<{ readonly at: string, readonly run: number, readonly stage: string | null, readonly values: unknown }> } } | null };

export type FollowMetricsSubscriptionVariables = Exact<{
  job: string;
  after?: string | null | undefined;
}>;


export type FollowMetricsSubscription = { readonly jobMetrics: { readonly cursor: string, readonly end: boolean, readonly points: ReadonlyArray<{ readonly at: string, readonly run: number, readonly stage: string | null, readonly values: unknown }> } };

export type MetricPointsFragment = { readonly cursor: string, readonly end: boolean, readonly points: ReadonlyArray<{ readonly at: string, readonly run: number, readonly stage: string | null, readonly values: unknown }> };

export type SubmitChoicesQueryVariables = Exact<{
  member?: string | null | undefined;
}>;


export type SubmitChoicesQuery = { readonly projects: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> }, readonly pools: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly approval: boolean } }> } };

export type SubmitCheckQueryVariables = Exact<{
  pool?: string | null | undefined;
  project?: string | null | undefined;
  gpus?: ReservationGpusInput | null | undefined;
  minutes: number;
}>;


export type SubmitCheckQuery = { readonly availability: { readonly matching: number, readonly windows: ReadonlyArray<{ readonly from: string, readonly devices: ReadonlyArray<{ readonly model: string }> }> } };

export type SubmitPricesQueryVariables = Exact<{
  pool: string;
}>;


export type SubmitPricesQuery = { readonly prices: { readonly edges: ReadonlyArray<{ readonly node: { readonly microsPerHour: number, readonly currency: string, readonly model: string | null, readonly from: string, readonly pool: { readonly id: string } | null } }> }, readonly devices: { readonly edges: ReadonlyArray<{ readonly node: { readonly model: string } }> } };

export type SubmitJobMutationVariables = Exact<{
  input: SubmitJobInput;
}>;


export type SubmitJobMutation = { readonly submitJob:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'SubmitJobSuccess', readonly job: { readonly id: string } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type GrantsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type GrantsQuery = { readonly grants: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly status: GrantStatus, readonly priority: number, readonly maxHours: number, readonly timeMultiplier: number, readonly deviceUuid: string | null, readonly createdAt: string, readonly pool: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CreateGrantMutationVariables = Exact<{
  input: CreateGrantInput;
}>;


export type CreateGrantMutation = { readonly createGrant:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CreateGrantSuccess', readonly grant: { readonly id: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type RevokeGrantMutationVariables = Exact<{
  input: RevokeGrantInput;
}>;


export type RevokeGrantMutation = { readonly revokeGrant:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RevokeGrantSuccess', readonly grant: { readonly id: string } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type QuotasQueryVariables = Exact<{ [key: string]: never; }>;


export type QuotasQuery = { readonly quotas: ReadonlyArray<{ readonly id: string | null, readonly borrow: boolean, readonly setAt: string | null, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly pool: { readonly id: string, readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly kind: QuotaKind, readonly limit: number | null, readonly used: number, readonly borrowed: number }> }> };

export type SetQuotaMutationVariables = Exact<{
  input: SetQuotaInput;
}>;


export type SetQuotaMutation = { readonly setQuota:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'SetQuotaSuccess', readonly quota: { readonly id: string | null } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type RemoveQuotaMutationVariables = Exact<{
  input: RemoveQuotaInput;
}>;


export type RemoveQuotaMutation = { readonly removeQuota:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RemoveQuotaSuccess', readonly done: boolean }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type PricesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type PricesQuery = { readonly prices: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly currency: string, readonly from: string, readonly microsPerHour: number, readonly model: string | null, readonly pool: { readonly id: string, readonly name: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type SetPriceMutationVariables = Exact<{
  input: SetPriceInput;
}>;


export type SetPriceMutation = { readonly setPrice:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'SetPriceSuccess', readonly price: { readonly id: string } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type LogLinesFragment = { readonly hasEarlier: boolean, readonly end: boolean, readonly kept: { readonly firstNumber: number | null, readonly lastNumber: number | null, readonly dropped: number }, readonly lines: ReadonlyArray<{ readonly number: number, readonly at: string, readonly run: number, readonly stream: LogStream, readonly level: string | null, readonly stage: string | null, readonly partial: boolean, readonly text: string }> };

export type LogPageQueryVariables = Exact<{
  job: string;
  fromLine?: number | null | undefined;
  at?: string | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  level?: LogLevel | null | undefined;
  stream?: LogStream | null | undefined;
  run?: number | null | undefined;
}>;


export type LogPageQuery = { readonly job: { readonly logs: { readonly hasEarlier: boolean, readonly end: boolean, readonly kept: { readonly firstNumber: number | null, readonly lastNumber: number | null, readonly dropped: number }, readonly lines: ReadonlyArray<{ readonly number: number, readonly at: string, readonly run: number, readonly stream: LogStream, readonly level: string | null, readonly stage: string | null, readonly partial: boolean, readonly text: string }> } } | null };

export type FollowLogSubscriptionVariables = Exact<{
  job: string;
  after?: string | null | undefined;
  fromLine?: number | null | undefined;
  last?: number | null | undefined;
  level?: LogLevel | null | undefined;
  stream?: LogStream | null | undefined;
  run?: number | null | undefined;
}>;


export type FollowLogSubscription = { readonly jobLogs: { readonly cursor: string, readonly hasEarlier: boolean, readonly end: boolean, readonly kept: { readonly firstNumber: number | null, readonly lastNumber: number | null, readonly dropped: number }, readonly lines: ReadonlyArray<{ readonly number: number, readonly at: string, readonly run: number, readonly stream: LogStream, readonly level: string | null, readonly stage: string | null, readonly partial: boolean, readonly text: string }> } };

export type SearchLogQueryVariables = Exact<{
  job: string;
  after?: string | null | undefined;
  text?: string | null | undefined;
  regex?: string | null | undefined;
  caseSensitive?: boolean | null | undefined;
  count?: boolean | null | undefined;
  level?: LogLevel | null | undefined;
  stream?: LogStream | null | undefined;
  run?: number | null | undefined;
}>;


export type SearchLogQuery = { readonly logSearch: { readonly cursor: string, readonly end: boolean, readonly total: number | null, readonly isTotalExact: boolean, readonly hits: ReadonlyArray<{ readonly start: number, readonly end: number, readonly line: { readonly number: number } }> } };

export type FindQueryVariables = Exact<{
  text: string;
}>;


export type FindQuery = { readonly search: { readonly hits: ReadonlyArray<{ readonly kind: SearchKind, readonly name: string, readonly node:
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
       }>, readonly failures: ReadonlyArray<{ readonly kind: SearchKind }> } };

export type PeopleQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  search?: string | null | undefined;
  role?: Role | null | undefined;
  status?: UserStatus | null | undefined;
  sort?: ListSort | null | undefined;
}>;


export type PeopleQuery = { readonly users: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly username: string, readonly email: string | null, readonly role: Role | null, readonly status: UserStatus | null, readonly createdAt: string, readonly profile: { readonly givenName: string | null, readonly familyName: string | null, readonly organisation: string | null, readonly lab: string | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ActivateUserMutationVariables = Exact<{
  input: ActivateUserInput;
}>;


export type ActivateUserMutation = { readonly activateUser:
    | { readonly __typename: 'ActivateUserSuccess', readonly user: { readonly id: string } }
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type SuspendUserMutationVariables = Exact<{
  input: SuspendUserInput;
}>;


export type SuspendUserMutation = { readonly suspendUser:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'SuspendUserSuccess', readonly user: { readonly id: string } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type SetRoleMutationVariables = Exact<{
  input: SetRoleInput;
}>;


export type SetRoleMutation = { readonly setRole:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'SetRoleSuccess', readonly user: { readonly id: string } }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ProjectListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  search?: string | null | undefined;
  archived?: boolean | null | undefined;
}>;


export type ProjectListQuery = { readonly projects: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly description: string | null, readonly archived: boolean, readonly createdAt: string, readonly members: ReadonlyArray<{ readonly memberRole: MemberRole, readonly user: { readonly id: string, readonly username: string } | null }> } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type CreateProjectMutationVariables = Exact<{
  input: CreateProjectInput;
}>;


export type CreateProjectMutation = { readonly createProject:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CreateProjectSuccess', readonly project: { readonly id: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type AddMemberMutationVariables = Exact<{
  input: AddMemberInput;
}>;


export type AddMemberMutation = { readonly addMember:
    | { readonly __typename: 'AddMemberSuccess', readonly project: { readonly id: string } }
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type RemoveMemberMutation = { readonly removeMember:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RemoveMemberSuccess', readonly project: { readonly id: string } }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type RequestRowFragment = { readonly id: string, readonly kind: RequestKind, readonly submittedAt: string, readonly job: { readonly id: string, readonly name: string, readonly state: JobState, readonly command: ReadonlyArray<string>, readonly timeoutMinutes: number, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null }, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly pool: { readonly id: string, readonly name: string } | null } | null, readonly request: { readonly id: string, readonly state: GpuRequestState, readonly title: string | null, readonly reason: string, readonly message: string | null, readonly durationMinutes: number, readonly notBefore: string | null, readonly neededBy: string | null, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null }, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly pool: { readonly id: string, readonly name: string } | null } | null };

export type InboxQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  kind?: RequestKind | null | undefined;
  pool?: string | null | undefined;
}>;


export type InboxQuery = { readonly requests: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: RequestKind, readonly submittedAt: string, readonly job: { readonly id: string, readonly name: string, readonly state: JobState, readonly command: ReadonlyArray<string>, readonly timeoutMinutes: number, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null }, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly pool: { readonly id: string, readonly name: string } | null } | null, readonly request: { readonly id: string, readonly state: GpuRequestState, readonly title: string | null, readonly reason: string, readonly message: string | null, readonly durationMinutes: number, readonly notBefore: string | null, readonly neededBy: string | null, readonly gpus: { readonly count: number, readonly model: string | null, readonly memoryGb: number | null }, readonly user: { readonly id: string, readonly username: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly pool: { readonly id: string, readonly name: string } | null } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type DecideRequestsMutationVariables = Exact<{
  input: DecideRequestsInput;
}>;


export type DecideRequestsMutation = { readonly decideRequests:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'DecideRequestsSuccess', readonly decisions: ReadonlyArray<{ readonly id: string, readonly done: boolean, readonly code: string | null, readonly message: string | null }> }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ReservationRowFragment = { readonly id: string, readonly title: string | null, readonly state: ReservationState, readonly from: string, readonly until: string, readonly endedAt: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly host: { readonly id: string, readonly name: string } | null }>, readonly pool: { readonly id: string, readonly name: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null };

export type ReservationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  states?: ReadonlyArray<ReservationState> | null | undefined;
  pool?: string | null | undefined;
  project?: string | null | undefined;
  user?: string | null | undefined;
  search?: string | null | undefined;
  sort?: ListSort | null | undefined;
}>;


export type ReservationsQuery = { readonly reservations: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string | null, readonly state: ReservationState, readonly from: string, readonly until: string, readonly endedAt: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly host: { readonly id: string, readonly name: string } | null }>, readonly pool: { readonly id: string, readonly name: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type ReservationQueryVariables = Exact<{
  id: string;
}>;


export type ReservationQuery = { readonly reservation: { readonly createdAt: string, readonly startedAt: string | null, readonly usedAt: string | null, readonly endReason: string | null, readonly reason: string | null, readonly seriesId: string | null, readonly sharedWithProject: boolean, readonly id: string, readonly title: string | null, readonly state: ReservationState, readonly from: string, readonly until: string, readonly endedAt: string | null, readonly connection: ReadonlyArray<{ readonly hostname: string, readonly addresses: ReadonlyArray<string>, readonly account: string | null, readonly ssh: string | null }> | null, readonly changes: ReadonlyArray<{ readonly at: string, readonly from: string, readonly until: string, readonly title: string | null, readonly reason: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string }> }>, readonly warnings: ReadonlyArray<{ readonly at: string, readonly kind: ReservationWarningKind, readonly message: string }>, readonly overstays: ReadonlyArray<{ readonly at: string, readonly processes: number, readonly killed: number, readonly outcome: OverstayOutcome, readonly host: { readonly id: string, readonly name: string } | null }>, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly host: { readonly id: string, readonly name: string } | null }>, readonly pool: { readonly id: string, readonly name: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null } | null, readonly charges: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amountMicros: number, readonly currency: string, readonly deviceSeconds: number, readonly to: string | null } }> } };

export type RestOfSeriesQueryVariables = Exact<{
  series: string;
}>;


export type RestOfSeriesQuery = { readonly reservations: { readonly totalCount: number | null } };

export type ExtendReservationMutationVariables = Exact<{
  input: ExtendReservationInput;
}>;


export type ExtendReservationMutation = { readonly extendReservation:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ExtendReservationSuccess', readonly reservation: { readonly id: string, readonly until: string } }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly freeUntil: string | null, readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ReleaseReservationMutationVariables = Exact<{
  input: ReleaseReservationInput;
}>;


export type ReleaseReservationMutation = { readonly releaseReservation:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReleaseReservationSuccess', readonly reservation: { readonly id: string, readonly state: ReservationState } }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type CancelReservationMutationVariables = Exact<{
  input: CancelReservationInput;
}>;


export type CancelReservationMutation = { readonly cancelReservation:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CancelReservationSuccess', readonly reservations: ReadonlyArray<{ readonly id: string }> }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type CreateCalendarFeedMutationVariables = Exact<{
  input: CreateCalendarFeedInput;
}>;


export type CreateCalendarFeedMutation = { readonly createCalendarFeed:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CreateCalendarFeedSuccess', readonly url: string }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type ProcessRowFragment = { readonly name: string, readonly kind: ProcessKind, readonly source: string, readonly state: ProcessState, readonly behindEvents: number, readonly behindSeconds: number, readonly atLeast: boolean, readonly parked: number, readonly lastError: string | null, readonly lastErrorAt: string | null };

export type SystemHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type SystemHealthQuery = { readonly auth: ReadonlyArray<{ readonly name: string, readonly kind: ProcessKind, readonly source: string, readonly state: ProcessState, readonly behindEvents: number, readonly behindSeconds: number, readonly atLeast: boolean, readonly parked: number, readonly lastError: string | null, readonly lastErrorAt: string | null }>, readonly inventory: ReadonlyArray<{ readonly name: string, readonly kind: ProcessKind, readonly source: string, readonly state: ProcessState, readonly behindEvents: number, readonly behindSeconds: number, readonly atLeast: boolean, readonly parked: number, readonly lastError: string | null, readonly lastErrorAt: string | null }>, readonly scheduler: ReadonlyArray<{ readonly name: string, readonly kind: ProcessKind, readonly source: string, readonly state: ProcessState, readonly behindEvents: number, readonly behindSeconds: number, readonly atLeast: boolean, readonly parked: number, readonly lastError: string | null, readonly lastErrorAt: string | null }>, readonly telemetry: ReadonlyArray<{ readonly name: string, readonly kind: ProcessKind, readonly source: string, readonly state: ProcessState, readonly behindEvents: number, readonly behindSeconds: number, readonly atLeast: boolean, readonly parked: number, readonly lastError: string | null, readonly lastErrorAt: string | null }>, readonly billing: ReadonlyArray<{ readonly name: string, readonly kind: ProcessKind, readonly source: string, readonly state: ProcessState, readonly behindEvents: number, readonly behindSeconds: number, readonly atLeast: boolean, readonly parked: number, readonly lastError: string | null, readonly lastErrorAt: string | null }> };

export type ParkedQueryVariables = Exact<{
  service: Service;
  first: number;
  after?: string | null | undefined;
}>;


export type ParkedQuery = { readonly parked: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly consumer: string, readonly entity: string, readonly error: string, readonly eventType: string, readonly attempts: number, readonly parkedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type ReplayParkedMutationVariables = Exact<{
  input: ReplayParkedInput;
}>;


export type ReplayParkedMutation = { readonly replayParked:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReplayParkedSuccess', readonly replayed: number, readonly stillParked: number }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export type DropParkedMutationVariables = Exact<{
  input: DropParkedInput;
}>;


export type DropParkedMutation = { readonly dropParked:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'DropParkedSuccess', readonly dropped: number }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export const ownAccountQuery = /*#__PURE__*/ document<OwnAccountQuery, OwnAccountQueryVariables>("query OwnAccount { viewer { id username email role createdAt profile { givenName familyName organisation lab phone locale timeZone } } }");
export const updateProfileMutation = /*#__PURE__*/ document<UpdateProfileMutation, UpdateProfileMutationVariables>("mutation UpdateProfile($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename ...RefusalFields ... on UpdateProfileSuccess { user { id } } } } fragment RefusalFields on Error { code message field details }");
export const changePasswordMutation = /*#__PURE__*/ document<ChangePasswordMutation, ChangePasswordMutationVariables>("mutation ChangePassword($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ...RefusalFields ... on ChangePasswordSuccess { done } } } fragment RefusalFields on Error { code message field details }");
export const ownSessionsQuery = /*#__PURE__*/ document<OwnSessionsQuery, OwnSessionsQueryVariables>("query OwnSessions($first: Int!, $after: String) { sessions(first: $first, after: $after) { edges { node { id client createdAt lastUsedAt expiresAt current } } pageInfo { hasNextPage endCursor } } }");
export const revokeSessionMutation = /*#__PURE__*/ document<RevokeSessionMutation, RevokeSessionMutationVariables>("mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { __typename ...RefusalFields ... on RevokeSessionSuccess { done } } } fragment RefusalFields on Error { code message field details }");
export const ownApiTokensQuery = /*#__PURE__*/ document<OwnApiTokensQuery, OwnApiTokensQueryVariables>("query OwnApiTokens { apiTokens { id name scopes createdAt expiresAt revoked } }");
export const createApiTokenMutation = /*#__PURE__*/ document<CreateApiTokenMutation, CreateApiTokenMutationVariables>("mutation CreateApiToken($input: CreateApiTokenInput!) { createApiToken(input: $input) { __typename ...RefusalFields ... on CreateApiTokenSuccess { token apiToken { id } } } } fragment RefusalFields on Error { code message field details }");
export const revokeApiTokenMutation = /*#__PURE__*/ document<RevokeApiTokenMutation, RevokeApiTokenMutationVariables>("mutation RevokeApiToken($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) { __typename ...RefusalFields ... on RevokeApiTokenSuccess { done } } } fragment RefusalFields on Error { code message field details }");
export const ownFeedsQuery = /*#__PURE__*/ document<OwnFeedsQuery, OwnFeedsQueryVariables>("query OwnFeeds { calendarFeeds { id scope of createdAt revokedAt } }");
export const revokeCalendarFeedMutation = /*#__PURE__*/ document<RevokeCalendarFeedMutation, RevokeCalendarFeedMutationVariables>("mutation RevokeCalendarFeed($input: RevokeCalendarFeedInput!) { revokeCalendarFeed(input: $input) { __typename ...RefusalFields ... on RevokeCalendarFeedSuccess { feed { id } } } } fragment RefusalFields on Error { code message field details }");
export const usageQuery = /*#__PURE__*/ document<UsageQuery, UsageQueryVariables>("query Usage($by: UsageBy!, $from: DateTime!, $to: DateTime!, $project: ID) { usage(by: $by, from: $from, to: $to, project: $project) { key user { id username } project { id name } leases leaseSeconds deviceSeconds amountMicros amount currency } }");
export const chargesQuery = /*#__PURE__*/ document<ChargesQuery, ChargesQueryVariables>("query Charges($first: Int!, $after: String, $project: ID, $user: ID, $month: String, $from: DateTime, $to: DateTime) { charges( first: $first after: $after project: $project user: $user month: $month from: $from to: $to ) { totalCount totalMicros currency edges { node { id from to seconds deviceSeconds amountMicros amount currency run reservationId project { id name } job { id name user { id username } } lines { model } } } pageInfo { hasNextPage endCursor } } }");
export const reservePlacesQuery = /*#__PURE__*/ document<ReservePlacesQuery, ReservePlacesQueryVariables>("query ReservePlaces($member: ID!) { pools(first: 100) { edges { node { id name approval } } } projects(first: 100, member: $member, archived: false, sort: NAME) { edges { node { id name } } } }");
export const calendarDevicesQuery = /*#__PURE__*/ document<CalendarDevicesQuery, CalendarDevicesQueryVariables>("query CalendarDevices($pool: ID!, $after: String) { devices(pool: $pool, first: 100, after: $after) { edges { node { uuid index model state missing sharing host { id name } } } pageInfo { hasNextPage endCursor } } }");
export const reservationRulesQuery = /*#__PURE__*/ document<ReservationRulesQuery, ReservationRulesQueryVariables>("query ReservationRules($pool: String!) { policy(pool: $pool) { reservations { enabled horizonDays maxHours maxPerUser } } }");
export const poolCalendarQuery = /*#__PURE__*/ document<PoolCalendarQuery, PoolCalendarQueryVariables>("query PoolCalendar($pool: String!, $from: DateTime!, $until: DateTime!) { calendar(pool: $pool, from: $from, until: $until) { ...CalendarParts } } fragment CalendarParts on PoolCalendar { entries { entryId kind from until visible title devices { uuid } project { id name } user { id username } reservation { state } } }");
export const freeWindowsQuery = /*#__PURE__*/ document<FreeWindowsQuery, FreeWindowsQueryVariables>("query FreeWindows($pool: String, $project: String, $gpus: ReservationGpusInput, $durationMinutes: Float!, $from: DateTime, $until: DateTime, $oneHost: Boolean, $first: Int) { availability( pool: $pool project: $project gpus: $gpus durationMinutes: $durationMinutes from: $from until: $until oneHost: $oneHost first: $first ) { matching windows { from until devices { uuid index model host { id name } } } } }");
export const reserveMutation = /*#__PURE__*/ document<ReserveMutation, ReserveMutationVariables>("mutation Reserve($input: ReserveInput!) { reserve(input: $input) { __typename ...RefusalFields ... on ReservationConflict { freeWindows { from until devices { uuid index host { id name } } } } ... on ReserveSuccess { reservation { id from until devices { uuid } } } } } fragment RefusalFields on Error { code message field details }");
export const changeReservationMutation = /*#__PURE__*/ document<ChangeReservationMutation, ChangeReservationMutationVariables>("mutation ChangeReservation($input: ChangeReservationInput!) { changeReservation(input: $input) { __typename ...RefusalFields ... on ChangeReservationSuccess { reservation { id from until } } } } fragment RefusalFields on Error { code message field details }");
export const calendarChangedSubscription = /*#__PURE__*/ document<CalendarChangedSubscription, CalendarChangedSubscriptionVariables>("subscription CalendarChanged($pool: String!, $from: DateTime!, $until: DateTime!) { calendarChanged(pool: $pool, from: $from, until: $until) { ...CalendarParts } } fragment CalendarParts on PoolCalendar { entries { entryId kind from until visible title devices { uuid } project { id name } user { id username } reservation { state } } }");
export const pickedQuery = /*#__PURE__*/ document<PickedQuery, PickedQueryVariables>("query Picked($id: ID!) { node(id: $id) { __typename ... on User { id username } ... on Project { id name } ... on Pool { id name } } }");
export const usersToPickQuery = /*#__PURE__*/ document<UsersToPickQuery, UsersToPickQueryVariables>("query UsersToPick($search: String) { users(first: 20, search: $search) { edges { node { id username } } } }");
export const projectsToPickQuery = /*#__PURE__*/ document<ProjectsToPickQuery, ProjectsToPickQueryVariables>("query ProjectsToPick($search: String) { projects(first: 20, search: $search, sort: NAME) { edges { node { id name } } } }");
export const poolsToPickQuery = /*#__PURE__*/ document<PoolsToPickQuery, PoolsToPickQueryVariables>("query PoolsToPick($search: String) { pools(first: 20, search: $search) { edges { node { id name } } } }");
export const historyQuery = /*#__PURE__*/ document<HistoryQuery, HistoryQueryVariables>("query History($entity: String, $id: ID!, $first: Int!, $after: String, $sort: ListSort, $types: [String!], $user: ID) { history( entity: $entity id: $id first: $first after: $after sort: $sort types: $types user: $user ) { edges { node { eventId type service revision recordedAt command commandId causationId correlationId data actor { kind id user { id username } } } } pageInfo { hasNextPage endCursor } } }");
export const reservationsAsOfQuery = /*#__PURE__*/ document<ReservationsAsOfQuery, ReservationsAsOfQueryVariables>("query ReservationsAsOf($asOf: DateTime!, $first: Int!, $after: String, $project: ID, $user: ID) { reservations( asOf: $asOf first: $first after: $after project: $project user: $user ) { totalCount edges { node { ...ReservationRow } } pageInfo { hasNextPage endCursor } } } fragment ReservationRow on Reservation { id title state from until endedAt devices { uuid index model host { id name } } pool { id name } project { id name } user { id username } }");
export const homeQuery = /*#__PURE__*/ document<HomeQuery, HomeQueryVariables>("query Home($user: ID!, $now: DateTime!) { reservations( user: $user states: [RESERVED, ACTIVE] sort: OLDEST first: 6 from: $now ) { edges { node { id title state from until pool { id name } devices { uuid } } } totalCount } jobs( user: $user states: [AWAITING_APPROVAL, APPROVED, QUEUED, PLACED, RUNNING] first: 8 ) { edges { node { id name state createdAt startedAt gpus { count } progress { fraction } } } totalCount } }");
export const homeOfStaffQuery = /*#__PURE__*/ document<HomeOfStaffQuery, HomeOfStaffQueryVariables>("query HomeOfStaff { requests(first: 1) { totalCount } lost: hosts(statuses: [LOST], first: 1) { totalCount } online: hosts(statuses: [ONLINE], first: 1) { totalCount } }");
export const hostsQuery = /*#__PURE__*/ document<HostsQuery, HostsQueryVariables>("query Hosts($first: Int!, $after: String, $search: String, $pool: ID, $statuses: [HostStatus!], $schedulings: [HostScheduling!]) { hosts( first: $first after: $after search: $search pool: $pool statuses: $statuses schedulings: $schedulings ) { edges { node { ...HostRow } } pageInfo { hasNextPage endCursor } totalCount } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const oneHostQuery = /*#__PURE__*/ document<OneHostQuery, OneHostQueryVariables>("query OneHost($id: ID!) { host(id: $id) { ...HostRow } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const hostWeekQuery = /*#__PURE__*/ document<HostWeekQuery, HostWeekQueryVariables>("query HostWeek($host: ID!, $from: DateTime!, $to: DateTime!) { deviceUsage(host: $host, from: $from, to: $to) { uuid from minutes utilisationGpu memoryUsedMiB memoryTotalMiB } }");
export const poolNamesQuery = /*#__PURE__*/ document<PoolNamesQuery, PoolNamesQueryVariables>("query PoolNames { pools(first: 100) { edges { node { id name } } } }");
export const poolLoadSubscription = /*#__PURE__*/ document<PoolLoadSubscription, PoolLoadSubscriptionVariables>("subscription PoolLoad($pool: ID!) { poolSamples(pool: $pool) { hosts { host { id } at cpuPercent memoryUsedMiB memoryTotalMiB devices { uuid utilisationGpu memoryUsedMiB memoryTotalMiB temperature powerW } } } }");
export const cordonHostMutation = /*#__PURE__*/ document<CordonHostMutation, CordonHostMutationVariables>("mutation CordonHost($input: CordonHostInput!) { cordonHost(input: $input) { __typename ...RefusalFields ... on CordonHostSuccess { host { ...HostRow } } } } fragment RefusalFields on Error { code message field details } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const uncordonHostMutation = /*#__PURE__*/ document<UncordonHostMutation, UncordonHostMutationVariables>("mutation UncordonHost($input: UncordonHostInput!) { uncordonHost(input: $input) { __typename ...RefusalFields ... on UncordonHostSuccess { host { ...HostRow } } } } fragment RefusalFields on Error { code message field details } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const drainHostMutation = /*#__PURE__*/ document<DrainHostMutation, DrainHostMutationVariables>("mutation DrainHost($input: DrainHostInput!) { drainHost(input: $input) { __typename ...RefusalFields ... on DrainHostSuccess { host { ...HostRow } } } } fragment RefusalFields on Error { code message field details } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const createJoinTokenMutation = /*#__PURE__*/ document<CreateJoinTokenMutation, CreateJoinTokenMutationVariables>("mutation CreateJoinToken($input: CreateJoinTokenInput!) { createJoinToken(input: $input) { __typename ...RefusalFields ... on CreateJoinTokenSuccess { token tokenId expiresAt } } } fragment RefusalFields on Error { code message field details }");
export const jobsQuery = /*#__PURE__*/ document<JobsQuery, JobsQueryVariables>("query Jobs($first: Int, $after: String, $last: Int, $before: String, $states: [JobState!], $project: ID, $user: ID, $pool: ID, $search: String, $sort: ListSort) { jobs( first: $first after: $after last: $last before: $before states: $states project: $project user: $user pool: $pool search: $search sort: $sort ) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { ...JobRow } } } } fragment JobRow on Job { id name state cancelRequested createdAt startedAt endedAt gpus { count model memoryGb device } project { id name } user { id username } pool { id name } progress { fraction } }");
export const jobFilterChoicesQuery = /*#__PURE__*/ document<JobFilterChoicesQuery, JobFilterChoicesQueryVariables>("query JobFilterChoices { projects(first: 100) { edges { node { id name } } } pools(first: 100) { edges { node { id name } } } users(first: 100) { edges { node { id username } } } }");
export const jobQuery = /*#__PURE__*/ document<JobQuery, JobQueryVariables>("query Job($id: ID!) { job(id: $id) { ...JobRow args class command deleted description envNames errorClass exitCode externalId image message preemptible priority queuedAt ramGb reservationId retry { maxRetries on backoffSeconds maxBackoffSeconds } timeoutMinutes vcpus workingDirectory project { members { memberRole user { id } } } progress { fraction epoch epochs stage message latestMetrics updatedAt } pending { position aheadCount estimatedStart estimateConfidence estimateMessage ahead { id name user { username } } reasons { code kind message } } runs { number state outcome exitCode errorClass signal message placedAt startedAt endedAt leaseId host { id name } devices { uuid index model simulated } } } } fragment JobRow on Job { id name state cancelRequested createdAt startedAt endedAt gpus { count model memoryGb device } project { id name } user { id username } pool { id name } progress { fraction } }");
export const followJobSubscription = /*#__PURE__*/ document<FollowJobSubscription, FollowJobSubscriptionVariables>("subscription FollowJob($job: ID, $after: String) { jobEvents(job: $job, after: $after) { cursor eventId } }");
export const cancelJobMutation = /*#__PURE__*/ document<CancelJobMutation, CancelJobMutationVariables>("mutation CancelJob($input: CancelJobInput!) { cancelJob(input: $input) { __typename ...RefusalFields ... on CancelJobSuccess { job { id } } } } fragment RefusalFields on Error { code message field details }");
export const cancelJobsMutation = /*#__PURE__*/ document<CancelJobsMutation, CancelJobsMutationVariables>("mutation CancelJobs($input: CancelJobsInput!) { cancelJobs(input: $input) { __typename ...RefusalFields ... on CancelJobsSuccess { more items { id error { code message } job { id name } } } } } fragment RefusalFields on Error { code message field details }");
export const approveJobMutation = /*#__PURE__*/ document<ApproveJobMutation, ApproveJobMutationVariables>("mutation ApproveJob($input: ApproveJobInput!) { approveJob(input: $input) { __typename ...RefusalFields ... on ApproveJobSuccess { job { id } } } } fragment RefusalFields on Error { code message field details }");
export const rejectJobMutation = /*#__PURE__*/ document<RejectJobMutation, RejectJobMutationVariables>("mutation RejectJob($input: RejectJobInput!) { rejectJob(input: $input) { __typename ...RefusalFields ... on RejectJobSuccess { job { id } } } } fragment RefusalFields on Error { code message field details }");
export const deleteJobMutation = /*#__PURE__*/ document<DeleteJobMutation, DeleteJobMutationVariables>("mutation DeleteJob($input: DeleteJobInput!) { deleteJob(input: $input) { __typename ...RefusalFields ... on DeleteJobSuccess { job { id } } } } fragment RefusalFields on Error { code message field details }");
export const jobHistoryQuery = /*#__PURE__*/ document<JobHistoryQuery, JobHistoryQueryVariables>("query JobHistory($id: ID!, $after: String) { history(id: $id, first: 50, after: $after) { pageInfo { hasNextPage endCursor } edges { node { eventId type recordedAt data actor { kind id user { username } } } } } }");
export const jobChargesQuery = /*#__PURE__*/ document<JobChargesQuery, JobChargesQueryVariables>("query JobCharges($job: ID!) { charges(job: $job, first: 50) { currency totalMicros edges { node { id run from to seconds deviceSeconds amountMicros currency lines { uuid model microsPerHour amountMicros } } } } }");
export const jobMetricsQuery = /*#__PURE__*/ document<JobMetricsQuery, JobMetricsQueryVariables>("query JobMetrics($job: ID!, $after: String) { job(id: $job) { metrics(first: 2000, after: $after) { ...MetricPoints } } } fragment MetricPoints on MetricBatch { cursor end points { at run stage values } }");
export const followMetricsSubscription = /*#__PURE__*/ document<FollowMetricsSubscription, FollowMetricsSubscriptionVariables>("subscription FollowMetrics($job: ID!, $after: String) { jobMetrics(job: $job, after: $after) { ...MetricPoints } } fragment MetricPoints on MetricBatch { cursor end points { at run stage values } }");
export const submitChoicesQuery = /*#__PURE__*/ document<SubmitChoicesQuery, SubmitChoicesQueryVariables>("query SubmitChoices($member: ID) { projects(first: 100, member: $member) { edges { node { id name } } } pools(first: 100) { edges { node { id name approval } } } }");
export const submitCheckQuery = /*#__PURE__*/ document<SubmitCheckQuery, SubmitCheckQueryVariables>("query SubmitCheck($pool: String, $project: String, $gpus: ReservationGpusInput, $minutes: Float!) { availability( pool: $pool project: $project gpus: $gpus durationMinutes: $minutes first: 1 ) { matching windows { from devices { model } } } }");
export const submitPricesQuery = /*#__PURE__*/ document<SubmitPricesQuery, SubmitPricesQueryVariables>("query SubmitPrices($pool: ID!) { prices(first: 100, pool: $pool) { edges { node { microsPerHour currency model from pool { id } } } } devices(first: 100, pool: $pool) { edges { node { model } } } }");
export const submitJobMutation = /*#__PURE__*/ document<SubmitJobMutation, SubmitJobMutationVariables>("mutation SubmitJob($input: SubmitJobInput!) { submitJob(input: $input) { __typename ...RefusalFields ... on SubmitJobSuccess { job { id } } } } fragment RefusalFields on Error { code message field details }");
export const grantsQuery = /*#__PURE__*/ document<GrantsQuery, GrantsQueryVariables>("query Grants($first: Int!, $after: String) { grants(first: $first, after: $after) { edges { node { id status priority maxHours timeMultiplier deviceUuid createdAt pool { id name } user { id username } project { id name } } } pageInfo { hasNextPage endCursor } totalCount } }");
export const createGrantMutation = /*#__PURE__*/ document<CreateGrantMutation, CreateGrantMutationVariables>("mutation CreateGrant($input: CreateGrantInput!) { createGrant(input: $input) { __typename ...RefusalFields ... on CreateGrantSuccess { grant { id } } } } fragment RefusalFields on Error { code message field details }");
export const revokeGrantMutation = /*#__PURE__*/ document<RevokeGrantMutation, RevokeGrantMutationVariables>("mutation RevokeGrant($input: RevokeGrantInput!) { revokeGrant(input: $input) { __typename ...RefusalFields ... on RevokeGrantSuccess { grant { id } } } } fragment RefusalFields on Error { code message field details }");
export const quotasQuery = /*#__PURE__*/ document<QuotasQuery, QuotasQueryVariables>("query Quotas { quotas { id borrow setAt user { id username } project { id name } pool { id name } lines { kind limit used borrowed } } }");
export const setQuotaMutation = /*#__PURE__*/ document<SetQuotaMutation, SetQuotaMutationVariables>("mutation SetQuota($input: SetQuotaInput!) { setQuota(input: $input) { __typename ...RefusalFields ... on SetQuotaSuccess { quota { id } } } } fragment RefusalFields on Error { code message field details }");
export const removeQuotaMutation = /*#__PURE__*/ document<RemoveQuotaMutation, RemoveQuotaMutationVariables>("mutation RemoveQuota($input: RemoveQuotaInput!) { removeQuota(input: $input) { __typename ...RefusalFields ... on RemoveQuotaSuccess { done } } } fragment RefusalFields on Error { code message field details }");
export const pricesQuery = /*#__PURE__*/ document<PricesQuery, PricesQueryVariables>("query Prices($first: Int!, $after: String) { prices(first: $first, after: $after) { edges { node { id currency from microsPerHour model pool { id name } } } pageInfo { hasNextPage endCursor } totalCount } }");
export const setPriceMutation = /*#__PURE__*/ document<SetPriceMutation, SetPriceMutationVariables>("mutation SetPrice($input: SetPriceInput!) { setPrice(input: $input) { __typename ...RefusalFields ... on SetPriceSuccess { price { id } } } } fragment RefusalFields on Error { code message field details }");
export const logPageQuery = /*#__PURE__*/ document<LogPageQuery, LogPageQueryVariables>("query LogPage($job: ID!, $fromLine: Int, $at: DateTime, $first: Int, $last: Int, $level: LogLevel, $stream: LogStream, $run: Int) { job(id: $job) { logs( fromLine: $fromLine at: $at first: $first last: $last level: $level stream: $stream run: $run ) { ...LogLines } } } fragment LogLines on LogBatch { hasEarlier end kept { firstNumber lastNumber dropped } lines { number at run stream level stage partial text } }");
export const followLogSubscription = /*#__PURE__*/ document<FollowLogSubscription, FollowLogSubscriptionVariables>("subscription FollowLog($job: ID!, $after: String, $fromLine: Int, $last: Int, $level: LogLevel, $stream: LogStream, $run: Int) { jobLogs( job: $job after: $after fromLine: $fromLine last: $last level: $level stream: $stream run: $run ) { cursor ...LogLines } } fragment LogLines on LogBatch { hasEarlier end kept { firstNumber lastNumber dropped } lines { number at run stream level stage partial text } }");
export const searchLogQuery = /*#__PURE__*/ document<SearchLogQuery, SearchLogQueryVariables>("query SearchLog($job: ID!, $after: String, $text: String, $regex: String, $caseSensitive: Boolean, $count: Boolean, $level: LogLevel, $stream: LogStream, $run: Int) { logSearch( job: $job after: $after text: $text regex: $regex caseSensitive: $caseSensitive count: $count first: 200 level: $level stream: $stream run: $run ) { cursor end total isTotalExact hits { start end line { number } } } }");
export const findQuery = /*#__PURE__*/ document<FindQuery, FindQueryVariables>("query Find($text: String!) { search(text: $text, first: 5) { hits { kind name node { id } } failures { kind } } }");
export const peopleQuery = /*#__PURE__*/ document<PeopleQuery, PeopleQueryVariables>("query People($first: Int!, $after: String, $search: String, $role: Role, $status: UserStatus, $sort: ListSort) { users( first: $first after: $after search: $search role: $role status: $status sort: $sort ) { totalCount edges { node { id username email role status createdAt profile { givenName familyName organisation lab } } } pageInfo { hasNextPage endCursor } } }");
export const activateUserMutation = /*#__PURE__*/ document<ActivateUserMutation, ActivateUserMutationVariables>("mutation ActivateUser($input: ActivateUserInput!) { activateUser(input: $input) { __typename ...RefusalFields ... on ActivateUserSuccess { user { id } } } } fragment RefusalFields on Error { code message field details }");
export const suspendUserMutation = /*#__PURE__*/ document<SuspendUserMutation, SuspendUserMutationVariables>("mutation SuspendUser($input: SuspendUserInput!) { suspendUser(input: $input) { __typename ...RefusalFields ... on SuspendUserSuccess { user { id } } } } fragment RefusalFields on Error { code message field details }");
export const setRoleMutation = /*#__PURE__*/ document<SetRoleMutation, SetRoleMutationVariables>("mutation SetRole($input: SetRoleInput!) { setRole(input: $input) { __typename ...RefusalFields ... on SetRoleSuccess { user { id } } } } fragment RefusalFields on Error { code message field details }");
export const projectListQuery = /*#__PURE__*/ document<ProjectListQuery, ProjectListQueryVariables>("query ProjectList($first: Int!, $after: String, $search: String, $archived: Boolean) { projects( first: $first after: $after search: $search archived: $archived sort: NAME ) { totalCount edges { node { id name description archived createdAt members { memberRole user { id username } } } } pageInfo { hasNextPage endCursor } } }");
export const createProjectMutation = /*#__PURE__*/ document<CreateProjectMutation, CreateProjectMutationVariables>("mutation CreateProject($input: CreateProjectInput!) { createProject(input: $input) { __typename ...RefusalFields ... on CreateProjectSuccess { project { id } } } } fragment RefusalFields on Error { code message field details }");
export const addMemberMutation = /*#__PURE__*/ document<AddMemberMutation, AddMemberMutationVariables>("mutation AddMember($input: AddMemberInput!) { addMember(input: $input) { __typename ...RefusalFields ... on AddMemberSuccess { project { id } } } } fragment RefusalFields on Error { code message field details }");
export const removeMemberMutation = /*#__PURE__*/ document<RemoveMemberMutation, RemoveMemberMutationVariables>("mutation RemoveMember($input: RemoveMemberInput!) { removeMember(input: $input) { __typename ...RefusalFields ... on RemoveMemberSuccess { project { id } } } } fragment RefusalFields on Error { code message field details }");
export const inboxQuery = /*#__PURE__*/ document<InboxQuery, InboxQueryVariables>("query Inbox($first: Int!, $after: String, $kind: RequestKind, $pool: ID) { requests(first: $first, after: $after, kind: $kind, pool: $pool) { edges { node { ...RequestRow } } pageInfo { hasNextPage endCursor } totalCount } } fragment RequestRow on RequestItem { id kind submittedAt job { id name state command timeoutMinutes gpus { count model memoryGb } user { id username } project { id name } pool { id name } } request { id state title reason message durationMinutes notBefore neededBy gpus { count model memoryGb } user { id username } project { id name } pool { id name } } }");
export const decideRequestsMutation = /*#__PURE__*/ document<DecideRequestsMutation, DecideRequestsMutationVariables>("mutation DecideRequests($input: DecideRequestsInput!) { decideRequests(input: $input) { __typename ...RefusalFields ... on DecideRequestsSuccess { decisions { id done code message } } } } fragment RefusalFields on Error { code message field details }");
export const reservationsQuery = /*#__PURE__*/ document<ReservationsQuery, ReservationsQueryVariables>("query Reservations($first: Int, $after: String, $last: Int, $before: String, $states: [ReservationState!], $pool: ID, $project: ID, $user: ID, $search: String, $sort: ListSort) { reservations( first: $first after: $after last: $last before: $before states: $states pool: $pool project: $project user: $user search: $search sort: $sort ) { totalCount edges { node { ...ReservationRow } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } fragment ReservationRow on Reservation { id title state from until endedAt devices { uuid index model host { id name } } pool { id name } project { id name } user { id username } }");
export const reservationQuery = /*#__PURE__*/ document<ReservationQuery, ReservationQueryVariables>("query Reservation($id: ID!) { reservation(id: $id) { ...ReservationRow createdAt startedAt usedAt endReason reason seriesId sharedWithProject connection { hostname addresses account ssh } changes { at from until title reason devices { uuid } } warnings { at kind message } overstays { at processes killed outcome host { id name } } } charges(reservation: $id, first: 1) { edges { node { id amountMicros currency deviceSeconds to } } } } fragment ReservationRow on Reservation { id title state from until endedAt devices { uuid index model host { id name } } pool { id name } project { id name } user { id username } }");
export const restOfSeriesQuery = /*#__PURE__*/ document<RestOfSeriesQuery, RestOfSeriesQueryVariables>("query RestOfSeries($series: String!) { reservations(series: $series, states: [RESERVED], first: 1) { totalCount } }");
export const extendReservationMutation = /*#__PURE__*/ document<ExtendReservationMutation, ExtendReservationMutationVariables>("mutation ExtendReservation($input: ExtendReservationInput!) { extendReservation(input: $input) { __typename ...RefusalFields ... on ReservationConflict { freeUntil } ... on ExtendReservationSuccess { reservation { id until } } } } fragment RefusalFields on Error { code message field details }");
export const releaseReservationMutation = /*#__PURE__*/ document<ReleaseReservationMutation, ReleaseReservationMutationVariables>("mutation ReleaseReservation($input: ReleaseReservationInput!) { releaseReservation(input: $input) { __typename ...RefusalFields ... on ReleaseReservationSuccess { reservation { id state } } } } fragment RefusalFields on Error { code message field details }");
export const cancelReservationMutation = /*#__PURE__*/ document<CancelReservationMutation, CancelReservationMutationVariables>("mutation CancelReservation($input: CancelReservationInput!) { cancelReservation(input: $input) { __typename ...RefusalFields ... on CancelReservationSuccess { reservations { id } } } } fragment RefusalFields on Error { code message field details }");
export const createCalendarFeedMutation = /*#__PURE__*/ document<CreateCalendarFeedMutation, CreateCalendarFeedMutationVariables>("mutation CreateCalendarFeed($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { __typename ...RefusalFields ... on CreateCalendarFeedSuccess { url } } } fragment RefusalFields on Error { code message field details }");
export const systemHealthQuery = /*#__PURE__*/ document<SystemHealthQuery, SystemHealthQueryVariables>("query SystemHealth { auth: processes(service: AUTH) { ...ProcessRow } inventory: processes(service: INVENTORY) { ...ProcessRow } scheduler: processes(service: SCHEDULER) { ...ProcessRow } telemetry: processes(service: TELEMETRY) { ...ProcessRow } billing: processes(service: BILLING) { ...ProcessRow } } fragment ProcessRow on Process { name kind source state behindEvents behindSeconds atLeast parked lastError lastErrorAt }");
export const parkedQuery = /*#__PURE__*/ document<ParkedQuery, ParkedQueryVariables>("query Parked($service: Service!, $first: Int!, $after: String) { parked(service: $service, first: $first, after: $after) { edges { node { id consumer entity error eventType attempts parkedAt } } pageInfo { hasNextPage endCursor } totalCount } }");
export const replayParkedMutation = /*#__PURE__*/ document<ReplayParkedMutation, ReplayParkedMutationVariables>("mutation ReplayParked($input: ReplayParkedInput!) { replayParked(input: $input) { __typename ...RefusalFields ... on ReplayParkedSuccess { replayed stillParked } } } fragment RefusalFields on Error { code message field details }");
export const dropParkedMutation = /*#__PURE__*/ document<DropParkedMutation, DropParkedMutationVariables>("mutation DropParked($input: DropParkedInput!) { dropParked(input: $input) { __typename ...RefusalFields ... on DropParkedSuccess { dropped } } } fragment RefusalFields on Error { code message field details }");
