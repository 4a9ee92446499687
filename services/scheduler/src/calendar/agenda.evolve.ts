import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { assertNever } from '@berth/kernel/assert-never';
import {
  withReservation,
  withEntry,
  withMaintenance,
  withoutReservation,
  withoutEntry,
  withoutMaintenance,
  type Agenda,
  type Reservation,
  type WaitlistEntry,
} from './agenda.js';
import { withFormerHolder, withOutcome } from './former-holders.js';

export type LeaseEvent = Extract<
  CalendarEvent,
  { type: 'scheduler.calendar.devicesLeased.v1' | 'scheduler.calendar.leaseReleased.v1' }
>;
export type AgendaEvent = Exclude<CalendarEvent, LeaseEvent>;

export function evolveAgenda(agenda: Agenda, event: AgendaEvent): Agenda {
  switch (event.type) {
    case 'scheduler.calendar.reserved.v1': {
      const { poolId: _, reason: __, requestId: ___, reservedAt: ____, ...reservation } = event.data;
      const { title = null, seriesId = null, entryId = null } = reservation;
      const fresh = { title, seriesId, entryId, started: false, used: false, warned: [] };
      return withReservation(agenda, { ...reservation, ...fresh });
    }
    case 'scheduler.calendar.reservationChanged.v1': {
      const { from, until, devices, title, cleared = [] } = event.data;
      const before = reservationOf(agenda, event.data.reservationId);
      return withReservation(agenda, {
        ...before,
        from,
        until,
        devices,
        title: cleared.includes('title') ? null : (title ?? before.title),
        warned: [],
      });
    }
    case 'scheduler.calendar.reservationStarted.v1':
      return withReservation(agenda, { ...reservationOf(agenda, event.data.reservationId), started: true });
    case 'scheduler.calendar.reservationUsed.v1':
      return withReservation(agenda, { ...reservationOf(agenda, event.data.reservationId), used: true });
    case 'scheduler.calendar.reservationWarned.v1': {
      const before = reservationOf(agenda, event.data.reservationId);
      return withReservation(agenda, { ...before, warned: [...before.warned, event.data.kind] });
    }
    case 'scheduler.calendar.reservationEnded.v1': {
      const { reservationId, started } = event.data;
      const after = withoutReservation(agenda, reservationId);
      const reservation = reservationOf(agenda, reservationId);
      return started ? { ...after, formerOn: withFormerHolder(agenda.formerOn, reservation) } : after;
    }
    case 'scheduler.calendar.reservationOverstayed.v1': {
      const { reservationId, uuids, outcome } = event.data;
      return { ...agenda, formerOn: withOutcome(agenda.formerOn, reservationId, uuids, outcome) };
    }
    case 'scheduler.calendar.maintenanceSet.v1': {
      const { windowId, from, until, hosts, reason, seriesId = null } = event.data;
      return withMaintenance(agenda, { windowId, from, until, hosts, reason, seriesId });
    }
    case 'scheduler.calendar.maintenanceEnded.v1':
      return withoutMaintenance(agenda, event.data.windowId);
    case 'scheduler.calendar.waitlistJoined.v1': {
      const { poolId: _, reason: __, ...entry } = event.data;
      const {
        model = null,
        memoryGb = null,
        uuids = null,
        neededBy = null,
        title = null,
        requestId = null,
      } = entry;
      return withEntry(agenda, {
        ...entry,
        model,
        memoryGb,
        uuids,
        neededBy,
        title,
        requestId,
        lapses: 0,
        offer: null,
      });
    }
    case 'scheduler.calendar.waitlistLeft.v1':
      return withoutEntry(agenda, event.data.entryId);
    case 'scheduler.calendar.offered.v1': {
      const { offerId, devices, from, until, expiresAt } = event.data;
      const offer = { offerId, devices, from, until, expiresAt };
      return withEntry(agenda, { ...entryOf(agenda, event.data.entryId), offer });
    }
    case 'scheduler.calendar.offerLapsed.v1': {
      const entry = entryOf(agenda, event.data.entryId);
      const lapses = event.data.cause === 'withdrawn' ? entry.lapses : entry.lapses + 1;
      return withEntry(agenda, { ...entry, lapses, offer: null });
    }
    default:
      return assertNever(event);
  }
}

function reservationOf(agenda: Agenda, reservationId: string): Reservation {
  const reservation = agenda.reservations.get(reservationId);
  if (!reservation) throw new Error(`reservation ${reservationId} was changed but never made`);
  return reservation;
}

function entryOf(agenda: Agenda, entryId: string): WaitlistEntry {
  const entry = agenda.waitlist.get(entryId);
  if (!entry) throw new Error(`${entryId} was offered devices without being on the waiting list`);
  return entry;
}
