/* Written by `npm run generate` from gateway/schema.graphql and the .graphql files. */
import { document } from '../api/document.js';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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

/** Input of `cancelReservation`. */
export type CancelReservationInput = {
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
  /** Also cancel the later ones of the series; default: false. */
  readonly restOfSeries?: boolean | null | undefined;
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

/** Input of `createCalendarFeed`. */
export type CreateCalendarFeedInput = {
  /** UUID of the device, or id or name of the pool; omit it for the caller's own reservations. */
  readonly of?: string | null | undefined;
  /** Which reservations it contains. */
  readonly scope: CalendarFeedScope;
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

/** Effective state of a device. Only available devices are allocated. An unreadable device cannot be queried at the moment and becomes available again by itself. */
export type EffectiveDeviceState =
  | 'AVAILABLE'
  | 'DISABLED'
  | 'ERROR'
  | 'UNREADABLE';

/** Input of `extendReservation`. */
export type ExtendReservationInput = {
  /** Minutes to add. */
  readonly minutes: number;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
};

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

/** The outcome of ending processes that stayed beyond a reservation. */
export type OverstayOutcome =
  /** None is left. */
  | 'ENDED'
  /** They cannot be ended. */
  | 'FAILED'
  /** They were sent SIGTERM and are still there. */
  | 'SIGNALLED';

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

/** Input of `register`. */
export type RegisterInput = {
  /** E-mail address. */
  readonly email: string;
  /** 8 to 256 characters. */
  readonly password: string;
  /** Further profile fields. */
  readonly profile?: ProfileInput | null | undefined;
  /** 2 to 40 letters, digits, dots, dashes or underscores. */
  readonly username: string;
};

/** Input of `releaseReservation`. */
export type ReleaseReservationInput = {
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
  /** Id of the reservation. */
  readonly reservationId: string;
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

/** admin manages the installation, operator the hosts and pools; member submits work; auditor reads everything; guest is an external user. */
export type Role =
  | 'ADMIN'
  | 'AUDITOR'
  | 'GUEST'
  | 'MEMBER'
  | 'OPERATOR';

/** Input of `uncordonHost`. */
export type UncordonHostInput = {
  /** Id of the host. */
  readonly hostId: string;
};

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

export type BookingPlacesQueryVariables = Exact<{
  member: string;
}>;


export type BookingPlacesQuery = { readonly pools: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly approval: boolean } }> }, readonly projects: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string } }> } };

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


