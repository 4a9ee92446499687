import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type {
  ReservationState,
  ReservationTerms,
  ReservationView,
} from '@berth/contracts/scheduler/reservation.views';
import { readAs, type RecordedEvent } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import type { Projection } from '@berth/read-models';

/** That a reservation holds, or held before it was changed, a device. */
export type DeviceOfReservation = {
  readonly uuid: string;
  readonly reservationId: string;
  readonly reservedAt: string;
};

type HoldsDevices = Extract<
  CalendarEvent,
  { type: 'scheduler.calendar.reserved.v1' | 'scheduler.calendar.reservationChanged.v1' }
>;

const TYPES: readonly string[] = [
  'scheduler.calendar.reserved.v1',
  'scheduler.calendar.reservationChanged.v1',
];

/** Finds reservations by device. */
export const reservationDevicesView: Projection<DeviceOfReservation> = {
  name: 'reservation-devices',
  version: 1,
  collection: { name: 'reservation_devices', indexes: [{ fields: ['uuid', 'reservedAt'] }] },
  keys: (event) => {
    if (!TYPES.includes(event.type)) return [];
    const { data } = readAs<HoldsDevices>(event);
    return data.devices.map(({ uuid }) => `${data.reservationId}:${uuid}`);
  },
  evolve: (document, event, id) => {
    if (document) return document;
    const { data } = readAs<HoldsDevices>(event);
    const reservedAt = 'reservedAt' in data ? data.reservedAt : data.changedAt;
    return { uuid: id.slice(id.indexOf(':') + 1), reservationId: data.reservationId, reservedAt };
  },
};

/** An event as it was recorded, or as it has just been decided: then without its envelope. */
export type RecordedOrDecidedEvent = { readonly type: string; readonly data: unknown } & Partial<
  Pick<RecordedEvent, 'revision' | 'metadata'>
>;

/** A reservation as the view keeps it: what clients see, and what it is found by. */
export type ReservationDocument = ReservationView & {
  readonly titleLower: string | null;
  /** When it ended; far ahead while it has not. */
  readonly overAt: string;
  /** Until when it held its devices, or is to. */
  readonly heldUntil: string;
  /** The revisions of its events in the stream of its pool's calendar. */
  readonly revisions: readonly number[];
  /**
   * Commands that made or changed it, with the hash of their input, by which a repeated command is recognised
   * however late it comes.
   */
  readonly commands: { readonly [commandId: string]: string };
};

type ReservationEvent = Extract<CalendarEvent, { type: `scheduler.calendar.reserv${string}` }>;

const NOT_OVER = '9999-12-31T23:59:59.999Z';

export const reservationsView: Projection<ReservationDocument> = {
  name: 'reservations',
  version: 2,
  collection: {
    name: 'reservations',
    indexes: [
      { fields: ['poolId', 'from'] },
      { fields: ['projectId', 'from'] },
      { fields: ['userId', 'from'] },
      { fields: ['seriesId', 'from'] },
      { fields: ['state'] },
      { fields: ['until'] },
      { fields: ['heldUntil'] },
      { fields: ['createdAt'] },
      { fields: ['overAt'] },
      { fields: ['titleLower', 'from'] },
    ],
  },
  keys: (event) => (isOfReservation(event) ? [String(event.data['reservationId'])] : []),
  evolve: (document, event) => evolveReservation(document, event),
};

const isOfReservation = ({ type }: RecordedEvent): boolean => type.startsWith('scheduler.calendar.reserv');

export function evolveReservation(
  document: ReservationDocument | undefined,
  { revision, metadata, ...noted }: RecordedOrDecidedEvent,
): ReservationDocument {
  const event = noted as ReservationEvent;
  const next =
    event.type === 'scheduler.calendar.reserved.v1' ? reserved(event.data) : changed(document, event);
  return {
    ...next,
    titleLower: next.title?.toLowerCase() ?? null,
    revisions: [...(document?.revisions ?? []), ...(revision === undefined ? [] : [revision])],
    commands: { ...document?.commands, ...(metadata && { [metadata.commandId]: metadata.inputHash }) },
  };
}

