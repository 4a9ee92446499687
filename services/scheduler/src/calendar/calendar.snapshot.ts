import type { ReadModels } from '@berth/read-models';
import type { Logger } from '@berth/service-host/log';
import type { SnapshotOptions } from '@berth/service-host/snapshots';
import { emptyCalendar, withLease, type Calendar, type Lease } from './calendar.js';

/** A calendar's stream holds all leases there ever were; loading one must not grow with them. */
export const calendarSnapshots = (readModels: ReadModels, log: Logger): SnapshotOptions<Calendar> => ({
  readModels,
  name: 'calendars',
  version: 1,
  toJson: (calendar) => [...calendar.leases.values()],
  fromJson: (leases) => (leases as readonly Lease[]).reduce(withLease, emptyCalendar),
  onError: (error) => log.warn({ err: error }, "a calendar's snapshot could not be read or written"),
});
