import { withEntry, type WaitlistEntry } from '../../calendar/agenda.js';
import type { OfferCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';

/** A calendar as it will be once the offer is recorded. */
export const withOffer = (calendar: Calendar, entry: WaitlistEntry, command: OfferCommand): Calendar => {
  const { offerId, devices, from, until, expiresAt } = command;
  const offer = { offerId, devices, from, until, expiresAt };
  return { ...calendar, agenda: withEntry(calendar.agenda, { ...entry, offer }) };
};
