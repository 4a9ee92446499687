import type { BookedDevice } from '@berth/contracts/scheduler/booking.events';
import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { Projection } from '@berth/read-models';

/** A booking as calendar programs are told of it, those that are over or were cancelled included. */
export type BookingDocument = {
  readonly reservationId: string;
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly devices: readonly BookedDevice[];
  readonly from: string;
  readonly until: string;
  readonly title: string | null;
  readonly cancelled: boolean;
  /** How often it has been changed. */
  readonly sequence: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export const feedBookingsView: Projection<BookingDocument> = {
  name: 'feedBookings',
  version: 1,
  collection: {
    name: 'feed_bookings',
    indexes: [{ fields: ['userId', 'until'] }, { fields: ['poolId', 'until'] }],
  },
  keys: ({ type, data }) => (CONCERNS.has(type) ? [String(data['reservationId'])] : []),
  evolve: (booking, event) => evolveBooking(booking, event as unknown as CalendarEvent),
};

const CONCERNS: ReadonlySet<string> = new Set([
  'scheduler.calendar.booked.v1',
  'scheduler.calendar.bookingChanged.v1',
  'scheduler.calendar.bookingEnded.v1',
]);

function evolveBooking(booking: BookingDocument | undefined, event: CalendarEvent): BookingDocument {
  if (event.type === 'scheduler.calendar.booked.v1') {
    const { reservationId, poolId, projectId, userId, devices, from, until, title, bookedAt } = event.data;
    const whose = { reservationId, poolId, projectId, userId };
    const times = { createdAt: bookedAt, updatedAt: bookedAt };
    return { ...whose, devices, from, until, title: title ?? null, cancelled: false, sequence: 0, ...times };
  }
  if (!booking) throw new Error(`${event.type} on a booking that was never made`);
  const sequence = booking.sequence + 1;
  switch (event.type) {
    case 'scheduler.calendar.bookingChanged.v1': {
      const { from, until, devices, cleared = [], changedAt } = event.data;
      const title = cleared.includes('title') ? null : (event.data.title ?? booking.title);
      return { ...booking, from, until, devices, title, sequence, updatedAt: changedAt };
    }
    case 'scheduler.calendar.bookingEnded.v1': {
      const { started, cause, endedAt } = event.data;
      if (cause === 'completed') return booking;
      if (!started) return { ...booking, cancelled: true, sequence, updatedAt: endedAt };
      // What was given up early took place for so long.
      const until = endedAt < booking.until ? endedAt : booking.until;
      return { ...booking, until, sequence, updatedAt: endedAt };
    }
    default:
      throw new Error(`${event.type} is not about a booking's place in a calendar`);
  }
}
