import { jobClasses, type JobClass } from '@berth/contracts/scheduler/events';
import { claimsOn, claimsOnHost, type Claim } from '../calendar/agenda.js';
import { cpuPlace, useOfHost, type Calendar, type Lease } from '../calendar/calendar.js';
import type { HostFact } from '../facts/host.facts.js';
import { timed, type TimedClaim } from './placement-request.js';
import type { Demand } from './demand.js';
import { HostCapacity, type DevicePlace, type RoomHold } from './host-capacity.js';
import { Place, type Hold, type PlaceSource } from './place.js';

/** A run that is over its time is taken to end within so long, and a host that does not take work yet to do so then. */
const OVERDUE_MS = 60_000;

export interface CapacityOptions {
  readonly nowMs: number;
  /** When leases that are being ended for others will be over, in ms since the epoch; by lease. */
  readonly ending: ReadonlyMap<string, number>;
  /** Hosts that take no work now, but soon will. */
  readonly notYet?: ReadonlySet<string>;
}

/** One allocation or reserved start of a pass, and how to undo it. */
interface Allocation {
  readonly hostCapacity: HostCapacity;
  readonly devices: readonly DevicePlace[];
  readonly demand: Demand;
  readonly from: number;
}

/**
 * The free capacity of a pool, now and later, during one pass: its calendar, and what the pass allocates or keeps
 * free for waiting candidates.
 */
export class Capacity {
  readonly hostCapacities: readonly HostCapacity[];
  readonly #byHost = new Map<string, HostCapacity>();
  readonly #free = { devices: { training: 0, inference: 0 }, cpus: { training: 0, inference: 0 } };
  readonly #taken: Allocation[] = [];
  #leasesByHost: Map<string, RoomHold[]> | undefined;

  constructor(
    hosts: readonly HostFact[],
    private readonly calendar: Calendar,
    private readonly options: CapacityOptions,
  ) {
    this.hostCapacities = hosts.map((host) => this.#newHostCapacity(host));
    for (const hostCapacity of this.hostCapacities) this.#byHost.set(hostCapacity.host.hostId, hostCapacity);
  }

  get nowMs(): number {
    return this.options.nowMs;
  }

  hostCapacityOf(hostId: string): HostCapacity | undefined {
    return this.#byHost.get(hostId);
  }

  /** Nothing that would serve such a job is free: no need to search. */
  isExhausted({ count, class: jobClass }: Demand): boolean {
    return (count > 0 ? this.#free.devices : this.#free.cpus)[jobClass] <= 0;
  }

  take(
    hostCapacity: HostCapacity,
    devices: readonly DevicePlace[],
    demand: Demand,
    from: number,
    until: number,
  ): void {
    hostCapacity.take(devices, demand, from, until, this.nowMs);
    this.#taken.push({ hostCapacity, devices, demand, from });
    if (from <= this.nowMs) this.#count(devices.length, demand, -1);
  }

  /** For `rollbackTo`. */
  get savepoint(): number {
    return this.#taken.length;
  }

  /** Undoes the allocations made since a savepoint. */
  rollbackTo(savepoint: number): void {
    while (this.#taken.length > savepoint) {
      const last = this.#taken.pop();
      if (!last) return;
      last.hostCapacity.undoLast(last.devices, last.demand, this.nowMs);
      if (last.from <= this.nowMs) this.#count(last.devices.length, last.demand, 1);
    }
  }

  #count(devices: number, { count, class: jobClass, slots }: Demand, by: 1 | -1): void {
    if (count > 0) this.#free.devices[jobClass] += by * devices * slots;
    else this.#free.cpus[jobClass] += by * slots;
  }

  #newHostCapacity(host: HostFact): HostCapacity {
    const { hostId } = host;
    const closed = this.options.notYet?.has(hostId) ? [this.#closedForNow] : NO_CLAIMS;
    const whole = claimsOnHost(this.calendar.agenda, hostId).map(timed);
    const cpu = this.#placeOf(cpuPlace(hostId), host.cpuLimits, [...closed, ...whole]);
    const devices = host.devices.map((device): DevicePlace => {
      const claims = this.#timedClaims(claimsOn(this.calendar.agenda, hostId, device.uuid));
      const all = closed.length > 0 ? [...closed, ...claims] : claims;
      return { device, place: this.#placeOf(device.uuid, device.limits, all) };
    });
    if (closed.length === 0) this.#countFree(cpu, devices);
    return new HostCapacity(host, devices, cpu, useOfHost(this.calendar, hostId), () =>
      this.#roomHoldsOn(hostId),
    );
  }

  #countFree(cpu: Place, devices: readonly DevicePlace[]): void {
    for (const jobClass of jobClasses) {
      this.#free.cpus[jobClass] += Math.max(0, cpu.free(jobClass));
      for (const { device, place } of devices)
        if (device.state === 'available') this.#free.devices[jobClass] += Math.max(0, place.free(jobClass));
    }
  }

  /** As maintenance would be that is over soon. */
  get #closedForNow(): TimedClaim {
    const whose = { userId: null, projectId: null, shared: false, grantPriority: 0 };
    const claim = { kind: 'maintenance' as const, id: '', from: '', until: '', ...whose };
    return { claim, from: -Infinity, until: this.nowMs + OVERDUE_MS };
  }

  #timedClaims(claims: readonly Claim[]): readonly TimedClaim[] {
    return claims.length === 0 ? NO_CLAIMS : claims.map(timed);
  }

  #placeOf(id: string, limits: PlaceSource['limits'], claims: readonly TimedClaim[]): Place {
    const leases = this.calendar.onPlace.get(id) ?? NO_LEASES;
    const taken = { training: 0, inference: 0 };
    for (const lease of leases) taken[lease.class] += 1;
    return new Place({
      limits,
      claims,
      taken,
      leases: () => leases.map((lease): Hold => ({ ...this.#timeOf(lease), class: lease.class, slots: 1 })),
    });
  }

  #roomHoldsOn(hostId: string): readonly RoomHold[] {
    if (!this.#leasesByHost) {
      this.#leasesByHost = new Map();
      for (const lease of this.calendar.leases.values()) {
        const { vcpus, ramMiB } = lease;
        const holds = this.#leasesByHost.get(lease.hostId) ?? [];
        if (holds.length === 0) this.#leasesByHost.set(lease.hostId, holds);
        holds.push({ ...this.#timeOf(lease), vcpus, ramMiB });
      }
    }
    return this.#leasesByHost.get(hostId) ?? NO_ROOM_HOLDS;
  }

  #timeOf({ leaseId, until }: Lease): { from: number; until: number } {
    const ends = this.options.ending.get(leaseId) ?? (until === null ? Infinity : Date.parse(until));
    return { from: -Infinity, until: Math.max(ends, this.nowMs + OVERDUE_MS) };
  }
}

const NO_CLAIMS: readonly TimedClaim[] = [];
const NO_LEASES: readonly Lease[] = [];
const NO_ROOM_HOLDS: readonly RoomHold[] = [];

/** Slots of each class. */
export type Slots = { readonly [jobClass in JobClass]: number };
