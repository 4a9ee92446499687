import type { DeviceFacts, HostEvent, DeviceState } from '@berth/contracts/inventory/events';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { sameJson } from '../changed.js';
import { factsOf, inReportOrder, withOwnIndexes, type HostDevice } from './device.js';
import type { Contest, ReportHost, DeviceFault, Host, HostDecision } from './host.js';

type StateSet = Extract<HostEvent, { type: 'inventory.host.deviceStateSet.v1' }>;

/**
 * Puts devices with reported faults in error, and makes them available again when the faults are gone. What
 * a person set stays: a device that was disabled, or that was put back in service although the same was found.
 */
function faultsFound(
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

/**
 * The agent registers at every connection; only changes are recorded. A device that another host has is this one's too
 * only when a person says so: until then it is in error here, and stays the other's.
 */
export function reportHost(command: ReportHost, host: Host): HostDecision {
  const { facts, contested: contests = [] } = command;
  const found = inReportOrder(command.devices, host.devices);
  const twice = found.find(({ uuid }, at) => found.findIndex((other) => other.uuid === uuid) !== at);
  if (twice) return err(reject('VALIDATION_FAILED', `device ${twice.uuid} is reported twice`, 'devices'));

  const hostId = host.id;
  const devices = withOwnIndexes(inReportOrder([...found, ...unread(command, host)], host.devices));
  const faults = faultsFound(command, new Set(found.map(({ uuid }) => uuid)), host);
  const events: HostEvent[] = [...conditionsChanged(command, host), ...faults.known];
  if (host.status === 'lost' || host.status === 'stopped') {
    events.push({ type: 'inventory.host.returned.v1', data: { hostId } });
  }
  const contested = contests.map(({ uuid }) => uuid).sort();
  if (!sameReport(host, facts, devices) || !sameJson(host.contested ?? [], contested)) {
    events.push({
      type: 'inventory.host.reported.v1',
      data: { hostId, facts, devices: [...devices], ...(contested.length > 0 && { contested }) },
    });
  }
  return ok([
    ...events,
    ...faults.fresh,
    ...contests.flatMap((contest) => contestedDeviceEvents(contest, host)),
  ]);
}

/** While the devices can't be read, those that are not listed are not gone: nothing is known of them. */
function unread({ conditions = [], devices }: ReportHost, host: Host): readonly DeviceFacts[] {
  if (!conditions.some(({ kind }) => kind === 'devicesUnreadable')) return [];
  const listed = new Set(devices.map(({ uuid }) => uuid));
  return host.devices
    .filter(({ uuid, missing, simulated }) => !missing && !simulated && !listed.has(uuid))
    .map(factsOf);
}

/** First, so that no work is placed on a returning host that has a problem. */
function conditionsChanged({ conditions = [], now }: ReportHost, host: Host): HostEvent[] {
  const before = host.conditions ?? [];
  const after = [...new Map(conditions.map((condition) => [condition.kind, condition])).values()]
    .map((condition) => ({
      ...condition,
      since: before.find(({ kind }) => kind === condition.kind)?.since ?? now,
    }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
  if (sameJson(before, after)) return [];
  return [{ type: 'inventory.host.conditionsChanged.v1', data: { hostId: host.id, conditions: after } }];
}

function contestedDeviceEvents({ uuid, ownerId }: Contest, host: Host): readonly HostEvent[] {
  const known = host.devices.find((device) => device.uuid === uuid);
  if (known && known.state !== 'available') return [];
  const reason = `host ${ownerId} reports this device as well`;
  return [
    { type: 'inventory.host.deviceStateSet.v1', data: { hostId: host.id, uuid, state: 'error', reason } },
  ];
}

function sameReport(host: Host, facts: ReportHost['facts'], devices: ReportHost['devices']): boolean {
  const before = host.devices.filter(({ missing }) => !missing).map(factsOf);
  return sameJson(host.facts, facts) && sameJson(inReportOrder(before, []), devices);
}

export function stopHost(host: Host): HostDecision {
  const stops = host.status === 'online' || host.status === 'lost';
  return ok(stops ? [{ type: 'inventory.host.stopped.v1', data: { hostId: host.id } }] : []);
}

/** Only an online host can be lost, not one that deregistered or never registered. */
export function loseHost(lastSeen: string, host: Host): HostDecision {
  const lost = host.status === 'online';
  return ok(lost ? [{ type: 'inventory.host.lost.v1', data: { hostId: host.id, lastSeen } }] : []);
}

export function returnHost(host: Host): HostDecision {
  const returns = host.status === 'lost';
  return ok(returns ? [{ type: 'inventory.host.returned.v1', data: { hostId: host.id } }] : []);
}
