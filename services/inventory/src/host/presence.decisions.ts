import type { HostEvent } from '@berth/contracts/inventory/events';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { sameJson } from '../changed.js';
import { inReportOrder } from './device.js';
import type { Contest, ReportHost } from './host.commands.js';
import type { Host, HostDecision } from './host.js';

/**
 * The agent says hello at every connection; only what is new is recorded. A device that another host has is this one's too
 * only when a person says so: until then it is in error here, and stays the other's.
 */
export function reportHost(command: ReportHost, host: Host): HostDecision {
  const { facts, devices: reported, contested: contests = [] } = command;
  const devices = inReportOrder(reported, host.devices);
  const twice = devices.find(({ uuid }, at) => devices.findIndex((other) => other.uuid === uuid) !== at);
  if (twice) return err(reject('VALIDATION_FAILED', `device ${twice.uuid} is reported twice`, 'devices'));

  const hostId = host.id;
  const events: HostEvent[] = conditionsChanged(command, host);
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
  return ok([...events, ...contests.flatMap((contest) => takenOut(contest, host))]);
}

/** First of all, so that a host that comes back with something wrong is offered to nobody in between. */
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

function takenOut({ uuid, ownerId }: Contest, host: Host): readonly HostEvent[] {
  const known = host.devices.find((device) => device.uuid === uuid);
  if (known && known.state !== 'available') return [];
  const reason = `host ${ownerId} has this device as well`;
  return [
    { type: 'inventory.host.deviceStateSet.v1', data: { hostId: host.id, uuid, state: 'error', reason } },
  ];
}

function sameReport(host: Host, facts: ReportHost['facts'], devices: ReportHost['devices']): boolean {
  const before = host.devices
    .filter(({ missing }) => !missing)
    .map(({ state: _state, stateReason: _reason, limits: _limits, missing: _missing, ...found }) => found);
  return sameJson(host.facts, facts) && sameJson(inReportOrder(before, []), devices);
}

export function stopHost(host: Host): HostDecision {
  const stops = host.status === 'online' || host.status === 'lost';
  return ok(stops ? [{ type: 'inventory.host.stopped.v1', data: { hostId: host.id } }] : []);
}

/** Only a host that was there can be lost: one that stopped in order, or has not begun, is missed by nobody. */
export function loseHost(lastSeen: string, host: Host): HostDecision {
  const lost = host.status === 'online';
  return ok(lost ? [{ type: 'inventory.host.lost.v1', data: { hostId: host.id, lastSeen } }] : []);
}

export function returnHost(host: Host): HostDecision {
  const returns = host.status === 'lost';
  return ok(returns ? [{ type: 'inventory.host.returned.v1', data: { hostId: host.id } }] : []);
}
