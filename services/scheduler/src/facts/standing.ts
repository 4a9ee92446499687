import type { UserStatus } from '@berth/contracts/auth/events';
import { err, ok, type Result } from '@berth/kernel/result';
import { isStaff, type Entitlement } from './entitlement.js';
import type { Facts } from './facts.js';

/** In whose name, and on whose bill, devices are held. */
export interface Holder {
  readonly userId: string;
  readonly projectId: string;
}

/**
 * Why somebody may hold no device of a pool at this moment. `unknown`: what their own service has decided about them has
 * not arrived here yet, so that nothing follows from it but that they have to wait.
 */
export type Denial =
  | { readonly kind: 'unknown'; readonly what: 'account' | 'project' }
  | { readonly kind: 'account'; readonly status: Exclude<UserStatus, 'active'> }
  | { readonly kind: PlainDenial };

type PlainDenial = 'auditor' | 'archived' | 'notMember' | 'noGrant' | 'noGrantForDevices';

const denied = (kind: PlainDenial): Result<never, Denial> => err({ kind });

/**
 * What somebody may use of a pool at this moment: looked at wherever devices are given, since accounts, memberships,
 * roles and grants may have ended since they were queued, offered, scheduled or booked.
 */
export function standingOf(facts: Facts, holder: Holder, poolId: string): Result<Entitlement, Denial> {
  const { userId, projectId } = holder;
  const user = facts.users.get(userId);
  if (!user) return err({ kind: 'unknown', what: 'account' });
  if (user.status !== 'active') return err({ kind: 'account', status: user.status });
  if (user.role === 'auditor') return denied('auditor');
  const project = facts.projects.get(projectId);
  if (!project) return err({ kind: 'unknown', what: 'project' });
  if (project.archived) return denied('archived');
  const staff = isStaff(user);
  if (!staff && !Object.hasOwn(project.members, userId)) return denied('notMember');
  const entitlement = facts.entitlements.of({ userId, projectId, staff }, poolId);
  return entitlement ? ok(entitlement) : denied('noGrant');
}

/** As `standingOf`, for devices that they were given earlier. */
export function standingOn(
  facts: Facts,
  holder: Holder,
  poolId: string,
  devices: readonly { readonly uuid: string }[],
): Result<Entitlement, Denial> {
  const standing = standingOf(facts, holder, poolId);
  if (!standing.ok) return standing;
  const lost = devices.some(({ uuid }) => standing.value.devices?.has(uuid) === false);
  return lost ? denied('noGrantForDevices') : standing;
}

/**
 * Whether the denial is certain enough to end what somebody has. What is not there may be in an event that has not
 * arrived, or that could not be handled yet: a missing grant counts only where nothing is parked.
 */
export function isCertain(denial: Denial, facts: Facts): boolean {
  if (denial.kind === 'unknown') return false;
  return facts.isCurrent && (!isOfGrant(denial) || facts.isComplete);
}

/** Whether it is a grant that is missing: one that is made anew is revoked first, so it may be back in a moment. */
export const isOfGrant = ({ kind }: Denial): boolean => kind === 'noGrant' || kind === 'noGrantForDevices';

/** For messages: `whose` names them, as in "submitter" or "holder". */
export function denialInWords(denial: Denial, whose: 'submitter' | 'holder'): string {
  switch (denial.kind) {
    case 'unknown':
      return denial.what === 'account'
        ? `what its ${whose} may do is not known here yet`
        : 'its project is not known here yet';
    case 'account':
      return `the account of its ${whose} is ${denial.status}`;
    case 'auditor':
      return `its ${whose} is an auditor now, and auditors hold no devices`;
    case 'archived':
      return 'its project is archived';
    case 'notMember':
      return `its ${whose} has left the project`;
    case 'noGrant':
      return `neither its ${whose} nor its project has a grant for the pool any more`;
    case 'noGrantForDevices':
      return `its ${whose} has no grant for its devices any more`;
  }
}
