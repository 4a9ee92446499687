import type { Feature } from '../../feature.js';
import { WaitlistPoller, type WaitlistPollerParts } from './waitlist.poller.js';
import { WaitlistQueries } from './waitlist.queries.js';
import { WAITLIST_CALENDARS, WaitlistController } from './waitlist.controller.js';

/** Waiting lists and their offers. */
export const waitlistFeature = (parts: WaitlistPollerParts): Feature => ({
  controllers: [WaitlistController],
  providers: [
    { provide: WAITLIST_CALENDARS, useValue: parts.calendars },
    { provide: WaitlistQueries, useValue: new WaitlistQueries(parts.calendars, parts.facts) },
  ],
  background: [new WaitlistPoller(parts).work],
});
