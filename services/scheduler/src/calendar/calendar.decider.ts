import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { assertNever } from '@berth/kernel/assert-never';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { reserve } from './reserve.decision.js';
import {
  recordOverstay,
  endReservation,
  startReservation,
  useReservation,
  warnReservation,
} from './reservation.decisions.js';
import { changeReservation } from './change-reservation.decision.js';
import type { CalendarCommand } from './calendar.commands.js';
import { emptyCalendar, evolveCalendar, type Calendar } from './calendar.js';
import { leasesThatFit, release } from './lease.decisions.js';
import { endMaintenance, setMaintenance } from './maintenance.decisions.js';
import { acceptOffer, joinWaitlist, lapseOffer, leaveWaitlist, offer } from './waitlist.decisions.js';

/**
 * The authority on which devices are held. Of several wanted leases those that still fit are made and the others
 * skipped: the planner sees from the events which. Leases never exceed a device's slots, nor a host's CPU and
 * memory; reservations and offers never overlap on a device, and no lease is made that would keep one from
 * beginning.
 */
export const calendarDecider: Decider<Calendar, CalendarCommand, CalendarEvent> = {
  initialState: emptyCalendar,
  evolve: evolveCalendar,
  decide(command, calendar) {
    switch (command.type) {
      case 'lease':
        return ok(leasesThatFit(command, calendar));
      case 'release':
        return ok(release(command, calendar));
      case 'reserve':
        return reserve(command, calendar);
      case 'changeReservation':
        return changeReservation(command, calendar);
      case 'endReservation':
        return endReservation(command, calendar);
      case 'startReservation':
        return ok(startReservation(command, calendar));
      case 'useReservation':
        return ok(useReservation(command, calendar));
      case 'warnReservation':
        return ok(warnReservation(command, calendar));
      case 'recordOverstay':
        return ok(recordOverstay(command, calendar));
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
