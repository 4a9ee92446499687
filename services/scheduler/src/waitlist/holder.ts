import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, type Result } from '@berth/kernel/result';
import type { WaitlistEntry } from '../calendar/agenda.js';
import type { Choice } from '../calendar/calendar.commands.js';
import { isStaff, type Entitlement } from '../facts/entitlement.js';
import type { Facts } from '../facts/facts.js';
import { bookableDevices } from '../reservation/bookable.js';

type Holder = Pick<WaitlistEntry, 'userId' | 'projectId'>;

/** What somebody may have of a pool now, by the grants and the role that they have now. */
export function entitlementOf(
  facts: Facts,
  poolId: string,
  { userId, projectId }: Holder,
): Entitlement | undefined {
  const user = facts.users.get(userId);
  return facts.entitlements.of({ userId, projectId, staff: user !== undefined && isStaff(user) }, poolId);
}

/** Why somebody can no longer hold a booking; undefined where they can. Facts of others may be late: who is not known yet is not gone. */
export function whyHolderGone(facts: Facts, holder: Holder): string | undefined {
  const user = facts.users.get(holder.userId);
  if (user && user.status !== 'active') return `the account is ${user.status}`;
  const project = facts.projects.get(holder.projectId);
  if (project?.archived) return 'the project is archived';
  if (user && project && !isStaff(user) && !Object.hasOwn(project.members, holder.userId))
    return 'they have left the project';
  return undefined;
}

/** Devices that match a wish, as far as who has it may use them. */
export function choiceFor(facts: Facts, poolId: string, entry: WaitlistEntry): Result<Choice, Rejection> {
  const entitlement = entitlementOf(facts, poolId, entry);
  if (!entitlement) return err(reject('FORBIDDEN', 'there is no grant for the pool any more'));
  const { count, model, memoryGb, uuids } = entry;
  return bookableDevices(facts.hostsOf(poolId), entitlement, {
    count,
    ...(model === null ? {} : { model }),
    ...(memoryGb === null ? {} : { memoryGb }),
    ...(uuids === null ? {} : { devices: [...uuids] }),
  });
}
