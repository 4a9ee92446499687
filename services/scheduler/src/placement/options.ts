import { cpuPlace } from '../calendar/calendar.js';
import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import type { Capacity, Slots } from './capacity.js';
import { suits, type Demand } from './demand.js';

export interface Option {
  readonly host: HostFact;
  readonly devices: readonly DeviceFact[];
  /** Leases that are there already. */
  readonly load: number;
}

interface Place {
  readonly device: DeviceFact;
  readonly taken: Readonly<Slots>;
}

interface SuitingHost {
  readonly host: HostFact;
  /** Devices of the host that would serve and are in service. */
  readonly places: readonly Place[];
}

const loadOf = ({ training, inference }: Readonly<Slots>): number => training + inference;

/**
 * Where jobs of one demand may still go in this pass. Capacity only shrinks, so a host that is full for the demand is
 * never looked at again, and no host will ever have less load than the least found so far.
 */
export class Options {
  readonly #suiting: readonly SuitingHost[];
  readonly #left: SuitingHost[];
  #least = 0;

  constructor(
    hosts: readonly HostFact[],
    private readonly demand: Demand,
    private readonly capacity: Capacity,
  ) {
    this.#suiting = hosts.flatMap((host) => suitingOf(host, demand, capacity));
    this.#left = [...this.#suiting];
  }

  /** The least loaded host, and on it the least loaded devices; of equals the first, so that a plan is repeatable. */
  best(): Option | undefined {
    let best: Option | undefined;
    for (let index = 0; index < this.#left.length;) {
      const option = this.optionOn(this.#left[index] as SuitingHost);
      if (!option) {
        this.#left.splice(index, 1);
        continue;
      }
      if (!best || option.load < best.load) best = option;
      if (best.load <= this.#least) return best;
      index += 1;
    }
    if (best) this.#least = best.load;
    return best;
  }

  /**
   * For one who has to wait: the host that is nearest to having room, and what is free there. Undefined where no host
   * has enough in service, so that nothing is kept for a wait without end.
   */
  nearest(): Option | undefined {
    let nearest: (Option & { readonly free: number }) | undefined;
    for (const suiting of this.#suiting) {
      const { host } = suiting;
      const places = this.freePlaces(suiting);
      const free =
        this.demand.count > 0
          ? places.length
          : this.capacity.freeSlots(cpuPlace(host.hostId), host.cpuLimits, this.demand.class);
      if (!nearest || free > nearest.free)
        nearest = { host, devices: places.map(({ device }) => device), free, load: 0 };
    }
    return nearest;
  }

  private optionOn(suiting: SuitingHost): Option | undefined {
    const { host } = suiting;
    const { count } = this.demand;
    if (!this.capacity.hasRoom(host, this.demand)) return undefined;
    if (count === 0) return { host, devices: [], load: loadOf(this.capacity.takenOn(cpuPlace(host.hostId))) };
    const places = this.freePlaces(suiting);
    if (places.length < count) return undefined;
    const load = places.reduce((sum, { taken }) => sum + loadOf(taken), 0);
    return { host, devices: places.map(({ device }) => device), load };
  }

  /** As many as are asked for, or fewer; the least loaded first. */
  private freePlaces({ places }: SuitingHost): readonly Place[] {
    const { class: jobClass, count } = this.demand;
    const free = places.filter(({ device, taken }) => taken[jobClass] < device.limits[jobClass]);
    if (free.length <= count) return free;
    return free
      .sort((a, b) => loadOf(a.taken) - loadOf(b.taken) || a.device.index - b.device.index)
      .slice(0, count);
  }
}

function suitingOf(host: HostFact, demand: Demand, capacity: Capacity): SuitingHost[] {
  if (demand.vcpus > host.cpuCores || demand.ramMiB > host.memoryMiB) return [];
  if (demand.count === 0) return host.cpuLimits[demand.class] > 0 ? [{ host, places: [] }] : [];
  const places = host.devices
    .filter((device) => device.state === 'available' && suits(device, demand))
    .map((device) => ({ device, taken: capacity.takenOn(device.uuid) }));
  return places.length >= demand.count ? [{ host, places }] : [];
}
