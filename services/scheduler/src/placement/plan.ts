import type { LeasedDevice } from '@berth/contracts/scheduler/events';
import type { SlotLimits } from '@berth/contracts/inventory/events';
import { cpuPlace, type Calendar } from '../calendar/calendar.js';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { suits, type Demand } from './demand.js';
import { Capacity } from './capacity.js';

export interface Candidate {
  readonly jobId: string;
  readonly demand: Demand;
}

export interface Placement<C extends Candidate> {
  readonly candidate: C;
  readonly host: HostFact;
  readonly devices: readonly LeasedDevice[];
  readonly limits: readonly SlotLimits[];
}

/**
 * Places candidates in their order. One that has to wait keeps every place that would suit it from those behind it, so
 * that small jobs never starve a big one, while jobs of another kind go past. Pure; the calendar is not changed.
 */
export function plan<C extends Candidate>(
  candidates: Iterable<C>,
  hosts: readonly HostFact[],
  calendar: Calendar,
  limit = Infinity,
): Placement<C>[] {
  const capacity = new Capacity(hosts, calendar);
  const waiting = new Set<string>();
  const placements: Placement<C>[] = [];
  for (const candidate of candidates) {
    if (placements.length >= limit || capacity.exhausted) break;
    const { demand } = candidate;
    if (waiting.has(demand.key)) continue;
    const found = findHost(hosts, demand, capacity);
    if (!found) {
      waiting.add(demand.key);
      capacity.keepFor(demand);
      continue;
    }
    capacity.take(found.host, found.devices, demand);
    placements.push({
      candidate,
      host: found.host,
      devices: found.devices.map(({ uuid, index, model, simulated }) => ({ uuid, index, model, simulated })),
      limits:
        found.devices.length > 0 ? found.devices.map((device) => device.limits) : [found.host.cpuLimits],
    });
  }
  return placements;
}

interface Found {
  readonly host: HostFact;
  readonly devices: readonly DeviceFact[];
}

/** The least loaded host that fits, and on it the least loaded devices; ties go to the lower name and index, so that a plan is repeatable. */
function findHost(hosts: readonly HostFact[], demand: Demand, capacity: Capacity): Found | undefined {
  let best: (Found & { readonly load: number }) | undefined;
  for (const host of hosts) {
    if (!capacity.hasRoom(host, demand)) continue;
    const devices = demand.count === 0 ? [] : leastLoaded(host, demand, capacity);
    if (!devices) continue;
    const load = demand.count === 0 ? capacity.load(cpuPlace(host.hostId)) : capacity.loadOf(devices);
    if (!best || load < best.load) best = { host, devices, load };
    if (load === 0) break;
  }
  return best;
}

function leastLoaded(host: HostFact, demand: Demand, capacity: Capacity): readonly DeviceFact[] | undefined {
  const free = host.devices.filter(
    (device) => suits(device, demand) && capacity.isFree(device, demand.class),
  );
  if (free.length < demand.count) return undefined;
  return free
    .sort((a, b) => capacity.load(a.uuid) - capacity.load(b.uuid) || a.index - b.index)
    .slice(0, demand.count);
}
