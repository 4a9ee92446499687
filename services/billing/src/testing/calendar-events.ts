import { toPosition, type RecordedEvent } from '@berth/event-store';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { defined } from '@berth/kernel/defined';
import type { JsonObject } from '@berth/kernel/json';
import { idFromName } from '@berth/kernel/ids';
import { recorded } from '@berth/read-models/testing';

export const idOf = (name: string): string => idFromName('test', name);
export const MARCH_FIRST = '2026-03-01T12:00:00.000Z';

/** An instant so many minutes after noon of the first of March. */
export const minute = (count: number): string =>
  new Date(Date.parse(MARCH_FIRST) + count * 60_000).toISOString();

export interface LeaseFixture {
  readonly name: string;
  readonly devices?: readonly string[];
  readonly model?: string;
  readonly pool?: string;
  readonly host?: string;
  readonly project?: string;
  readonly user?: string;
  readonly job?: string;
}

const keyOf = ({
  name,
  pool = 'pool',
  host = 'host',
  project = 'project',
  user = 'user',
  job = name,
}: LeaseFixture) => ({
  leaseId: idOf(name),
  poolId: idOf(pool),
  jobId: idOf(job),
  projectId: idOf(project),
  run: 1,
  userId: idOf(user),
  hostId: idOf(host),
});

export type LeaseEvent = Extract<
  CalendarEvent,
  {
    type:
      | 'scheduler.calendar.devicesLeased.v1'
      | 'scheduler.calendar.leaseReleased.v1'
      | 'scheduler.calendar.reservationStarted.v1'
      | 'scheduler.calendar.reservationEnded.v1';
  }
>;

export function leased(lease: LeaseFixture, leasedAt: string): LeaseEvent {
  const { devices = ['GPU-1'], model = 'A100' } = lease;
  return {
    type: 'scheduler.calendar.devicesLeased.v1',
    data: {
      ...keyOf(lease),
      devices: devices.map((uuid, index) => ({ uuid, index, model, simulated: false })),
      class: 'training',
      leasedAt,
    },
  };
}

export const released = (lease: LeaseFixture, endedAt: string, heldMs?: number): LeaseEvent => ({
  type: 'scheduler.calendar.leaseReleased.v1',
  data: { ...keyOf(lease), cause: 'runEnded', endedAt, ...defined({ heldMs }) },
});

export interface ReservationFixture {
  readonly name: string;
  /** By host. */
  readonly devices: { readonly [host: string]: readonly string[] };
  readonly project?: string;
  readonly user?: string;
}

const reservationOf = ({ name, devices, project = 'project', user = 'user' }: ReservationFixture) => ({
  reservationId: idOf(name),
  poolId: idOf('pool'),
  projectId: idOf(project),
  userId: idOf(user),
  from: MARCH_FIRST,
  until: minute(600),
  devices: Object.entries(devices).flatMap(([host, uuids]) =>
    uuids.map((uuid, index) => ({ hostId: idOf(host), uuid, index, model: 'A100', simulated: false })),
  ),
});

export const reservationStarted = (reservation: ReservationFixture, startedAt: string): LeaseEvent => ({
  type: 'scheduler.calendar.reservationStarted.v1',
  data: { ...reservationOf(reservation), startedAt },
});

export const reservationEnded = (
  reservation: ReservationFixture,
  endedAt: string,
  started = true,
): LeaseEvent => ({
  type: 'scheduler.calendar.reservationEnded.v1',
  data: { ...reservationOf(reservation), cause: 'released', started, endedAt },
});

/** The scheduler's log: each event is recorded at the instant that it names, unless another one is given. */
export class CalendarLog {
  readonly #all: RecordedEvent[] = [];

  add(event: LeaseEvent, recordedAt = instantOf(event)): RecordedEvent {
    const place = this.#all.length + 1;
    const data = event.data as JsonObject;
    const added = recorded({ type: event.type, data, recordedAt, position: toPosition(place) }, place);
    this.#all.push(added);
    return added;
  }

  get events(): readonly RecordedEvent[] {
    return this.#all;
  }
}

function instantOf({ data }: LeaseEvent): string {
  if ('endedAt' in data) return data.endedAt;
  return 'startedAt' in data ? data.startedAt : data.leasedAt;
}
