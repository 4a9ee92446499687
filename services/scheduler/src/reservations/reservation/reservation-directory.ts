import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Collection, ReadModels } from '@berth/read-models';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Reservation } from '../../calendar/agenda.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';
import { reservationsView, type ReservationDocument } from './reservation.view.js';

/**
 * A reservation wherever it is: in the calendar of its pool while it is ahead or under way, else in the view alone.
 */
export interface FoundReservation {
  readonly poolId: string;
  readonly projectId: string;
  readonly userId: string;
  /** Undefined once it has ended. */
  readonly reservation?: Reservation;
}

export class ReservationDirectory {
  readonly #documents: Collection<ReservationDocument>;

  constructor(
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
    readModels: ReadModels,
  ) {
    this.#documents = readModels.collection<ReservationDocument>(reservationsView.collection);
  }

  /** The view may lag, so the calendars are read first. */
  async find(reservationId: string): Promise<FoundReservation | undefined> {
    for (const { poolId } of this.facts.pools.values()) {
      const { state } = await this.calendars.load(calendarStream(poolId));
      const reservation = state.agenda.reservations.get(reservationId);
      if (reservation)
        return { poolId, projectId: reservation.projectId, userId: reservation.userId, reservation };
    }
    const document = await this.document(reservationId);
    return document && { poolId: document.poolId, projectId: document.projectId, userId: document.userId };
  }

  async document(reservationId: string): Promise<ReservationDocument | undefined> {
    return (await this.#documents.get(reservationId))?.document;
  }

  /** In the order of the ids; unknown ids are omitted. */
  async documents(reservationIds: readonly string[]): Promise<readonly ReservationDocument[]> {
    const stored = await this.#documents.getMany(reservationIds);
    const byId = new Map(stored.map(({ id, document }) => [id, document]));
    return reservationIds.flatMap((id) => byId.get(id) ?? []);
  }

  /** Of a series, those that are ahead or under way and begin no earlier than one of them. */
  async restOfSeries(poolId: string, seriesId: string, from: string): Promise<readonly Reservation[]> {
    const { state } = await this.calendars.load(calendarStream(poolId));
    return [...state.agenda.reservations.values()]
      .filter((reservation) => reservation.seriesId === seriesId && reservation.from >= from)
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }
}
