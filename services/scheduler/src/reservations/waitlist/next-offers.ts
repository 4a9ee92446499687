import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import type { Result } from '@berth/kernel/result';
import { type WaitlistEntry, withEntry } from '../../calendar/agenda.js';
import type { Choice, WaitlistCommand, OfferCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { chooseDevices } from '../../calendar/device-choice.js';
import { inWaitlistOrder, MAX_LAPSES } from './waitlist.queries.js';

/** A calendar as it will be once the offer is recorded. */
const withOffer = (calendar: Calendar, entry: WaitlistEntry, command: OfferCommand): Calendar => {
  const { offerId, devices, from, until, expiresAt } = command;
  const offer = { offerId, devices, from, until, expiresAt };
  return { ...calendar, agenda: withEntry(calendar.agenda, { ...entry, offer }) };
};

export interface WaitlistPass {
  readonly poolId: string;
  readonly calendar: Calendar;
  readonly offerMinutes: number;
  /** Devices that the user in the entry may have now; none where they may no longer have any. */
  readonly choiceOf: (entry: WaitlistEntry) => Result<Choice, unknown>;
  /** Why a user can no longer hold a reservation. */
  readonly whyIneligible: (entry: WaitlistEntry) => string | undefined;
  readonly now: string;
}

/** Maximum of entries per pass, from the front. */
const MAX_ENTRIES_PER_PASS = 100;
const MINUTE_MS = 60_000;
/** For whom an offer is held: their own leases count as those of others until the offer is accepted. */
const NOBODY = { userId: '', projectId: '', shared: false };

/** The commands that a waiting list needs now: ends of what is over, then offers to the next entries that fit. */
export function nextOffers(turn: WaitlistPass): WaitlistCommand[] {
  const { poolId, calendar, now } = turn;
  const commands: WaitlistCommand[] = [];
  const left: WaitlistEntry[] = [];
  for (const entry of calendar.agenda.waitlist.values()) {
    const { entryId, offer } = entry;
    const over = whyOver(entry, turn);
    if (over) commands.push({ type: 'leaveWaitlist', poolId, entryId, ...over, now });
    else if (offer && offer.expiresAt <= now) {
      const { offerId } = offer;
      commands.push({ type: 'lapseOffer', poolId, entryId, offerId, cause: 'expired', now });
    } else if (!offer) left.push(entry);
  }
  let planned = calendar;
  for (const entry of inWaitlistOrder(left).slice(0, MAX_ENTRIES_PER_PASS)) {
    const offer = fitting(entry, planned, turn);
    if (!offer) continue;
    commands.push(offer);
    planned = withOffer(planned, entry, offer);
  }
  return commands;
}

function whyOver({ neededBy, offer, lapses, ...entry }: WaitlistEntry, { now, whyIneligible }: WaitlistPass) {
  const gone = whyIneligible({ ...entry, neededBy, offer, lapses });
  if (gone !== undefined) return { cause: 'holderIneligible', reason: gone } as const;
  if (offer) return undefined;
  if (lapses >= MAX_LAPSES)
    return { cause: 'offersNotTaken', reason: `${lapses} offers were not accepted` } as const;
  if (neededBy === null || neededBy > now) return undefined;
  return { cause: 'expired', reason: `no devices were free by ${neededBy}` } as const;
}

/**
 * Long enough to be accepted at the last moment and used in full; where that is not free, for the requested time
 * from now on.
 */
function fitting(
  entry: WaitlistEntry,
  calendar: Calendar,
  { poolId, offerMinutes, choiceOf, now }: WaitlistPass,
) {
  const choice = choiceOf(entry);
  if (!choice.ok) return undefined;
  const { entryId, lapses, durationMinutes } = entry;
  const expiresAt = addMs(now, offerMinutes * MINUTE_MS);
  for (const start of [expiresAt, now]) {
    const until = addMs(start, durationMinutes * MINUTE_MS);
    if (until <= now) continue;
    const devices = chooseDevices(calendar, NOBODY, choice.value, { from: now, until });
    if (!devices) continue;
    const offerId = idFromName('offer', entryId, String(lapses), now);
    return { type: 'offer', poolId, entryId, offerId, devices, from: now, until, expiresAt, now } as const;
  }
  return undefined;
}
