import type { ReservedDevice } from '@berth/contracts/scheduler/reservation.events';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Projection } from '@berth/read-models';

/** A reservation as calendar programs are told of it, those that are over or were cancelled included. */
export type FeedReservationDocument = {
  readonly reservationId: string;
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly devices: readonly ReservedDevice[];
  readonly from: string;
  readonly until: string;
  readonly title: string | null;
  readonly cancelled: boolean;
  /** How often it has been changed. */
  readonly sequence: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export const feedReservationsView: Projection<FeedReservationDocument, CalendarEvent> = {
  name: 'feedReservations',
  version: 1,
  collection: {
    name: 'feed_reservations',
    indexes: [{ fields: ['userId', 'until'] }, { fields: ['poolId', 'until'] }],
  },
  keys: ({ type, data }) => (CONCERNS.has(type) ? [String(data['reservationId'])] : []),
  evolve: (reservation, event) => evolveFeedReservation(reservation, event),
};

const CONCERNS: ReadonlySet<string> = new Set([
  'scheduler.calendar.reserved.v1',
  'scheduler.calendar.reservationChanged.v1',
  'scheduler.calendar.reservationEnded.v1',
]);

function evolveFeedReservation(
  reservation: FeedReservationDocument | undefined,
  event: CalendarEvent,
): FeedReservationDocument {
  if (event.type === 'scheduler.calendar.reserved.v1') {
    const { reservationId, poolId, projectId, userId, devices, from, until, title, reservedAt } = event.data;
    const whose = { reservationId, poolId, projectId, userId };
    const times = { createdAt: reservedAt, updatedAt: reservedAt };
    return { ...whose, devices, from, until, title: title ?? null, cancelled: false, sequence: 0, ...times };
  }
  if (!reservation) throw new Error(`${event.type} on a reservation that was never made`);
  const sequence = reservation.sequence + 1;
  switch (event.type) {
    case 'scheduler.calendar.reservationChanged.v1': {
      const { from, until, devices, cleared = [], changedAt } = event.data;
      const title = cleared.includes('title') ? null : (event.data.title ?? reservation.title);
      return { ...reservation, from, until, devices, title, sequence, updatedAt: changedAt };
    }
    case 'scheduler.calendar.reservationEnded.v1': {
      const { started, cause, endedAt } = event.data;
      if (cause === 'completed') return reservation;
      if (!started) return { ...reservation, cancelled: true, sequence, updatedAt: endedAt };
      // A reservation released early lasted until then.
      const until = endedAt < reservation.until ? endedAt : reservation.until;
      return { ...reservation, until, sequence, updatedAt: endedAt };
    }
    default:
      throw new Error(`${event.type} is not about a reservation's place in a calendar`);
  }
}
