import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import { assertNever } from '@berth/kernel/assert-never';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { book } from './book.decision.js';
import { noteOverstay } from './overstay.decision.js';
import { endBooking, startBooking, useBooking, warnBooking } from './booking.decisions.js';
import { changeBooking } from './change-booking.decision.js';
import type { CalendarCommand } from './calendar.commands.js';
import { emptyCalendar, evolveCalendar, type Calendar } from './calendar.js';
import { leasesThatFit, release } from './lease.decisions.js';
import { endMaintenance, setMaintenance } from './maintenance.decisions.js';
import { acceptOffer, joinWaitlist, lapseOffer, leaveWaitlist, offer } from './waitlist.decisions.js';

/**
 * The authority on who holds what. Of several wanted leases those that still fit are made and the others passed over:
 * whoever planned them sees from the events which. Leases never overlap beyond a device's slots, nor take more CPU and
 * memory than a host has; bookings and offers never overlap on a device, and no lease is made that would keep one from
 * beginning.
 */
export const calendarDecider: Decider<Calendar, CalendarCommand, CalendarEvent> = {
  initialState: emptyCalendar,
  evolve: evolveCalendar,
  decide(command, calendar) {
    switch (command.kind) {
      case 'lease':
        return ok(leasesThatFit(command, calendar));
      case 'release':
        return ok(release(command, calendar));
      case 'book':
        return book(command, calendar);
      case 'changeBooking':
        return changeBooking(command, calendar);
      case 'endBooking':
        return endBooking(command, calendar);
      case 'startBooking':
        return ok(startBooking(command, calendar));
      case 'useBooking':
        return ok(useBooking(command, calendar));
      case 'warnBooking':
        return ok(warnBooking(command, calendar));
      case 'noteOverstay':
        return ok(noteOverstay(command, calendar));
      case 'setMaintenance':
        return setMaintenance(command, calendar);
      case 'endMaintenance':
        return ok(endMaintenance(command, calendar));
      case 'joinWaitlist':
        return ok(joinWaitlist(command, calendar));
      case 'leaveWaitlist':
        return ok(leaveWaitlist(command, calendar));
      case 'offer':
        return offer(command, calendar);
      case 'acceptOffer':
        return acceptOffer(command, calendar);
      case 'lapseOffer':
        return ok(lapseOffer(command, calendar));
      default:
        return assertNever(command);
    }
  },
};
