import type { DeviceView, HostView } from '@berth/contracts/inventory/views';
import { devicesSeen, type Sight } from '../access/sight.js';
import type { HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';

/** A host as somebody sees it: only the devices granted, and where to reach the machine only for who sees everything. */
export function toHostView(host: Host, sight: Sight, lastSeen: string | undefined): HostView {
  const { id, name, poolId, status, scheduling, schedulingReason, facts, cpuLimits, labels, joinedAt } = host;
  return {
    id,
    name,
    poolId,
    status,
    scheduling,
    schedulingReason,
    cpuLimits,
    labels,
    joinedAt,
    lastSeen,
    ...(facts && { facts: sight.kind === 'everything' ? facts : { ...facts, addresses: [] } }),
    devices: devicesSeen(sight, host).map((device) => toDeviceView(host, device)),
  };
}

export function toDeviceView({ id: hostId, poolId }: Host, device: HostDevice): DeviceView {
  const reason = device.stateReason ?? (device.missing ? "not in the agent's latest report" : undefined);
  return { ...device, hostId, poolId, ...(reason === undefined ? {} : { stateReason: reason }) };
}