function reserved(data: Extract<ReservationEvent, { type: 'scheduler.calendar.reserved.v1' }>['data']) {
  const { reservationId: id, reservedAt, from, until, devices, title, reason, ...rest } = data;
  const terms = { from, until, devices, ...defined({ title, reason }) };
  return {
    ...rest,
    id,
    state: 'reserved' as ReservationState,
    ...terms,
    createdAt: reservedAt,
    changes: [{ at: reservedAt, ...terms }] as readonly ReservationTerms[],
    warnings: [],
    overAt: NOT_OVER,
    heldUntil: until,
    titleLower: null,
    revisions: [],
    commands: {},
  } satisfies ReservationDocument;
}

function changed(
  document: ReservationDocument | undefined,
  event: Exclude<ReservationEvent, { type: 'scheduler.calendar.reserved.v1' }>,
): ReservationDocument {
  if (!document) throw new Error(`${event.type} on a reservation that was never made`);
  switch (event.type) {
    case 'scheduler.calendar.reservationChanged.v1': {
      const { from, until, devices, reason, cleared = [], changedAt } = event.data;
      const { title: before, ...rest } = document;
      const title = cleared.includes('title') ? undefined : (event.data.title ?? before);
      const terms = { from, until, devices, ...defined({ title }) };
      const change = { at: changedAt, ...terms, ...defined({ reason }) };
      return { ...rest, ...terms, heldUntil: until, changes: [...document.changes, change] };
    }
    case 'scheduler.calendar.reservationStarted.v1':
      return { ...document, state: 'active', startedAt: event.data.startedAt };
    case 'scheduler.calendar.reservationUsed.v1':
      return { ...document, usedAt: event.data.usedAt };
    case 'scheduler.calendar.reservationWarned.v1': {
      const { kind, message, windowId, warnedAt } = event.data;
      const warning = { kind, message, ...defined({ windowId }), at: warnedAt };
      return { ...document, warnings: [...document.warnings, warning] };
    }
    case 'scheduler.calendar.reservationOverstayed.v1': {
      const { hostId, uuids, outcome, pids, killed, reason, observedAt } = event.data;
      const overstay = { hostId, uuids, outcome, processes: pids.length, killed, ...defined({ reason }) };
      return { ...document, overstays: [...(document.overstays ?? []), { ...overstay, at: observedAt }] };
    }
    case 'scheduler.calendar.reservationEnded.v1': {
      const { cause, reason, endedAt } = event.data;
      const end = { endedAt, overAt: endedAt, heldUntil: endedAt };
      return { ...document, state: cause, ...end, ...defined({ endReason: reason }) };
    }
  }
}

/** What leaves the service. */
export function toReservationView(document: ReservationDocument): ReservationView {
  const { titleLower: _, overAt: __, heldUntil: ___, revisions: ____, commands: _____, ...view } = document;
  return view;
}

/** A reservation as it was at an instant that lies after its making. */
export function asOf(view: ReservationView, instant: string): ReservationView {
  const { startedAt, usedAt, endedAt, endReason, overstays, title: _, ...rest } = view;
  const changes = view.changes.filter(({ at }) => at <= instant);
  const { from, until, devices, title } = changes.at(-1) ?? view;
  const had = (at: string | undefined): at is string => at !== undefined && at <= instant;
  const state = had(endedAt) ? view.state : had(startedAt) ? 'active' : 'reserved';
  return {
    ...rest,
    state,
    from,
    until,
    devices,
    ...defined({ title }),
    changes,
    warnings: view.warnings.filter(({ at }) => at <= instant),
    ...(had(startedAt) ? { startedAt } : {}),
    ...(had(usedAt) ? { usedAt } : {}),
    ...(had(endedAt) ? { endedAt, ...defined({ endReason }) } : {}),
    ...defined({ overstays: overstays?.filter(({ at }) => at <= instant) }),
  };
}
