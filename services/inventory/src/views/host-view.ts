import type { DeviceView, HostView, ShownDeviceState } from '@berth/contracts/inventory/views';
import { devicesSeen, type Sight } from '../access/sight.js';
import { factsOf, type HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';

/** A host as somebody sees it: only the devices granted, and where to reach the machine only for who sees everything. */
export function toHostView(host: Host, sight: Sight, lastSeen: string | undefined): HostView {
  const { id, name, poolId, status, scheduling, schedulingReason } = host;
  const { conditions = [], facts, cpuLimits, labels, joinedAt, removedAt } = host;
  return {
    id,
    name,
    poolId,
    status,
    scheduling,
    schedulingReason,
    conditions,
    cpuLimits,
    labels,
    joinedAt,
    ...(removedAt !== undefined && { removedAt }),
    lastSeen,
    ...(facts && { facts: sight.kind === 'everything' ? facts : { ...facts, addresses: [] } }),
    devices: devicesSeen(sight, host).map((device) => toDeviceView(host, device)),
  };
}

export function toDeviceView(host: Host, device: HostDevice): DeviceView {
  const { id: hostId, poolId } = host;
  const { limits } = device;
  const removed = host.status === 'removed';
  const missing = device.missing || removed;
  const unreadable = removed ? undefined : unreadableBecause(host, device);
  const state: ShownDeviceState = unreadable === undefined ? device.state : 'unreadable';
  const why =
    unreadable ??
    device.stateReason ??
    (removed ? 'its host was removed' : device.missing ? "not in the agent's latest report" : undefined);
  return {
    ...factsOf(device),
    limits,
    missing,
    state,
    hostId,
    poolId,
    ...(why === undefined ? {} : { stateReason: why }),
  };
}

/** A device that is out of service anyhow is shown as it is. */
function unreadableBecause({ conditions = [] }: Host, device: HostDevice): string | undefined {
  if (device.state !== 'available' || device.simulated) return undefined;
  return conditions.find(({ kind }) => kind === 'devicesUnreadable')?.message;
}
