import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, type Result } from '@berth/kernel/result';
import type { WaitlistEntry } from '../../calendar/agenda.js';
import type { Choice } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import {
  denialInWords,
  isCertain,
  isOfGrant,
  standingOf,
  standingOn,
  type Denial,
} from '../../facts/standing.js';
import { bookableDevices } from '../reservation/bookable.js';

/** Why an entry must go, with the offer to it: nobody is offered, or keeps on offer, what they may not hold. */
export function whyHolderGone(facts: Facts, poolId: string, entry: WaitlistEntry): string | undefined {
  const denial = denialOf(facts, poolId, entry);
  // Without a grant they wait on, for it may be made anew: nothing is offered, and what is on offer can't be taken.
  if (!denial || isOfGrant(denial) || !isCertain(denial, facts)) return undefined;
  return denialInWords(denial, 'holder');
}

/** Why an offer can not be taken at this moment. */
export function whyNotTaken(facts: Facts, poolId: string, entry: WaitlistEntry): string | undefined {
  const denial = denialOf(facts, poolId, entry);
  return denial && denialInWords(denial, 'holder');
}

function denialOf(facts: Facts, poolId: string, entry: WaitlistEntry): Denial | undefined {
  const standing = standingOn(facts, entry, poolId, entry.offer?.devices ?? []);
  return standing.ok ? undefined : standing.error;
}

/** Devices that match a wish, as far as who has it may hold them now. */
export function choiceFor(facts: Facts, poolId: string, entry: WaitlistEntry): Result<Choice, Rejection> {
  const standing = standingOf(facts, entry, poolId);
  if (!standing.ok) return err(reject('FORBIDDEN', denialInWords(standing.error, 'holder')));
  const { count, model, memoryGb, uuids } = entry;
  return bookableDevices(facts.hostsOf(poolId), standing.value, {
    count,
    ...(model === null ? {} : { model }),
    ...(memoryGb === null ? {} : { memoryGb }),
    ...(uuids === null ? {} : { devices: [...uuids] }),
  });
}
