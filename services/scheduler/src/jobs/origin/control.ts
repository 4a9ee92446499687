import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import { isStaff } from '../../facts/entitlement.js';
import type { Facts } from '../../facts/facts.js';

interface Owned {
  readonly projectId: string;
  readonly userId: string;
}

/**
 * Passes its submitter, a lead of its project, and who runs the place. Who may only see it is told so; others find
 * nothing.
 * @param what "workflow", in words; its id is in `<what>Id`
 */
export function mustControl(
  facts: Facts,
  identity: Identity,
  thing: Owned | undefined,
  what: string,
): asserts thing is Owned {
  const field = `${what}Id`;
  const members = (thing && facts.projects.get(thing.projectId)?.members) ?? {};
  if (!thing || !(isStaff(identity) || Object.hasOwn(members, identity.userId)))
    return orReject(err(reject('NOT_FOUND', `there is no such ${what}`, field)));
  const { userId } = identity;
  if (isStaff(identity) || thing.userId === userId || members[userId] === 'lead') return;
  const who = 'only its submitter, a lead of its project or an operator may do that';
  orReject(err(reject('FORBIDDEN', who, field)));
}
