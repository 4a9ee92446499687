import type { Role } from '@berth/contracts/auth/events';

/** Roles that manage hosts, pools and grants. */
export const STAFF_ROLES = ['admin', 'operator'] as const satisfies readonly Role[];
/** Roles that see everything, granted or not. */
export const READ_ALL_ROLES = [...STAFF_ROLES, 'auditor'] as const satisfies readonly Role[];

export const canReadAll = (role: Role): boolean => (READ_ALL_ROLES as readonly Role[]).includes(role);