export type ReservationQuery = { readonly reservation: { readonly createdAt: string, readonly startedAt: string | null, readonly usedAt: string | null, readonly endReason: string | null, readonly reason: string | null, readonly seriesId: string | null, readonly sharedWithProject: boolean, readonly id: string, readonly title: string | null, readonly state: ReservationState, readonly from: string, readonly until: string, readonly endedAt: string | null, readonly connection: ReadonlyArray<{ readonly hostname: string, readonly addresses: ReadonlyArray<string>, readonly account: string | null, readonly ssh: string | null }> | null, readonly changes: ReadonlyArray<{ readonly at: string, readonly from: string, readonly until: string, readonly title: string | null, readonly reason: string | null, readonly devices: ReadonlyArray<{ readonly uuid: string }> }>, readonly warnings: ReadonlyArray<{ readonly at: string, readonly kind: ReservationWarningKind, readonly message: string }>, readonly overstays: ReadonlyArray<{ readonly at: string, readonly processes: number, readonly killed: number, readonly outcome: OverstayOutcome, readonly host: { readonly id: string, readonly name: string } | null }>, readonly devices: ReadonlyArray<{ readonly uuid: string, readonly index: number, readonly model: string, readonly host: { readonly id: string, readonly name: string } | null }>, readonly pool: { readonly id: string, readonly name: string } | null, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly username: string } | null } | null, readonly charges: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly amountMicros: string, readonly currency: string, readonly deviceSeconds: number, readonly to: string | null } }> } };

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
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown, readonly freeUntil: string | null }
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

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly id: string, readonly username: string, readonly email: string | null, readonly role: Role | null, readonly preferences: unknown, readonly profile: { readonly givenName: string | null, readonly familyName: string | null, readonly locale: string | null, readonly timeZone: string | null } | null } | null };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { readonly register:
    | { readonly __typename: 'AlreadyExists', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'CanNeverRun', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Forbidden', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'IdempotencyKeyReused', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'InvalidState', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QueueFull', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'QuotaExceeded', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RateLimited', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'RegisterSuccess', readonly user: { readonly id: string, readonly status: UserStatus | null } }
    | { readonly __typename: 'ReservationConflict', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unauthenticated', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'Unavailable', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
    | { readonly __typename: 'ValidationFailed', readonly code: string, readonly message: string, readonly field: string | null, readonly details: unknown }
   };

export const bookingPlacesQuery = /*#__PURE__*/ document<BookingPlacesQuery, BookingPlacesQueryVariables>("query BookingPlaces($member: ID!) { pools(first: 100) { edges { node { id name approval } } } projects(first: 100, member: $member, archived: false, sort: NAME) { edges { node { id name } } } }");
export const calendarDevicesQuery = /*#__PURE__*/ document<CalendarDevicesQuery, CalendarDevicesQueryVariables>("query CalendarDevices($pool: ID!, $after: String) { devices(pool: $pool, first: 100, after: $after) { edges { node { uuid index model state missing sharing host { id name } } } pageInfo { hasNextPage endCursor } } }");
export const reservationRulesQuery = /*#__PURE__*/ document<ReservationRulesQuery, ReservationRulesQueryVariables>("query ReservationRules($pool: String!) { policy(pool: $pool) { reservations { enabled horizonDays maxHours maxPerUser } } }");
export const poolCalendarQuery = /*#__PURE__*/ document<PoolCalendarQuery, PoolCalendarQueryVariables>("query PoolCalendar($pool: String!, $from: DateTime!, $until: DateTime!) { calendar(pool: $pool, from: $from, until: $until) { ...CalendarParts } } fragment CalendarParts on PoolCalendar { entries { entryId kind from until visible title devices { uuid } project { id name } user { id username } reservation { state } } }");
export const freeWindowsQuery = /*#__PURE__*/ document<FreeWindowsQuery, FreeWindowsQueryVariables>("query FreeWindows($pool: String, $project: String, $gpus: ReservationGpusInput, $durationMinutes: Float!, $from: DateTime, $until: DateTime, $oneHost: Boolean, $first: Int) { availability( pool: $pool project: $project gpus: $gpus durationMinutes: $durationMinutes from: $from until: $until oneHost: $oneHost first: $first ) { matching windows { from until devices { uuid index model host { id name } } } } }");
export const reserveMutation = /*#__PURE__*/ document<ReserveMutation, ReserveMutationVariables>("mutation Reserve($input: ReserveInput!) { reserve(input: $input) { __typename ... on Error { code message field details } ... on ReservationConflict { freeWindows { from until devices { uuid index host { id name } } } } ... on ReserveSuccess { reservation { id from until devices { uuid } } } } }");
export const changeReservationMutation = /*#__PURE__*/ document<ChangeReservationMutation, ChangeReservationMutationVariables>("mutation ChangeReservation($input: ChangeReservationInput!) { changeReservation(input: $input) { __typename ... on Error { code message field details } ... on ChangeReservationSuccess { reservation { id from until } } } }");
export const calendarChangedSubscription = /*#__PURE__*/ document<CalendarChangedSubscription, CalendarChangedSubscriptionVariables>("subscription CalendarChanged($pool: String!, $from: DateTime!, $until: DateTime!) { calendarChanged(pool: $pool, from: $from, until: $until) { ...CalendarParts } } fragment CalendarParts on PoolCalendar { entries { entryId kind from until visible title devices { uuid } project { id name } user { id username } reservation { state } } }");
export const hostsQuery = /*#__PURE__*/ document<HostsQuery, HostsQueryVariables>("query Hosts($first: Int!, $after: String, $search: String, $pool: ID, $statuses: [HostStatus!], $schedulings: [HostScheduling!]) { hosts( first: $first after: $after search: $search pool: $pool statuses: $statuses schedulings: $schedulings ) { edges { node { ...HostRow } } pageInfo { hasNextPage endCursor } totalCount } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const oneHostQuery = /*#__PURE__*/ document<OneHostQuery, OneHostQueryVariables>("query OneHost($id: ID!) { host(id: $id) { ...HostRow } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const hostWeekQuery = /*#__PURE__*/ document<HostWeekQuery, HostWeekQueryVariables>("query HostWeek($host: ID!, $from: DateTime!, $to: DateTime!) { deviceUsage(host: $host, from: $from, to: $to) { uuid from minutes utilisationGpu memoryUsedMiB memoryTotalMiB } }");
export const poolNamesQuery = /*#__PURE__*/ document<PoolNamesQuery, PoolNamesQueryVariables>("query PoolNames { pools(first: 100) { edges { node { id name } } } }");
export const poolLoadSubscription = /*#__PURE__*/ document<PoolLoadSubscription, PoolLoadSubscriptionVariables>("subscription PoolLoad($pool: ID!) { poolSamples(pool: $pool) { hosts { host { id } at cpuPercent memoryUsedMiB memoryTotalMiB devices { uuid utilisationGpu memoryUsedMiB memoryTotalMiB temperature powerW } } } }");
export const cordonHostMutation = /*#__PURE__*/ document<CordonHostMutation, CordonHostMutationVariables>("mutation CordonHost($input: CordonHostInput!) { cordonHost(input: $input) { __typename ... on Error { code message field details } ... on CordonHostSuccess { host { ...HostRow } } } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const uncordonHostMutation = /*#__PURE__*/ document<UncordonHostMutation, UncordonHostMutationVariables>("mutation UncordonHost($input: UncordonHostInput!) { uncordonHost(input: $input) { __typename ... on Error { code message field details } ... on UncordonHostSuccess { host { ...HostRow } } } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const drainHostMutation = /*#__PURE__*/ document<DrainHostMutation, DrainHostMutationVariables>("mutation DrainHost($input: DrainHostInput!) { drainHost(input: $input) { __typename ... on Error { code message field details } ... on DrainHostSuccess { host { ...HostRow } } } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const createJoinTokenMutation = /*#__PURE__*/ document<CreateJoinTokenMutation, CreateJoinTokenMutationVariables>("mutation CreateJoinToken($input: CreateJoinTokenInput!) { createJoinToken(input: $input) { __typename ... on Error { code message field details } ... on CreateJoinTokenSuccess { token tokenId expiresAt } } }");
export const reservationsQuery = /*#__PURE__*/ document<ReservationsQuery, ReservationsQueryVariables>("query Reservations($first: Int, $after: String, $last: Int, $before: String, $states: [ReservationState!], $pool: ID, $project: ID, $user: ID, $search: String, $sort: ListSort) { reservations( first: $first after: $after last: $last before: $before states: $states pool: $pool project: $project user: $user search: $search sort: $sort ) { totalCount edges { node { ...ReservationRow } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } fragment ReservationRow on Reservation { id title state from until endedAt devices { uuid index model host { id name } } pool { id name } project { id name } user { id username } }");
export const reservationQuery = /*#__PURE__*/ document<ReservationQuery, ReservationQueryVariables>("query Reservation($id: ID!) { reservation(id: $id) { ...ReservationRow createdAt startedAt usedAt endReason reason seriesId sharedWithProject connection { hostname addresses account ssh } changes { at from until title reason devices { uuid } } warnings { at kind message } overstays { at processes killed outcome host { id name } } } charges(reservation: $id, first: 1) { edges { node { id amountMicros currency deviceSeconds to } } } } fragment ReservationRow on Reservation { id title state from until endedAt devices { uuid index model host { id name } } pool { id name } project { id name } user { id username } }");
export const restOfSeriesQuery = /*#__PURE__*/ document<RestOfSeriesQuery, RestOfSeriesQueryVariables>("query RestOfSeries($series: String!) { reservations(series: $series, states: [RESERVED], first: 1) { totalCount } }");
export const extendReservationMutation = /*#__PURE__*/ document<ExtendReservationMutation, ExtendReservationMutationVariables>("mutation ExtendReservation($input: ExtendReservationInput!) { extendReservation(input: $input) { __typename ... on Error { code message field details } ... on ReservationConflict { freeUntil } ... on ExtendReservationSuccess { reservation { id until } } } }");
export const releaseReservationMutation = /*#__PURE__*/ document<ReleaseReservationMutation, ReleaseReservationMutationVariables>("mutation ReleaseReservation($input: ReleaseReservationInput!) { releaseReservation(input: $input) { __typename ... on Error { code message field details } ... on ReleaseReservationSuccess { reservation { id state } } } }");
export const cancelReservationMutation = /*#__PURE__*/ document<CancelReservationMutation, CancelReservationMutationVariables>("mutation CancelReservation($input: CancelReservationInput!) { cancelReservation(input: $input) { __typename ... on Error { code message field details } ... on CancelReservationSuccess { reservations { id } } } }");
export const createCalendarFeedMutation = /*#__PURE__*/ document<CreateCalendarFeedMutation, CreateCalendarFeedMutationVariables>("mutation CreateCalendarFeed($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { __typename ... on Error { code message field details } ... on CreateCalendarFeedSuccess { url } } }");
export const viewerQuery = /*#__PURE__*/ document<ViewerQuery, ViewerQueryVariables>("query Viewer { viewer { id username email role preferences profile { givenName familyName locale timeZone } } }");
export const registerMutation = /*#__PURE__*/ document<RegisterMutation, RegisterMutationVariables>("mutation Register($input: RegisterInput!) { register(input: $input) { __typename ... on Error { code message field details } ... on RegisterSuccess { user { id status } } } }");
