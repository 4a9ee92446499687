import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, type Result } from '@berth/kernel/result';
import type { WaitlistEntry } from '../../calendar/agenda.js';
import type { Choice } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import {
  describeDenial,
  isCertain,
  isMissingGrant,
  eligibilityOf,
  eligibilityOn,
  type Denial,
} from '../../facts/eligibility.js';
import { reservableDevices } from '../reservation/reservable-devices.js';

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
