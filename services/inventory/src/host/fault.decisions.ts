import type { DeviceState, HostEvent } from '@berth/contracts/inventory/events';
import { defined } from '@berth/kernel/defined';
import type { HostDevice } from './device.js';
import type { DeviceFault, ReportHost } from './host.commands.js';
import type { Host } from './host.js';

type StateSet = Extract<HostEvent, { type: 'inventory.host.deviceStateSet.v1' }>;

/**
 * Puts devices with reported faults in error, and makes them available again when the faults are gone. What
 * a person set stays: a device that was disabled, or that was put back in service although the same was found.
 */
export function faultsFound(
  { faults, contested = [] }: ReportHost,
  listed: ReadonlySet<string>,
  host: Host,
): { readonly known: readonly StateSet[]; readonly fresh: readonly StateSet[] } {
  if (faults === undefined) return { known: [], fresh: [] };
  const reasons = new Map(faults.map(({ uuid, reason }) => [uuid, reason]));
  const set = (uuid: string, state: DeviceState, reason?: string): StateSet => ({
    type: 'inventory.host.deviceStateSet.v1',
    data: { hostId: host.id, uuid, state, ...defined({ reason }), byAgent: true },
  });
  const isOurs = (uuid: string) => !contested.some((contest) => contest.uuid === uuid);
  const known = host.devices.flatMap((device) => {
    const { uuid } = device;
    const reason = reasons.get(uuid);
    if (reason !== undefined)
      return isOurs(uuid) && isNews(device, reason) ? [set(uuid, 'error', reason)] : [];
    const isOver = device.byAgent === true || device.overruled !== undefined;
    return listed.has(uuid) && isOver ? [set(uuid, 'available')] : [];
  });
  const fresh = [...listed].flatMap((uuid) => {
    const reason = reasons.get(uuid);
    const isKnown = host.devices.some((device) => device.uuid === uuid);
    return reason !== undefined && !isKnown && isOurs(uuid) ? [set(uuid, 'error', reason)] : [];
  });
  return { known, fresh };
}

function isNews({ state, stateReason, byAgent, overruled }: HostDevice, reason: DeviceFault['reason']) {
  if (state === 'available') return overruled !== reason;
  return state === 'error' && byAgent === true && stateReason !== reason;
}
