import { may } from '@berth/contracts/permissions';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import { orReject, type Identity } from '@berth/service-host/operation';
import type { Facts } from './facts.js';

interface Owned {
  readonly projectId: string;
  readonly userId: string;
}

/**
 * Passes whose it is, a lead of its project, and staff (admin or operator). Who may only see it is told so; others find
 * nothing.
 * @param what "workflow", in words; its id is in `<what>Id`
 * @param owner what its user is to it: a submitter only while a member of the project, a holder whoever is one
 */
export function mustControl(
  facts: Facts,
  identity: Identity,
  thing: Owned | undefined,
  what: string,
  owner: 'submitter' | 'holder' = 'submitter',
): asserts thing is Owned {
  const field = `${what}Id`;
  const members = (thing && facts.projects.get(thing.projectId)?.members) ?? {};
  const isOwn = thing?.userId === identity.userId;
  const isMember = Object.hasOwn(members, identity.userId);
  if (!thing || !(may(identity, 'controlAll') || isMember || (isOwn && owner === 'holder')))
    return orReject(err(reject('NOT_FOUND', `there is no such ${what}`, field)));
  if (may(identity, 'controlAll') || isOwn || members[identity.userId] === 'lead') return;
  const who = `only its ${owner}, a lead of its project or an operator may do that`;
  orReject(err(reject('FORBIDDEN', who, field)));
}
