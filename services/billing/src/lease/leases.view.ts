import { addMs, elapsedMs, type Instant } from '@berth/kernel/clock';
import type { Position, RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';
import type { CalendarEvent } from '@berth/contracts/scheduler/events';

type Leased = Extract<CalendarEvent, { type: 'scheduler.calendar.devicesLeased.v1' }>;
type Released = Extract<CalendarEvent, { type: 'scheduler.calendar.leaseReleased.v1' }>;

/** A lease as the scheduler's calendar tells it, with the instants that it is metered by. */
export type LeaseDocument = {
  readonly leaseId: string;
  readonly jobId: string;
  readonly run: number;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly hostId: string;
  readonly devices: { readonly uuid: string; readonly model: string }[];
  readonly from: Instant;
  /** Place of the lease's beginning in the scheduler's log. */
  readonly fromPosition: Position;
  readonly running: boolean;
  readonly end?: LeaseEnd;
};

export type LeaseEnd = {
  readonly to: Instant;
  readonly position: Position;
  /** The month (UTC) that the charge counts in, as 2026-01. */
  readonly month: string;
};

export const LEASES = {
  name: 'leases',
  indexes: [
    { fields: ['projectId', 'from'] },
    { fields: ['userId', 'from'] },
    { fields: ['jobId', 'from'] },
    { fields: ['from'] },
    { fields: ['running'] },
    { fields: ['hostId', 'end.position'] },
    { fields: ['end.month', 'from'] },
  ],
};

/**
 * A lease is metered from the recording of its beginning to the end of its use, the latter held between that and the
 * recording of its end. What was recorded never decreases, so no lease has a negative time, however clocks step; and
 * every lease that shares a device with one that has ended was recorded before that end.
 */
export const leases: Projection<LeaseDocument> = {
  name: 'leases',
  version: 1,
  collection: LEASES,
  keys: (event) => (isLeased(event) || isReleased(event) ? [event.data.leaseId] : []),
  evolve(document, event) {
    if (isLeased(event)) return document ?? begun(event);
    if (!isReleased(event) || document?.end) return document;
    if (!document) throw new Error(`lease ${event.data.leaseId} was released but never leased`);
    return { ...document, running: false, end: ended(document.from, event) };
  },
};

function begun({ data, position, recordedAt }: Leased & RecordedEvent): LeaseDocument {
  const { leaseId, jobId, run, projectId, userId, poolId, hostId } = data;
  const devices = data.devices.map(({ uuid, model }) => ({ uuid, model }));
  const key = { leaseId, jobId, run, projectId, userId, poolId, hostId };
  return { ...key, devices, from: recordedAt, fromPosition: position, running: true };
}

function ended(from: Instant, { data, position, recordedAt }: Released & RecordedEvent): LeaseEnd {
  const latest = elapsedMs(from, recordedAt);
  const to = addMs(from, Math.min(elapsedMs(from, data.endedAt), latest));
  return { to, position, month: to.slice(0, 7) };
}

const isLeased = (event: RecordedEvent): event is Leased & RecordedEvent =>
  event.type === 'scheduler.calendar.devicesLeased.v1';
export const isReleased = (event: RecordedEvent): event is Released & RecordedEvent =>
  event.type === 'scheduler.calendar.leaseReleased.v1';
