import type { PendingReason } from '@berth/contracts/scheduler/views';
import { cpuPlace, slotsTaken, useOfHost, type Calendar } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { couldHold, suits, type Demand } from '../placement/demand.js';
import { describeDemand } from './never.js';
import { gbOf, many, sum, waits } from './pending-reason.js';
import { deviceReasons, freeOn } from './pending.devices.js';
import type { PendingSituation } from './pending.situation.js';

/** What is in the way on the hosts where it would fit. */
export function hostReasons(situation: PendingSituation): PendingReason[] {
  const { demand, hosts, offered, calendar } = situation;
  const fitting = hosts.filter((host) => couldHold(host, demand));
  if (fitting.length === 0) return [];
  const open = fitting.filter(offered);
  if (open.length === 0) {
    const would = `${many(fitting.length, 'host')} would fit`;
    const numbers = { fitting: fitting.length, offered: 0 };
    const why = 'none takes work now (lost, stopped, cordoned or draining)';
    return [waits('HOSTS_UNAVAILABLE', `${would}, but ${why}`, numbers)];
  }
  if (demand.count > 0) {
    const inService = Math.max(...open.map((host) => inServiceOn(host, demand)));
    if (inService < demand.count) return [outOfService(demand, inService, fitting.length)];
    const reasons = deviceReasons(situation, open);
    if (reasons.length > 0) return reasons;
  }
  const busy = demand.count === 0 ? slotReason(demand, open, calendar) : undefined;
  if (busy) return [busy];
  return roomReason(demand, open, calendar);
}

const inServiceOn = (host: HostFact, demand: Demand): number =>
  host.devices.filter((device) => device.state === 'available' && suits(device, demand)).length;

/** Nothing that runs will make room for it by ending. */
function outOfService(demand: Demand, inService: number, fitting: number): PendingReason {
  const message = `needs ${describeDemand(demand)}: ${inService} in service at most, the others are disabled or in error`;
  return waits('HOSTS_UNAVAILABLE', message, { fitting, offered: 0, needed: demand.count, inService });
}

function slotReason(
  demand: Demand,
  open: readonly HostFact[],
  calendar: Calendar,
): PendingReason | undefined {
  const slots = sum(open, (host) => host.cpuLimits[demand.class]);
  const taken = sum(open, (host) => slotsTaken(calendar, cpuPlace(host.hostId), demand.class));
  if (taken < slots) return undefined;
  const message = `needs a CPU slot for ${demand.class}: ${taken} of ${slots} are taken`;
  return waits('SLOTS_BUSY', message, { slots, taken, free: 0 });
}

/** Devices are free, but no host that has them has CPU and memory left beside. */
function roomReason(demand: Demand, open: readonly HostFact[], calendar: Calendar): PendingReason[] {
  if (demand.vcpus === 0 && demand.ramMiB === 0) return [];
  const rooms = open
    .filter((host) => demand.count === 0 || freeOn(host, demand, calendar) >= demand.count)
    .map((host) => {
      const use = useOfHost(calendar, host.hostId);
      return { vcpus: host.cpuCores - use.vcpus, ramMiB: host.memoryMiB - use.ramMiB };
    });
  if (rooms.some(({ vcpus, ramMiB }) => vcpus >= demand.vcpus && ramMiB >= demand.ramMiB)) return [];
  const vcpusFree = Math.max(0, ...rooms.map(({ vcpus }) => vcpus));
  const ramMiBFree = Math.max(0, ...rooms.map(({ ramMiB }) => ramMiB));
  const numbers = { vcpus: demand.vcpus, vcpusFree, ramMiB: demand.ramMiB, ramMiBFree };
  const message = `needs ${demand.vcpus} vCPUs and ${gbOf(demand.ramMiB)} GB of RAM beside; one host has ${vcpusFree} and ${gbOf(ramMiBFree)} at most`;
  return [waits('SLOTS_BUSY', message, numbers)];
}
