import type { Role } from '@berth/contracts/auth/events';

/** Who looks after hosts, pools and grants. */
export const STEWARDS = ['admin', 'operator'] as const satisfies readonly Role[];
/** Who sees everything there is, granted or not. */
export const OVERSEERS = [...STEWARDS, 'auditor'] as const satisfies readonly Role[];

export const seesAll = (role: Role): boolean => (OVERSEERS as readonly Role[]).includes(role);
