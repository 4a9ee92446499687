import type { Platform } from '@berth/service-host/platform';
import type { Calendars } from '../calendars.js';
import type { DispatchWing } from '../dispatch/build.js';
import type { FactsWing } from '../facts/build.js';
import type { Feature } from '../feature.js';
import type { JobsWing } from '../jobs/build.js';
import type { QueueWing } from '../queue/build.js';
import type { SchedulerConfig } from '../scheduler.config.js';
import { untilCurrent } from '../until-current.js';
import { calendarFeedFeature } from './calendar-feed/feed.feature.js';
import { connectionFeature } from './connection/connection.feature.js';
import { requestFeature } from './request/request.feature.js';
import { attendanceFeature } from './reservation-usage/reservation-usage.feature.js';
import { reservationFeature } from './reservation/reservation.feature.js';
import { waitlistFeature } from './waitlist/waitlist.feature.js';

/** Devices that people have for a time, and how they come to them. */
export function buildReservations(
  platform: Platform<SchedulerConfig>,
  below: FactsWing & QueueWing & JobsWing & DispatchWing & { readonly calendars: Calendars },
) {
  const { clock, log, config } = platform;
  const { facts, visibility, calendars, dirtyPools, policies, jobs, accounts, agents } = below;
  const everyMs = config.BERTH_RECONCILE_INTERVAL_SECONDS * 1000;
  const polled = { calendars, facts, policies, dirtyPools, clock, log, everyMs };
  const features: Feature[] = [
    reservationFeature(platform, { calendars, facts, policies, visibility, dirtyPools }),
    requestFeature(platform, { facts, policies, jobs, calendars, untilCurrent: untilCurrent(platform) }),
    waitlistFeature(polled),
    attendanceFeature({ ...polled, accounts, agents }),
    connectionFeature(calendars, facts, accounts),
    calendarFeedFeature(platform, { facts, visibility }),
  ];
  return { features };
}
