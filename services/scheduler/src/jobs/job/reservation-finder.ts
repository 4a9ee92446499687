import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { PoolReservation } from '../admission/submission.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Facts } from '../../facts/facts.js';
import { calendarStream } from '../../streams.js';

/**
 * Finds reservations in the calendars of all pools: there is no view to wait for, so a reservation can be used at
 * once.
 */
export class ReservationFinder {
  constructor(
    private readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>,
    private readonly facts: Facts,
  ) {}

  /** What an input's `reservation` names. */
  async namedIn({
    reservation,
  }: {
    readonly reservation?: string | undefined;
  }): Promise<PoolReservation | undefined> {
    return reservation === undefined ? undefined : this.#find(reservation);
  }

  async #find(reservationId: string): Promise<PoolReservation | undefined> {
    for (const { poolId } of this.facts.pools.values()) {
      const { state } = await this.calendars.load(calendarStream(poolId));
      const reservation = state.agenda.reservations.get(reservationId);
      if (reservation) return { ...reservation, poolId };
    }
    return undefined;
  }
}
