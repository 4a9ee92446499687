import type { JobClass } from '@berth/contracts/scheduler/events';
import { cpuPlace, type Calendar } from '../calendar/calendar.js';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { suits, type Demand } from './demand.js';

interface HostUse {
  vcpus: number;
  ramMiB: number;
}

/** What is free during one pass: the calendar's leases, plus what the pass has given out or keeps for those who wait. */
export class Capacity {
  readonly #taken = new Map<string, { training: number; inference: number }>();
  readonly #use = new Map<string, HostUse>();
  readonly #kept = { training: new Set<string>(), inference: new Set<string>() };
  #freeSlots = 0;

  constructor(
    private readonly hosts: readonly HostFact[],
    calendar: Calendar,
  ) {
    for (const [place, leases] of calendar.onPlace) {
      const taken = { training: 0, inference: 0 };
      for (const lease of leases) taken[lease.class] += 1;
      this.#taken.set(place, taken);
    }
    const own = new Set(hosts.map((host) => host.hostId));
    for (const lease of calendar.leases.values()) {
      if (!own.has(lease.hostId)) continue;
      const use = this.useOf(lease.hostId);
      use.vcpus += lease.vcpus ?? 0;
      use.ramMiB += lease.ramMiB ?? 0;
    }
    for (const host of hosts) this.#freeSlots += this.freeSlotsOf(host);
  }

  /** Nothing at all is free: whoever comes next waits. */
  get exhausted(): boolean {
    return this.#freeSlots <= 0;
  }

  load(place: string): number {
    const taken = this.#taken.get(place);
    return taken ? taken.training + taken.inference : 0;
  }

  loadOf(devices: readonly DeviceFact[]): number {
    return devices.reduce((sum, device) => sum + this.load(device.uuid), 0);
  }

  isFree(device: DeviceFact, jobClass: JobClass): boolean {
    if (device.state !== 'available' || this.#kept[jobClass].has(device.uuid)) return false;
    return (this.#taken.get(device.uuid)?.[jobClass] ?? 0) < device.limits[jobClass];
  }

  /** CPU, memory, and for jobs without devices a slot. */
  hasRoom(host: HostFact, demand: Demand): boolean {
    const use = this.#use.get(host.hostId);
    if (demand.vcpus > host.cpuCores - (use?.vcpus ?? 0)) return false;
    if (demand.ramMiB > host.memoryMiB - (use?.ramMiB ?? 0)) return false;
    if (demand.count > 0) return true;
    const place = cpuPlace(host.hostId);
    if (this.#kept[demand.class].has(place)) return false;
    return (this.#taken.get(place)?.[demand.class] ?? 0) < host.cpuLimits[demand.class];
  }

  take(host: HostFact, devices: readonly DeviceFact[], demand: Demand): void {
    const places = devices.length > 0 ? devices.map((device) => device.uuid) : [cpuPlace(host.hostId)];
    for (const place of places) {
      const taken = this.#taken.get(place) ?? { training: 0, inference: 0 };
      taken[demand.class] += 1;
      this.#taken.set(place, taken);
      this.#freeSlots -= 1;
    }
    const use = this.useOf(host.hostId);
    use.vcpus += demand.vcpus;
    use.ramMiB += demand.ramMiB;
  }

  /** From here on nobody behind gets a place that would suit the one who waits. */
  keepFor(demand: Demand): void {
    const kept = this.#kept[demand.class];
    for (const host of this.hosts) {
      if (demand.count === 0) kept.add(cpuPlace(host.hostId));
      else for (const device of host.devices) if (suits(device, demand)) kept.add(device.uuid);
    }
  }

  private useOf(hostId: string): HostUse {
    let use = this.#use.get(hostId);
    if (!use) this.#use.set(hostId, (use = { vcpus: 0, ramMiB: 0 }));
    return use;
  }

  private freeSlotsOf(host: HostFact): number {
    let free = 0;
    const count = (place: string, limits: { training: number; inference: number }) => {
      const taken = this.#taken.get(place) ?? { training: 0, inference: 0 };
      free += Math.max(0, limits.training - taken.training) + Math.max(0, limits.inference - taken.inference);
    };
    count(cpuPlace(host.hostId), host.cpuLimits);
    for (const device of host.devices) if (device.state === 'available') count(device.uuid, device.limits);
    return free;
  }
}
