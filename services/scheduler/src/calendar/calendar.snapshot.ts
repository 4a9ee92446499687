import type { ReadModels } from '@berth/read-models';
import type { Logger } from '@berth/service-host/log';
import type { SnapshotOptions } from '@berth/service-host/snapshots';
import { emptyAgenda, withBooking, withEntry, withMaintenance } from './agenda.js';
import type { Agenda, Booking, Maintenance, WaitlistEntry } from './agenda.js';
import { emptyCalendar, withLease, type Calendar, type Lease } from './calendar.js';

type Saved = {
  readonly leasesMade: number;
  readonly leases: readonly Lease[];
  readonly bookings: readonly Booking[];
  readonly maintenance: readonly Maintenance[];
  readonly waitlist: readonly WaitlistEntry[];
};

/** A calendar's stream holds all leases there ever were; loading one must not grow with them. */
export const calendarSnapshots = (readModels: ReadModels, log: Logger): SnapshotOptions<Calendar> => ({
  readModels,
  name: 'calendars',
  version: 4,
  toJson: ({ leasesMade, leases, agenda }) => {
    const { bookings, maintenance, waitlist } = agenda;
    const saved: Saved = {
      leasesMade,
      leases: [...leases.values()],
      bookings: [...bookings.values()],
      maintenance: [...maintenance.values()],
      waitlist: [...waitlist.values()],
    };
    return saved as never;
  },
  fromJson: (saved) => restore(saved as unknown as Saved),
  onError: (error) => log.warn({ err: error }, "a calendar's snapshot could not be read or written"),
});

function restore({ leasesMade, leases, bookings, maintenance, waitlist }: Saved): Calendar {
  let agenda: Agenda = emptyAgenda;
  for (const booking of bookings) agenda = withBooking(agenda, booking);
  for (const window of maintenance) agenda = withMaintenance(agenda, window);
  for (const entry of waitlist) agenda = withEntry(agenda, entry);
  return { ...leases.reduce(withLease, emptyCalendar), leasesMade, agenda };
}
