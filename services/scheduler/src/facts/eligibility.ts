import type { UserStatus } from '@berth/contracts/auth/events';
import { may } from '@berth/contracts/permissions';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Entitlement } from './entitlement.js';
import type { Facts } from './facts.js';

/** The user and project for which devices are held and that are billed for them. */
export interface Holder {
  readonly userId: string;
  readonly projectId: string;
}

/**
 * Why a user may hold no device of a pool at this moment. `unknown`: the events of the owning service have not
 * arrived here yet, so the only consequence is that they must wait.
 */
export type Denial =
  | { readonly kind: 'unknown'; readonly what: 'account' | 'project' }
  | { readonly kind: 'account'; readonly status: Exclude<UserStatus, 'active'> }
  | { readonly kind: PlainDenial };

type PlainDenial = 'auditor' | 'archived' | 'notMember' | 'noGrant' | 'noGrantForDevices';

const denied = (kind: PlainDenial): Result<never, Denial> => err({ kind });

/**
 * What a user may use of a pool at this moment. Checked wherever devices are given, since accounts, memberships,
 * roles and grants may have ended since they were queued, offered, scheduled or reserved.
 */
export function eligibilityOf(facts: Facts, holder: Holder, poolId: string): Result<Entitlement, Denial> {
  const { userId, projectId } = holder;
  const user = facts.users.get(userId);
  if (!user) return err({ kind: 'unknown', what: 'account' });
  if (user.status !== 'active') return err({ kind: 'account', status: user.status });
  if (!may(user, 'runJobs')) return denied('auditor');
  const project = facts.projects.get(projectId);
  if (!project) return err({ kind: 'unknown', what: 'project' });
  if (project.archived) return denied('archived');
  const staff = may(user, 'useAllPools');
  if (!staff && !Object.hasOwn(project.members, userId)) return denied('notMember');
  const entitlement = facts.entitlements.of({ userId, projectId, staff }, poolId);
  return entitlement ? ok(entitlement) : denied('noGrant');
}

/** As `eligibilityOf`, for devices that they were given earlier. */
export function eligibilityOn(
  facts: Facts,
  holder: Holder,
  poolId: string,
  devices: readonly { readonly uuid: string }[],
): Result<Entitlement, Denial> {
  const eligibility = eligibilityOf(facts, holder, poolId);
  if (!eligibility.ok) return eligibility;
  const lost = devices.some(({ uuid }) => eligibility.value.devices?.has(uuid) === false);
  return lost ? denied('noGrantForDevices') : eligibility;
}

/**
 * Whether the denial is certain enough to end what a user holds. A missing fact may be in an event that has not
 * arrived or could not be handled yet: a missing grant counts only where no event is parked.
 */
export function isCertain(denial: Denial, facts: Facts): boolean {
  if (denial.kind === 'unknown') return false;
  return facts.isCurrent && (!isMissingGrant(denial) || facts.isComplete);
}

/** Whether it is a grant that is missing: one that is made anew is revoked first, so it may be back in a moment. */
export const isMissingGrant = ({ kind }: Denial): boolean =>
  kind === 'noGrant' || kind === 'noGrantForDevices';

/** For messages: `whose` names the role, as in "submitter" or "holder". */
export function describeDenial(denial: Denial, whose: 'submitter' | 'holder'): string {
  switch (denial.kind) {
    case 'unknown':
      return denial.what === 'account'
        ? `the grants of its ${whose} are not known to the scheduler yet`
        : 'its project is not known to the scheduler yet';
    case 'account':
      return `the account of its ${whose} is ${denial.status}`;
    case 'auditor':
      return `its ${whose} is now an auditor, and auditors cannot hold devices`;
    case 'archived':
      return 'its project is archived';
    case 'notMember':
      return `its ${whose} has left the project`;
    case 'noGrant':
      return `neither its ${whose} nor its project still has a grant for the pool`;
    case 'noGrantForDevices':
      return `its ${whose} no longer has a grant for its devices`;
  }
}
