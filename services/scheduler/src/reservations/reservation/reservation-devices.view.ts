import type { CalendarEvent } from '@berth/contracts/scheduler/events';
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
    const { data } = event as unknown as HoldsDevices;
    return data.devices.map(({ uuid }) => `${data.reservationId}:${uuid}`);
  },
  evolve: (document, event, id) => {
    if (document) return document;
    const { data } = event as unknown as HoldsDevices;
    const reservedAt = 'reservedAt' in data ? data.reservedAt : data.changedAt;
    return { uuid: id.slice(id.indexOf(':') + 1), reservationId: data.reservationId, reservedAt };
  },
};
