import type { Feature } from '../../feature.js';
import { Offering, type OfferingParts } from './offering.js';
import { WaitlistBook } from './waitlist-book.js';
import { WAITLIST_CALENDARS, WaitlistController } from './waitlist.controller.js';

/** Waiting lists, and the offers that are made to those who are next. */
export const waitlistFeature = (parts: OfferingParts): Feature => ({
  controllers: [WaitlistController],
  providers: [
    { provide: WAITLIST_CALENDARS, useValue: parts.calendars },
    { provide: WaitlistBook, useValue: new WaitlistBook(parts.calendars, parts.facts) },
  ],
  background: [new Offering(parts).work],
});
