import type { InputOf } from '@berth/contracts/define';
import { may } from '@berth/contracts/permissions';
import type { joinWaitlist } from '@berth/contracts/scheduler/waitlist';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { UserCall } from '@berth/service-host/operation';
import type { WaitlistEntry } from '../../calendar/agenda.js';
import type { JoinWaitlistCommand, Choice } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { refusedLength } from '../../calendar/reservation-refusals.js';
import {
  describeDenial,
  isCertain,
  isMissingGrant,
  eligibilityOf,
  eligibilityOn,
  type Denial,
} from '../../facts/eligibility.js';
import type { Facts } from '../../facts/facts.js';
import { areAllKnown } from '../../facts/host.facts.js';
import { choosePool, findProject } from '../../facts/project-and-pool.js';
import type { Policies } from '../../queue/policy/policies.js';
import { reservableDevices, limitsOf } from '../reservation/reservable-devices.js';

/** Why an entry must be removed, with its offer: no one is offered, or keeps on offer, what they may not hold. */
export function whyIneligible(facts: Facts, poolId: string, entry: WaitlistEntry): string | undefined {
  const denial = denialOf(facts, poolId, entry);
  // Without a grant they wait on, for it may be made anew: nothing is offered, and what is on offer can't be taken.
  if (!denial || isMissingGrant(denial) || !isCertain(denial, facts)) return undefined;
  return describeDenial(denial, 'holder');
}

/** Why an offer cannot be taken at this moment. */
export function whyNotAcceptable(facts: Facts, poolId: string, entry: WaitlistEntry): string | undefined {
  const denial = denialOf(facts, poolId, entry);
  return denial && describeDenial(denial, 'holder');
}

function denialOf(facts: Facts, poolId: string, entry: WaitlistEntry): Denial | undefined {
  const eligibility = eligibilityOn(facts, entry, poolId, entry.offer?.devices ?? []);
  return eligibility.ok ? undefined : eligibility.error;
}

/** Devices that match a demand, as far as its owner may hold them now. */
export function choiceFor(facts: Facts, poolId: string, entry: WaitlistEntry): Result<Choice, Rejection> {
  const eligibility = eligibilityOf(facts, entry, poolId);
  if (!eligibility.ok) return err(reject('FORBIDDEN', describeDenial(eligibility.error, 'holder')));
  const { count, model, memoryGb, uuids } = entry;
  return reservableDevices(facts.hostsOf(poolId), eligibility.value, {
    count,
    ...defined({ model: model ?? undefined, memoryGb: memoryGb ?? undefined }),
    ...(uuids === null ? {} : { devices: [...uuids] }),
  });
}

type JoinCall = UserCall<InputOf<typeof joinWaitlist>>;

/** A command makes one entry, however often it is sent. */
export const entryIdOf = (commandId: string): string => idFromName('entry', commandId);

/** A user's input as a command to the calendar, by the facts known here now. */
export function joiningIntent(
  { facts, policies }: { readonly facts: Facts; readonly policies: Policies },
  { input, identity, meta }: JoinCall,
): Result<JoinWaitlistCommand, Rejection> {
  const { userId } = identity;
  const user = facts.users.get(userId);
  if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
  const project = findProject(facts, identity, input.project);
  if (!project.ok) return project;
  const { projectId } = project.value;
  const chosen = choosePool(facts, identity, projectId, input.pool);
  if (!chosen.ok) return chosen;
  const { pool, entitlement } = chosen.value;
  const policy = policies.of(pool.poolId);
  if (!policy.reservations.enabled)
    return err(reject('INVALID_STATE', `pool: devices of "${pool.name}" cannot be reserved`, 'pool'));
  if (pool.approval && !may(identity, 'useAllPools')) {
    const ask = `pool: reservations in "${pool.name}" require approval; use requestGpus`;
    return err(reject('FORBIDDEN', ask, 'pool'));
  }
  const limits = limitsOf(policy, entitlement, meta.now);
  const { durationMinutes, neededBy, gpus, title, reason, sharedWithProject } = input;
  const tooLong = refusedLength(durationMinutes / 60, limits);
  if (tooLong) return err(tooLong);
  if (neededBy !== undefined && neededBy <= meta.now)
    return err(reject('VALIDATION_FAILED', 'neededBy: must be in the future', 'neededBy'));
  const hosts = facts.hostsOf(pool.poolId);
  const choice = reservableDevices(hosts, entitlement, gpus);
  const { devices: uuids, model, memoryGb } = gpus;
  // whoever waits may wait for hosts that are still to join, too
  if (!choice.ok && (uuids !== undefined || areAllKnown(hosts, meta.now))) return choice;
  return ok({
    type: 'joinWaitlist',
    poolId: pool.poolId,
    entryId: entryIdOf(meta.commandId),
    projectId,
    userId,
    count: choice.ok ? choice.value.count : (gpus.count ?? 1),
    ...defined({ model, memoryGb, uuids }),
    durationMinutes,
    ...defined({ neededBy }),
    grantPriority: entitlement.priority,
    ...defined({ title, reason }),
    sharedWithProject,
    now: meta.now,
  });
}

/** Places that one user may have on the list of a pool. */
const MAX_ENTRIES = 20;

export function entryLimitRefusal({ agenda }: Calendar, userId: string): Rejection | undefined {
  const own = [...agenda.waitlist.values()].filter((entry) => entry.userId === userId).length;
  if (own < MAX_ENTRIES) return undefined;
  const most = `you have ${MAX_ENTRIES} places on the waiting list of this pool, the maximum per user; leave some`;
  return reject('QUOTA_EXCEEDED', most, 'pool', { entries: own, limit: MAX_ENTRIES });
}
