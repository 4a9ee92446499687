import type { HostEvent } from '@berth/contracts/inventory/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';

/** The host that a device is in, from inventory: a host may sample its own devices only. */
export type DeviceHost = { readonly hostId: string };

export const DEVICE_HOSTS = { name: 'device_hosts', indexes: [] };

export const deviceHosts: Projection<DeviceHost> = {
  name: 'deviceHosts',
  version: 1,
  collection: DEVICE_HOSTS,
  keys: (event) => (isReport(event) ? ownDevices(event.data) : []),
  evolve: (document, event) => (isReport(event) ? { hostId: event.data.hostId } : document),
};

type Report = Extract<HostEvent, { type: 'inventory.host.reported.v1' }>;

const ownDevices = ({ devices, contested = [] }: Report['data']): string[] =>
  devices.map(({ uuid }) => uuid).filter((uuid) => !contested.includes(uuid));

const isReport = (event: RecordedEvent): event is Report & RecordedEvent =>
  event.type === 'inventory.host.reported.v1';
