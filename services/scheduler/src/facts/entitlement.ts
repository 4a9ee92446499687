import type { UserStatus } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import { may } from '@berth/contracts/permissions';
import type { FactTable } from './fact-table.js';
import type { GrantFact } from './pool.facts.js';

/** What a user may use of a pool. */
export interface Entitlement {
  /** 0 goes before 1 before 2. */
  readonly priority: number;
  /** Longest a job may run, in hours: the grant's maximum times its multiplier. */
  readonly maxHours: number;
  /** By how much a pool's longest reservation is longer for them. */
  readonly timeMultiplier: number;
  /** Undefined: every device of the pool. */
  readonly devices: ReadonlySet<string> | undefined;
}

/** For whom devices are requested. Staff (admins and operators) need no grant. */
export interface Grantee {
  readonly userId: string;
  readonly projectId: string;
  readonly staff: boolean;
}

const WITHOUT_GRANT: Entitlement = { priority: 1, maxHours: Infinity, timeMultiplier: 1, devices: undefined };

type ByProject = Map<string, Entitlement | undefined>;

/** Grants of the user and of the project together. Equal askers get the same object until a grant changes. */
export class Entitlements {
  /** By pool, user and project; staff separately. Looked up for every queued job of every pass. */
  readonly #known = {
    staff: new Map<string, Map<string, ByProject>>(),
    others: new Map<string, Map<string, ByProject>>(),
  };

  constructor(private readonly grants: FactTable<GrantFact, 'user' | 'project'>) {}

  /** Undefined where there is no grant: the pool is then invisible. */
  of(who: Grantee, poolId: string): Entitlement | undefined {
    const { userId, projectId, staff } = who;
    const known = entry(entry(this.#known[staff ? 'staff' : 'others'], poolId), userId);
    if (!known.has(projectId)) known.set(projectId, this.#find(who, poolId));
    return known.get(projectId);
  }

  forget(): void {
    this.#known.staff.clear();
    this.#known.others.clear();
  }

  #find({ userId, projectId, staff }: Grantee, poolId: string): Entitlement | undefined {
    const grants = [...this.grants.find('user', userId), ...this.grants.find('project', projectId)].filter(
      (grant) => grant.poolId === poolId,
    );
    if (grants.length === 0) return staff ? WITHOUT_GRANT : undefined;
    const whole = grants.some((grant) => grant.deviceUuid === null);
    return {
      priority: Math.min(...grants.map((grant) => grant.priority)),
      maxHours: Math.max(...grants.map((grant) => grant.maxHours * grant.timeMultiplier)),
      timeMultiplier: Math.max(...grants.map((grant) => grant.timeMultiplier)),
      devices: whole || staff ? undefined : new Set(grants.flatMap((grant) => grant.deviceUuid ?? [])),
    };
  }
}

function entry<V extends Map<string, unknown>>(map: Map<string, V>, key: string): V {
  let value = map.get(key);
  if (!value) map.set(key, (value = new Map<string, unknown>() as V));
  return value;
}

/** Whose jobs may also run where nothing keeps them from the platform. */
export const mayRunUnconfined = (
  user: { readonly role: Role; readonly status: UserStatus } | undefined,
): boolean => user?.status === 'active' && may(user, 'runUnconfined');
