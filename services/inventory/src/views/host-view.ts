import type { DeviceView, HostView, EffectiveDeviceState } from '@berth/contracts/inventory/views';
import { defined } from '@berth/kernel/defined';
import { visibleDevicesOf, type VisibleResources } from '../access/visible-resources.js';
import { factsOf, type HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';

/** A host as a user sees it: granted devices only, and addresses only for users who see everything. */
export function toHostView(host: Host, visible: VisibleResources, lastSeen: string | undefined): HostView {
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
    ...defined({ removedAt }),
    lastSeen,
    ...(facts && { facts: visible.kind === 'everything' ? facts : { ...facts, addresses: [] } }),
    devices: visibleDevicesOf(visible, host).map((device) => toDeviceView(host, device)),
  };
}

export function toDeviceView(host: Host, device: HostDevice): DeviceView {
  const { id: hostId, poolId } = host;
  const { limits } = device;
  const removed = host.status === 'removed';
  const missing = device.missing || removed;
  const unreadable = removed ? undefined : unreadableBecause(host, device);
  const state: EffectiveDeviceState = unreadable === undefined ? device.state : 'unreadable';
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
    ...defined({ stateReason: why }),
  };
}

/** A device that is out of service anyhow is shown as it is. */
function unreadableBecause({ conditions = [] }: Host, device: HostDevice): string | undefined {
  if (device.state !== 'available' || device.simulated) return undefined;
  return conditions.find(({ kind }) => kind === 'devicesUnreadable')?.message;
}
