import { jobClasses, type JobClass } from '@berth/contracts/scheduler/events';
import { cpuPlace, useOfHost, type Calendar } from '../calendar/calendar.js';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import type { Demand } from './demand.js';

export type Slots = { [jobClass in JobClass]: number };

/** What is free during one pass: the calendar's leases, plus what the pass has given out or keeps for those who wait. It only shrinks. */
export class Capacity {
  readonly #taken = new Map<string, Slots>();
  readonly #use = new Map<string, { vcpus: number; ramMiB: number }>();

  readonly #free = { devices: { training: 0, inference: 0 }, cpus: { training: 0, inference: 0 } };

  constructor(
    hosts: readonly HostFact[],
    private readonly calendar: Calendar,
  ) {
    for (const jobClass of jobClasses) {
      for (const host of hosts) {
        const free = this.freeSlots(cpuPlace(host.hostId), host.cpuLimits, jobClass);
        this.#free.cpus[jobClass] += Math.max(0, free);
        for (const device of host.devices) {
          if (!this.isFree(device, jobClass)) continue;
          this.#free.devices[jobClass] += this.freeSlots(device.uuid, device.limits, jobClass);
        }
      }
    }
  }

  /** Nothing is free anywhere that such a job could do with: no need to look. */
  isExhausted({ count, class: jobClass }: Demand): boolean {
    return (count > 0 ? this.#free.devices : this.#free.cpus)[jobClass] <= 0;
  }

  freeSlots(place: string, limits: Slots, jobClass: JobClass): number {
    return limits[jobClass] - this.takenOn(place)[jobClass];
  }

  isFree(device: DeviceFact, jobClass: JobClass): boolean {
    return device.state === 'available' && this.freeSlots(device.uuid, device.limits, jobClass) > 0;
  }

  /** CPU, memory, and for jobs without devices a slot. */
  hasRoom(host: HostFact, demand: Demand): boolean {
    const use = this.useOf(host.hostId);
    if (demand.vcpus > 0 && use.vcpus + demand.vcpus > host.cpuCores) return false;
    if (demand.ramMiB > 0 && use.ramMiB + demand.ramMiB > host.memoryMiB) return false;
    return demand.count > 0 || this.freeSlots(cpuPlace(host.hostId), host.cpuLimits, demand.class) > 0;
  }

  /** @param devices free ones; none where the demand is for none */
  take(host: HostFact, devices: readonly DeviceFact[], demand: Demand): void {
    if (demand.count > 0) {
      for (const device of devices) this.slotsOn(device.uuid)[demand.class] += 1;
      this.#free.devices[demand.class] -= devices.length;
    } else {
      const place = cpuPlace(host.hostId);
      if (this.freeSlots(place, host.cpuLimits, demand.class) > 0) this.#free.cpus[demand.class] -= 1;
      this.slotsOn(place)[demand.class] += 1;
    }
    const use = this.useOf(host.hostId);
    use.vcpus += demand.vcpus;
    use.ramMiB += demand.ramMiB;
  }

  /** Leases on a place by class; stays current as the pass goes on. */
  takenOn(place: string): Readonly<Slots> {
    return this.slotsOn(place);
  }

  private slotsOn(place: string): Slots {
    let taken = this.#taken.get(place);
    if (!taken) {
      taken = { training: 0, inference: 0 };
      for (const lease of this.calendar.onPlace.get(place) ?? []) taken[lease.class] += 1;
      this.#taken.set(place, taken);
    }
    return taken;
  }

  private useOf(hostId: string): { vcpus: number; ramMiB: number } {
    let use = this.#use.get(hostId);
    if (!use) {
      const { vcpus, ramMiB } = useOfHost(this.calendar, hostId);
      this.#use.set(hostId, (use = { vcpus, ramMiB }));
    }
    return use;
  }
}
