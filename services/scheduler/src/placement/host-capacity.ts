import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { endOf, type PlacementRequest } from './placement-request.js';
import type { Demand } from './demand.js';
import type { Hold, Place } from './place.js';

/** CPU and memory that are taken for a time. */
export interface RoomHold extends Pick<Hold, 'from' | 'until'> {
  readonly vcpus: number;
  readonly ramMiB: number;
}

export interface DevicePlace {
  readonly device: DeviceFact;
  readonly place: Place;
}

/** A host during one pass. */
export class HostCapacity {
  /** Counts its changes, so that computed values can be cached until the next. */
  version = 0;
  readonly use: { vcpus: number; ramMiB: number };
  readonly #given: RoomHold[] = [];
  readonly #own = new Map<PlacementRequest, boolean>();
  #laterRoom = 0;
  #timed: { readonly version: number; readonly is: boolean } | undefined;

  constructor(
    readonly host: HostFact,
    readonly devices: readonly DevicePlace[],
    readonly cpu: Place,
    use: { readonly vcpus: number; readonly ramMiB: number },
    private readonly leases: () => readonly RoomHold[],
  ) {
    this.use = { vcpus: use.vcpus, ramMiB: use.ramMiB };
  }

  /** Whether what is free now may not stay free for as long as it is needed. */
  get isTimed(): boolean {
    if (this.#timed?.version !== this.version) {
      const { version, cpu, devices } = this;
      const is = this.#laterRoom > 0 || cpu.isTimed || devices.some(({ place }) => place.isTimed);
      this.#timed = { version, is };
    }
    return this.#timed.is;
  }

  /** Whether any claim on its devices may belong to the requester. */
  isOf(request: PlacementRequest): boolean {
    let is = this.#own.get(request);
    if (is === undefined)
      this.#own.set(request, (is = this.devices.some(({ place }) => place.isOf(request))));
    return is;
  }

  /** CPU, memory, and for jobs without devices a slot, from now on. */
  hasRoom(request: PlacementRequest, now: number): boolean {
    const { demand } = request;
    if (demand.count === 0 && !this.cpu.isFree(request, now)) return false;
    if (!needsCpuOrMemory(demand)) return true;
    if (!fits(this.use, demand, this.host)) return false;
    return this.#laterRoom === 0 || this.roomEarliest(request, now) === now;
  }

  /** When CPU and memory for it are free for as long as it needs them; not before `from`. */
  roomEarliest(request: PlacementRequest, from: number): number {
    const { demand } = request;
    if (!needsCpuOrMemory(demand)) return from;
    if (demand.vcpus > this.host.cpuCores || demand.ramMiB > this.host.memoryMiB) return Infinity;
    const all = [...this.leases(), ...this.#given];
    for (let start = from; start < Infinity;) {
      const end = endOf(request, start);
      const during = all.filter((hold) => hold.from < end && hold.until > start);
      const isOver = (at: number): boolean => !fits(useAt(during, at), demand, this.host);
      if (!isOver(start) && !during.some((hold) => hold.from > start && isOver(hold.from))) return start;
      start = Math.min(...during.map(({ until }) => until));
    }
    return Infinity;
  }

  /** @param devices none where the demand is for none */
  take(devices: readonly DevicePlace[], demand: Demand, from: number, until: number, now: number): void {
    this.version += 1;
    const hold: Hold = { from, until, class: demand.class, slots: demand.slots };
    for (const { place } of devices) place.take(hold, now);
    if (demand.count === 0) this.cpu.take(hold, now);
    this.#room({ from, until, vcpus: demand.vcpus, ramMiB: demand.ramMiB }, now);
  }

  /** Undoes the last allocation, which must have been the same. */
  undoLast(devices: readonly DevicePlace[], demand: Demand, now: number): void {
    this.version += 1;
    for (const { place } of devices) place.undoLast(now);
    if (demand.count === 0) this.cpu.undoLast(now);
    const hold = this.#given.pop();
    if (hold) this.#count(hold, -1, now);
  }

  #room(hold: RoomHold, now: number): void {
    this.#given.push(hold);
    this.#count(hold, 1, now);
  }

  #count({ from, vcpus, ramMiB }: RoomHold, by: 1 | -1, now: number): void {
    if (from > now) this.#laterRoom += by;
    else {
      this.use.vcpus = inThousandths(this.use.vcpus + by * vcpus);
      this.use.ramMiB = inThousandths(this.use.ramMiB + by * ramMiB);
    }
  }
}

const needsCpuOrMemory = ({ vcpus, ramMiB }: Demand): boolean => vcpus > 0 || ramMiB > 0;

interface Use {
  readonly vcpus: number;
  readonly ramMiB: number;
}

/** As the calendar counts it. */
const inThousandths = (amount: number): number => Math.round(amount * 1000) / 1000;

const fits = (use: Use, demand: Demand, host: HostFact): boolean =>
  (demand.vcpus === 0 || use.vcpus + demand.vcpus <= host.cpuCores) &&
  (demand.ramMiB === 0 || use.ramMiB + demand.ramMiB <= host.memoryMiB);

function useAt(holds: readonly RoomHold[], at: number): Use {
  const use = { vcpus: 0, ramMiB: 0 };
  for (const { from, until, vcpus, ramMiB } of holds) {
    if (from > at || at >= until) continue;
    use.vcpus = inThousandths(use.vcpus + vcpus);
    use.ramMiB = inThousandths(use.ramMiB + ramMiB);
  }
  return use;
}
