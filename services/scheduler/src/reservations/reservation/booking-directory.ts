import type { CalendarEvent } from '@berth/contracts/scheduler/events';
import type { Collection, ReadModels } from '@berth/read-models';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Booking } from '../../calendar/agenda.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';
import { reservationsView, type ReservationDocument } from './reservation.view.js';

/** A booking wherever it is: in the calendar of its pool while it is ahead or under way, else in the view alone. */
export interface FoundBooking {
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  /** Undefined once it has ended. */
  readonly booking?: Booking;
}

export class BookingDirectory {
  readonly #documents: Collection<ReservationDocument>;

  constructor(
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
    readModels: ReadModels,
  ) {
    this.#documents = readModels.collection<ReservationDocument>(reservationsView.collection);
  }

  /** The view may lag behind, so that the calendars are asked first. */
  async find(reservationId: string): Promise<FoundBooking | undefined> {
    for (const { poolId } of this.facts.pools.values()) {
      const { state } = await this.calendars.load(calendarStream(poolId));
      const booking = state.agenda.bookings.get(reservationId);
      if (booking) return { poolId, projectId: booking.projectId, userId: booking.userId, booking };
    }
    const document = await this.document(reservationId);
    return document && { poolId: document.poolId, projectId: document.projectId, userId: document.userId };
  }

  async document(reservationId: string): Promise<ReservationDocument | undefined> {
    return (await this.#documents.get(reservationId))?.document;
  }

  /** In the order of the ids; those that are not there are left out. */
  async documents(reservationIds: readonly string[]): Promise<readonly ReservationDocument[]> {
    const stored = await this.#documents.getMany(reservationIds);
    const byId = new Map(stored.map(({ id, document }) => [id, document]));
    return reservationIds.flatMap((id) => byId.get(id) ?? []);
  }

  /** Of a series, those that are ahead or under way and begin no earlier than one of them. */
  async restOfSeries(poolId: string, seriesId: string, from: string): Promise<readonly Booking[]> {
    const { state } = await this.calendars.load(calendarStream(poolId));
    return [...state.agenda.bookings.values()]
      .filter((booking) => booking.seriesId === seriesId && booking.from >= from)
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }
}
