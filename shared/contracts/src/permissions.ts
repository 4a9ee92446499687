import { roles, type ApiTokenScope, type Role } from './auth/roles.js';

/**
 * Who has a permission. `scope` is what an API token needs besides its owner's role; null where the permission widens
 * what an operation reaches, and the operation has checked the scope already.
 */
export interface PermissionEntry {
  readonly description: string;
  readonly callers: 'anyone' | 'agents' | readonly Role[];
  readonly scope: ApiTokenScope | null;
}

const STAFF = ['admin', 'operator'] as const;
const READERS_OF_ALL = [...STAFF, 'auditor'] as const;
const HOLDERS_OF_DEVICES = [...STAFF, 'member', 'guest'] as const;

/**
 * The permission catalogue: every right that a role can have, said once. Operations name the permission that they
 * need; services, the gateway and its clients ask `may`. What is not listed for a role is denied.
 */
export const PERMISSIONS = {
  public: {
    description: 'Register, log in, and prove who one is: what needs no access token.',
    callers: 'anyone',
    scope: null,
  },
  agent: { description: 'Report from a host, by its agent.', callers: 'agents', scope: null },
  read: {
    description: 'See what is visible to the caller; each answer contains only that.',
    callers: roles,
    scope: 'read',
  },
  findUsers: {
    description: 'Search users by name.',
    callers: [...READERS_OF_ALL, 'member'],
    scope: 'read',
  },
  manageOwnAccount: {
    description:
      'Change the own profile, preferences, password and API tokens; end own sessions; log programs in.',
    callers: roles,
    scope: 'admin',
  },
  administerAccounts: {
    description: 'Set roles; activate, suspend and delete accounts; see and end their sessions.',
    callers: ['admin'],
    scope: 'admin',
  },
  manageProjects: {
    description: 'Create projects; manage those that one leads.',
    callers: [...STAFF, 'member'],
    scope: 'admin',
  },
  removeProjectMembers: {
    description: 'Leave a project; remove members from those that one leads.',
    callers: roles,
    scope: 'admin',
  },
  managePools: { description: 'Create and change pools.', callers: STAFF, scope: 'admin' },
  manageHosts: {
    description: 'Change, cordon, drain and remove hosts; set state and limits of devices.',
    callers: STAFF,
    scope: 'admin',
  },
  manageGrants: { description: 'Create and revoke grants.', callers: STAFF, scope: 'admin' },
  manageJoinTokens: { description: 'Create and revoke join tokens.', callers: STAFF, scope: 'admin' },
  readJoinTokens: { description: 'List join tokens.', callers: READERS_OF_ALL, scope: 'admin' },
  readHostSamples: {
    description: 'See the load of whole hosts.',
    callers: READERS_OF_ALL,
    scope: 'read',
  },
  runJobs: {
    description: 'Submit, cancel and delete jobs, arrays, workflows and schedules.',
    callers: HOLDERS_OF_DEVICES,
    scope: 'jobs',
  },
  reserveDevices: {
    description: 'Reserve, request and wait for devices; change and end reservations.',
    callers: HOLDERS_OF_DEVICES,
    scope: 'jobs',
  },
  createCalendarFeeds: {
    description: 'Create secret addresses of calendars that one may read.',
    callers: roles,
    scope: 'read',
  },
  revokeCalendarFeeds: { description: 'Revoke own calendar feeds.', callers: roles, scope: 'jobs' },
  decideApprovals: {
    description: 'Approve and reject jobs and requests.',
    callers: STAFF,
    scope: 'admin',
  },
  setMaintenance: { description: 'Set and cancel maintenance windows.', callers: STAFF, scope: 'admin' },
  mapAccounts: {
    description: 'Map users to accounts on hosts.',
    callers: STAFF,
    scope: 'admin',
  },
  setPolicies: { description: 'Set the scheduling policy of a pool.', callers: STAFF, scope: 'admin' },
  setQuotas: { description: 'Set and remove quotas.', callers: STAFF, scope: 'admin' },
  liftQuarantines: { description: 'Lift quarantines of hosts.', callers: STAFF, scope: 'admin' },
  simulate: {
    description: 'Simulate policies.',
    callers: [...READERS_OF_ALL, 'member'],
    scope: 'read',
  },
  setPrices: { description: 'Set prices.', callers: STAFF, scope: 'admin' },
  operateServices: {
    description: 'See the processes of a service; replay and drop parked events.',
    callers: STAFF,
    scope: 'admin',
  },

  readAll: {
    description: 'See the data of all users, projects and pools, and metrics of the gateway.',
    callers: READERS_OF_ALL,
    scope: null,
  },
  controlAll: {
    description: 'Act on jobs, reservations, requests and projects of others as if they were own.',
    callers: STAFF,
    scope: null,
  },
  useAllPools: {
    description: 'Use every pool for every project, without membership, grant or approval.',
    callers: STAFF,
    scope: null,
  },
  revokeAllApiTokens: { description: 'Revoke API tokens of others.', callers: ['admin'], scope: null },
  runUnconfined: {
    description: 'Run jobs where nothing keeps them from the platform.',
    callers: ['admin'],
    scope: null,
  },
} as const satisfies { readonly [permission: string]: PermissionEntry };

export type Permission = keyof typeof PERMISSIONS;

/** What operations name; the others are asked for inside of operations. */
export type OperationPermission = {
  [P in Permission]: (typeof PERMISSIONS)[P] extends {
    readonly callers: readonly Role[];
    readonly scope: null;
  }
    ? never
    : P;
}[Permission];

/** Who asks. Without `kind` it is a user. */
export interface Caller {
  readonly role: Role;
  readonly kind?: 'user' | 'token';
  readonly scopes?: readonly string[];
}

export const permissionEntry = (permission: Permission): PermissionEntry => PERMISSIONS[permission];

/** For messages: "admin, operator". */
export function rolesWith(permission: Permission): string {
  const { callers } = permissionEntry(permission);
  return typeof callers === 'string' ? callers : callers.join(', ');
}

/** Whether a user, or a script with a user's API token, has a permission. Agents have none of those of users. */
export const may = (caller: Caller, permission: Permission): boolean =>
  hasRole(caller, permission) && hasScope(caller, permission);

const hasRole = ({ role }: Caller, permission: Permission): boolean => {
  const { callers } = permissionEntry(permission);
  return callers === 'anyone' || (callers !== 'agents' && callers.includes(role));
};

/** Whether an API token has the scope that the permission needs. Sessions need none. */
export const hasScope = ({ kind, scopes }: Caller, permission: Permission): boolean => {
  const { scope } = permissionEntry(permission);
  return kind !== 'token' || scope === null || scopes?.includes(scope) === true;
};
