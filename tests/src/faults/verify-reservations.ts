import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { Api } from '../platform/api.js';
import { nodesOf, type Nodes } from '../platform/lab.js';

/** A reservation as it is when all events have been replayed. */
export interface Replayed {
  readonly state: string;
  readonly from: string;
  readonly until: string;
  readonly uuids: readonly string[];
}

export interface ReservationsReport {
  /** Violated invariants, as messages; empty where there are none. */
  readonly violations: readonly string[];
  readonly reservations: ReadonlyMap<string, Replayed>;
}

/** Replays the reservations of a calendar in the order of its events: none overlaps another on a device, none is made twice. */
export function verifyReservations(events: readonly CalendarEvent[]): ReservationsReport {
  const violations: string[] = [];
  const reservations = new Map<string, Replayed>();
  const live = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case 'scheduler.calendar.reserved.v1':
      case 'scheduler.calendar.reservationChanged.v1': {
        const { reservationId: id, from, until, devices } = event.data;
        const isNew = event.type === 'scheduler.calendar.reserved.v1';
        if (isNew === reservations.has(id)) violations.push(`${id}: ${event.type} where it is not due`);
        const uuids = devices.map(({ uuid }) => uuid);
        live.delete(id);
        for (const otherId of live) {
          const other = reservations.get(otherId) as Replayed;
          if (from < other.until && other.from < until && uuids.some((uuid) => other.uuids.includes(uuid)))
            violations.push(`${id} overlaps ${otherId}`);
        }
        reservations.set(id, { state: reservations.get(id)?.state ?? 'reserved', from, until, uuids });
        live.add(id);
        break;
      }
      case 'scheduler.calendar.reservationStarted.v1':
        mark(event.data.reservationId, 'active');
        break;
      case 'scheduler.calendar.reservationEnded.v1':
        mark(event.data.reservationId, event.data.cause);
        live.delete(event.data.reservationId);
        break;
      default:
    }
  }
  return { violations, reservations };

  function mark(id: string, state: string): void {
    const reservation = reservations.get(id);
    if (reservation) reservations.set(id, { ...reservation, state });
    else violations.push(`${id} is ${state} without having been made`);
  }
}

interface Page<T> extends Nodes<T> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** All that a pool's calendar has recorded, as auditors read it. */
export const calendarHistory = (api: Api, pool: string): Promise<CalendarEvent[]> =>
  all<CalendarEvent>(
    api,
    'history',
    `query ($id: ID!, $after: String) { history(id: $id, entity: "calendar", first: 200, after: $after) {
      edges { node { type data } } pageInfo { hasNextPage endCursor } } }`,
    { id: pool },
  );

/** Every reservation as the view has it now. */
export const everyReservation = (
  api: Api,
): Promise<
  {
    readonly id: string;
    readonly state: string;
    readonly from: string;
    readonly until: string;
    readonly devices: readonly { readonly uuid: string }[];
  }[]
> =>
  all(
    api,
    'reservations',
    `query ($after: String) { reservations(first: 200, after: $after) {
      edges { node { id state from until devices { uuid } } } pageInfo { hasNextPage endCursor } } }`,
    {},
  );

async function all<T>(api: Api, field: string, query: string, variables: object): Promise<T[]> {
  const found: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = (await api.ask<{ [name: string]: Page<T> }>(query, { ...variables, after }))[
      field
    ] as Page<T>;
    found.push(...nodesOf(page));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
