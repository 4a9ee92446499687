import { addMs, elapsedMs, type Instant } from '@berth/kernel/clock';
import type { Position, RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';
import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import { idFromName } from '@berth/kernel/ids';

type Leased = Extract<CalendarEvent, { type: 'scheduler.calendar.devicesLeased.v1' }>;
type Released = Extract<CalendarEvent, { type: 'scheduler.calendar.leaseReleased.v1' }>;
type ReservationStarted = Extract<CalendarEvent, { type: 'scheduler.calendar.reservationStarted.v1' }>;
type ReservationEnded = Extract<CalendarEvent, { type: 'scheduler.calendar.reservationEnded.v1' }>;

/** Who holds devices: a run, or a reservation during its window. */
export type LeaseHolder =
  | { readonly jobId: string; readonly run: number; readonly reservationId?: never }
  | { readonly reservationId: string; readonly jobId?: never; readonly run?: never };

/** A lease as the scheduler's calendar tells it, with the instants that it is metered by. */
export type LeaseDocument = LeaseHolder & {
  readonly leaseId: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly hostId: string;
  readonly devices: { readonly uuid: string; readonly model: string }[];
  readonly from: Instant;
  /** Place of the lease's beginning in the scheduler's log. */
  readonly fromPosition: Position;
  readonly running: boolean;
  /** Where it ended; far in the future while it runs, so that leases are found by when they were held. */
  readonly heldUntil: Instant;
  readonly end?: LeaseEnd;
};

export type LeaseEnd = {
  readonly to: Instant;
  readonly position: Position;
  readonly recordedAt: Instant;
};

const RUNNING = { running: true, heldUntil: '9999-12-31T23:59:59.999Z' };

export const LEASES = {
  name: 'leases',
  indexes: [
    { fields: ['projectId', 'from'] },
    { fields: ['userId', 'from'] },
    { fields: ['jobId', 'from'] },
    { fields: ['reservationId', 'from'] },
    { fields: ['from'] },
    { fields: ['running'] },
    { fields: ['hostId', 'end.position'] },
    { fields: ['heldUntil'] },
    { fields: ['end.recordedAt'] },
  ],
};

/**
 * A lease is metered from the recording of its beginning to the end of its use, the latter held between that and the
 * recording of its end. What was recorded never decreases, so no lease has a negative time, however clocks step; and
 * every lease that shares a device with one that has ended was recorded before that end. Where the clock was set
 * meanwhile, the scheduler says how long it was held, and that counts.
 */
export const leases: Projection<LeaseDocument> = {
  name: 'leases',
  version: 3,
  collection: LEASES,
  keys: (event) =>
    isLeased(event) ? [event.data.leaseId] : [...leasesBegunBy(event), ...leasesEndedBy(event)],
  evolve(document, event, leaseId) {
    if (isLeased(event)) return document ?? begun(event);
    if (isReservationStarted(event)) return document ?? begunByReservation(event, leaseId);
    if (document?.end || !(isReleased(event) || isReservationEnded(event))) return document;
    if (!document) throw new Error(`lease ${leaseId} was released but never leased`);
    const end = ended(document.from, event);
    return { ...document, running: false, heldUntil: end.to, end };
  },
};

function begun({ data, position, recordedAt }: Leased & RecordedEvent): LeaseDocument {
  const { leaseId, jobId, run, projectId, userId, poolId, hostId } = data;
  const devices = data.devices.map(({ uuid, model }) => ({ uuid, model }));
  const key = { leaseId, jobId, run, projectId, userId, poolId, hostId };
  return { ...key, devices, from: recordedAt, fromPosition: position, ...RUNNING };
}

function begunByReservation(
  { data, position, recordedAt }: ReservationStarted & RecordedEvent,
  leaseId: string,
): LeaseDocument {
  const { reservationId, projectId, userId, poolId } = data;
  const held = data.devices.filter(({ hostId }) => leaseOfReservation(reservationId, hostId) === leaseId);
  const devices = held.map(({ uuid, model }) => ({ uuid, model }));
  const hostId = held[0]?.hostId ?? '';
  const key = { leaseId, reservationId, projectId, userId, poolId, hostId };
  return { ...key, devices, from: recordedAt, fromPosition: position, ...RUNNING };
}

type End = (Released | ReservationEnded) & RecordedEvent;

function ended(from: Instant, end: End): LeaseEnd {
  const { data, position, recordedAt } = end;
  const computed = Math.min(elapsedMs(from, data.endedAt), elapsedMs(from, recordedAt));
  const to = addMs(from, (isReleased(end) ? end.data.heldMs : undefined) ?? computed);
  return { to, position, recordedAt };
}

/** A reservation holds the devices of each of its hosts by a lease of its own, as runs do. */
export const leaseOfReservation = (reservationId: string, hostId: string): string =>
  idFromName('lease', reservationId, hostId);

const leasesOfReservation = ({ data }: ReservationStarted | ReservationEnded): string[] => [
  ...new Set((data.devices ?? []).map(({ hostId }) => leaseOfReservation(data.reservationId, hostId))),
];

const leasesBegunBy = (event: RecordedEvent): string[] =>
  isReservationStarted(event) ? leasesOfReservation(event) : [];

/** None for a reservation whose window had not begun. */
export function leasesEndedBy(event: RecordedEvent): string[] {
  if (isReleased(event)) return [event.data.leaseId];
  return isReservationEnded(event) && event.data.started ? leasesOfReservation(event) : [];
}

const isLeased = (event: RecordedEvent): event is Leased & RecordedEvent =>
  event.type === 'scheduler.calendar.devicesLeased.v1';
const isReleased = (event: RecordedEvent): event is Released & RecordedEvent =>
  event.type === 'scheduler.calendar.leaseReleased.v1';
const isReservationStarted = (event: RecordedEvent): event is ReservationStarted & RecordedEvent =>
  event.type === 'scheduler.calendar.reservationStarted.v1';
const isReservationEnded = (event: RecordedEvent): event is ReservationEnded & RecordedEvent =>
  event.type === 'scheduler.calendar.reservationEnded.v1';
