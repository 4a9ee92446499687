import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { sameJson } from '../changed.js';
import type { HostDevice } from './device.js';
import type { FailDevice, SetDeviceLimits, SetDeviceState, Host, HostDecision } from './host.js';

export const noSuchDevice = reject('NOT_FOUND', 'there is no such device', 'uuid');

const deviceOf = (host: Host, uuid: string): HostDevice | undefined =>
  host.devices.find((device) => device.uuid === uuid);

/** The first error stays until an operator resets it; a disabled device stays disabled. */
export function failDevice({ hostId, uuid, reason }: FailDevice, host: Host): HostDecision {
  const device = deviceOf(host, uuid);
  if (!device) return err(noSuchDevice);
  if (device.state !== 'available') return ok([]);
  return ok([{ type: 'inventory.host.deviceStateSet.v1', data: { hostId, uuid, state: 'error', reason } }]);
}

export function setDeviceState({ hostId, uuid, state, reason }: SetDeviceState, host: Host): HostDecision {
  const device = deviceOf(host, uuid);
  if (!device) return err(noSuchDevice);
  if (device.state === state && device.stateReason === reason) return ok([]);
  return ok([{ type: 'inventory.host.deviceStateSet.v1', data: { hostId, uuid, state, reason } }]);
}

export function setDeviceLimits({ hostId, uuid, limits }: SetDeviceLimits, host: Host): HostDecision {
  const device = deviceOf(host, uuid);
  if (!device) return err(noSuchDevice);
  if (sameJson(device.limits, limits)) return ok([]);
  return ok([{ type: 'inventory.host.deviceLimitsSet.v1', data: { hostId, uuid, limits } }]);
}
