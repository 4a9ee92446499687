/* Written by `npm run generate` from gateway/schema.graphql and the .graphql files. */
import { document } from '../api/document.js';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Input of `cordonHost`. */
export type CordonHostInput = {
  /** Id of the host. */
  readonly hostId: string;
  /** Reason; kept in the history. */
  readonly reason?: string | null | undefined;
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

/** Supported languages. */
export type Locale =
  | 'EN'
  | 'FA'
  | 'ZH_CN'
  | 'ZH_TW';

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

export const hostsQuery = /*#__PURE__*/ document<HostsQuery, HostsQueryVariables>("query Hosts($first: Int!, $after: String, $search: String, $pool: ID, $statuses: [HostStatus!], $schedulings: [HostScheduling!]) { hosts( first: $first after: $after search: $search pool: $pool statuses: $statuses schedulings: $schedulings ) { edges { node { ...HostRow } } pageInfo { hasNextPage endCursor } totalCount } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const oneHostQuery = /*#__PURE__*/ document<OneHostQuery, OneHostQueryVariables>("query OneHost($id: ID!) { host(id: $id) { ...HostRow } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const hostWeekQuery = /*#__PURE__*/ document<HostWeekQuery, HostWeekQueryVariables>("query HostWeek($host: ID!, $from: DateTime!, $to: DateTime!) { deviceUsage(host: $host, from: $from, to: $to) { uuid from minutes utilisationGpu memoryUsedMiB memoryTotalMiB } }");
export const poolNamesQuery = /*#__PURE__*/ document<PoolNamesQuery, PoolNamesQueryVariables>("query PoolNames { pools(first: 100) { edges { node { id name } } } }");
export const poolLoadSubscription = /*#__PURE__*/ document<PoolLoadSubscription, PoolLoadSubscriptionVariables>("subscription PoolLoad($pool: ID!) { poolSamples(pool: $pool) { hosts { host { id } at cpuPercent memoryUsedMiB memoryTotalMiB devices { uuid utilisationGpu memoryUsedMiB memoryTotalMiB temperature powerW } } } }");
export const cordonHostMutation = /*#__PURE__*/ document<CordonHostMutation, CordonHostMutationVariables>("mutation CordonHost($input: CordonHostInput!) { cordonHost(input: $input) { __typename ... on Error { code message field details } ... on CordonHostSuccess { host { ...HostRow } } } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const uncordonHostMutation = /*#__PURE__*/ document<UncordonHostMutation, UncordonHostMutationVariables>("mutation UncordonHost($input: UncordonHostInput!) { uncordonHost(input: $input) { __typename ... on Error { code message field details } ... on UncordonHostSuccess { host { ...HostRow } } } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const drainHostMutation = /*#__PURE__*/ document<DrainHostMutation, DrainHostMutationVariables>("mutation DrainHost($input: DrainHostInput!) { drainHost(input: $input) { __typename ... on Error { code message field details } ... on DrainHostSuccess { host { ...HostRow } } } } fragment HostRow on Host { id name status scheduling lastSeen joinedAt pool { id name } conditions { kind message since } facts { cpuModel cpuCores memoryMiB os agentVersion adminsOnly } devices { ...DeviceRow } } fragment DeviceRow on Device { uuid index model memoryMiB simulated missing state stateReason }");
export const createJoinTokenMutation = /*#__PURE__*/ document<CreateJoinTokenMutation, CreateJoinTokenMutationVariables>("mutation CreateJoinToken($input: CreateJoinTokenInput!) { createJoinToken(input: $input) { __typename ... on Error { code message field details } ... on CreateJoinTokenSuccess { token tokenId expiresAt } } }");
export const viewerQuery = /*#__PURE__*/ document<ViewerQuery, ViewerQueryVariables>("query Viewer { viewer { id username email role preferences profile { givenName familyName locale timeZone } } }");
export const registerMutation = /*#__PURE__*/ document<RegisterMutation, RegisterMutationVariables>("mutation Register($input: RegisterInput!) { register(input: $input) { __typename ... on Error { code message field details } ... on RegisterSuccess { user { id status } } } }");
