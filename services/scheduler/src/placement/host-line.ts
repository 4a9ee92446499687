import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { endOf, type Ask } from './ask.js';
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
export class HostLine {
  /** Counts its changes, so that what was worked out for it can be kept until the next. */
  version = 0;
  readonly use: { vcpus: number; ramMiB: number };
  readonly #given: RoomHold[] = [];
  readonly #own = new Map<Ask, boolean>();
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

  /** Whether what is free now may not be free for as long as somebody needs it. */
  get isTimed(): boolean {
    if (this.#timed?.version !== this.version) {
      const { version, cpu, devices } = this;
      const is = this.#laterRoom > 0 || cpu.isTimed || devices.some(({ place }) => place.isTimed);
      this.#timed = { version, is };
    }
    return this.#timed.is;
  }

  /** Whether any claim on its devices is an asker's own. */
  isOf(ask: Ask): boolean {
    let is = this.#own.get(ask);
    if (is === undefined) this.#own.set(ask, (is = this.devices.some(({ place }) => place.isOf(ask))));
    return is;
  }

  /** CPU, memory, and for jobs without devices a slot, from now on. */
  hasRoom(ask: Ask, now: number): boolean {
    const { demand } = ask;
    if (demand.count === 0 && !this.cpu.isFree(ask, now)) return false;
    if (!asksForRoom(demand)) return true;
    if (!fits(this.use, demand, this.host)) return false;
    return this.#laterRoom === 0 || this.roomEarliest(ask, now) === now;
  }

  /** When CPU and memory for it are free for as long as it needs them; not before `from`. */
  roomEarliest(ask: Ask, from: number): number {
    const { demand } = ask;
    if (!asksForRoom(demand)) return from;
    if (demand.vcpus > this.host.cpuCores || demand.ramMiB > this.host.memoryMiB) return Infinity;
    const all = [...this.leases(), ...this.#given];
    for (let start = from; start < Infinity;) {
      const end = endOf(ask, start);
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
    this.room({ from, until, vcpus: demand.vcpus, ramMiB: demand.ramMiB }, now);
  }

  /** Takes back the last that was taken, which must have been the same. */
  giveBack(devices: readonly DevicePlace[], demand: Demand, now: number): void {
    this.version += 1;
    for (const { place } of devices) place.giveBack(now);
    if (demand.count === 0) this.cpu.giveBack(now);
    const hold = this.#given.pop();
    if (hold) this.count(hold, -1, now);
  }

  private room(hold: RoomHold, now: number): void {
    this.#given.push(hold);
    this.count(hold, 1, now);
  }

  private count({ from, vcpus, ramMiB }: RoomHold, by: 1 | -1, now: number): void {
    if (from > now) this.#laterRoom += by;
    else {
      this.use.vcpus = inThousandths(this.use.vcpus + by * vcpus);
      this.use.ramMiB = inThousandths(this.use.ramMiB + by * ramMiB);
    }
  }
}

const asksForRoom = ({ vcpus, ramMiB }: Demand): boolean => vcpus > 0 || ramMiB > 0;

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
