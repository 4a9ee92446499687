import type { Identity } from '@berth/service-host/operation';
import type { Facts } from './facts.js';
import type { GrantFact } from './pool.facts.js';

/** What somebody may use of a pool. */
export interface Entitlement {
  /** 0 goes before 1 before 2. */
  readonly priority: number;
  /** Longest a job may run, in hours: the grant's maximum times its multiplier. */
  readonly longestHours: number;
  /** Undefined: every device of the pool. */
  readonly devices: ReadonlySet<string> | undefined;
}

const STAFF: Entitlement = { priority: 1, longestHours: Infinity, devices: undefined };

/** Grants of the user and of the project together; undefined where there is none, and the pool is then invisible. */
export function entitlementOf(
  facts: Facts,
  who: { readonly userId: string; readonly projectId: string; readonly staff: boolean },
  poolId: string,
): Entitlement | undefined {
  const grants = [...facts.grants.values()].filter(
    (grant) => grant.poolId === poolId && (grant.userId === who.userId || grant.projectId === who.projectId),
  );
  if (grants.length === 0) return who.staff ? STAFF : undefined;
  const whole = grants.some((grant) => grant.deviceUuid === null);
  return {
    priority: Math.min(...grants.map((grant) => grant.priority)),
    longestHours: Math.max(...grants.map(hours)),
    devices: whole || who.staff ? undefined : new Set(grants.flatMap((grant) => grant.deviceUuid ?? [])),
  };
}

const hours = (grant: GrantFact): number => grant.maxHours * grant.timeMultiplier;

/** Admins and operators run the place; auditors see all of it and change nothing. */
export const isStaff = (identity: Identity): boolean =>
  identity.role === 'admin' || identity.role === 'operator';
export const seesEverything = (identity: Identity): boolean =>
  isStaff(identity) || identity.role === 'auditor';
