import type { Result } from '@berth/kernel/result';
import { addMs } from '@berth/kernel/clock';
import { idFromName } from '@berth/kernel/ids';
import type { WaitlistEntry } from '../../calendar/agenda.js';
import type { Choice, WaitlistCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import { chooseDevices } from '../../calendar/device-choice.js';
import { withOffer } from './with-offer.js';
import { inLine, MOST_LAPSES } from './line.js';

export interface WaitlistTurn {
  readonly poolId: string;
  readonly calendar: Calendar;
  readonly offerMinutes: number;
  /** Devices that the one who waits may have now; none where they may no longer have any. */
  readonly choiceOf: (entry: WaitlistEntry) => Result<Choice, unknown>;
  /** Why somebody can no longer hold a booking. */
  readonly whyGone: (entry: WaitlistEntry) => string | undefined;
  readonly now: string;
}

/** Entries that are looked at in one turn, from the front. */
const MOST_LOOKED_AT = 100;
const MINUTE_MS = 60_000;
/** For whom an offer is held: nobody's own leases count as theirs until they have taken it. */
const NOBODY = { userId: '', projectId: '', shared: false };

/** What is to be done about a waiting list now: ends of what is over, then offers to those who are next and fit. */
export function nextOffers(turn: WaitlistTurn): WaitlistCommand[] {
  const { poolId, calendar, now } = turn;
  const commands: WaitlistCommand[] = [];
  const left: WaitlistEntry[] = [];
  for (const entry of calendar.agenda.waitlist.values()) {
    const { entryId, offer } = entry;
    const over = whyOver(entry, turn);
    if (over) commands.push({ kind: 'leaveWaitlist', poolId, entryId, ...over, now });
    else if (offer && offer.expiresAt <= now) {
      const { offerId } = offer;
      commands.push({ kind: 'lapseOffer', poolId, entryId, offerId, cause: 'expired', now });
    } else if (!offer) left.push(entry);
  }
  let planned = calendar;
  for (const entry of inLine(left).slice(0, MOST_LOOKED_AT)) {
    const offer = fitting(entry, planned, turn);
    if (!offer) continue;
    commands.push(offer);
    planned = withOffer(planned, entry, offer);
  }
  return commands;
}

function whyOver({ neededBy, offer, lapses, ...entry }: WaitlistEntry, { now, whyGone }: WaitlistTurn) {
  const gone = whyGone({ ...entry, neededBy, offer, lapses });
  if (gone !== undefined) return { cause: 'holderGone', reason: gone } as const;
  if (offer) return undefined;
  if (lapses >= MOST_LAPSES)
    return { cause: 'passedOver', reason: `${lapses} offers were not taken` } as const;
  if (neededBy === null || neededBy > now) return undefined;
  return { cause: 'expired', reason: `nothing was free by ${neededBy}` } as const;
}

/** Long enough to be taken at the last moment and used in full; where that is not free, for what was asked for from now on. */
function fitting(
  entry: WaitlistEntry,
  calendar: Calendar,
  { poolId, offerMinutes, choiceOf, now }: WaitlistTurn,
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
    return { kind: 'offer', poolId, entryId, offerId, devices, from: now, until, expiresAt, now } as const;
  }
  return undefined;
}
