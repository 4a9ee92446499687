import type { Capacity } from './capacity.js';
import { isOpenTo, suits, type Demand } from './demand.js';
import type { DevicePlace, HostCapacity } from './host-capacity.js';
import type { PlacementRequest } from './placement-request.js';
import type { Strategy } from './strategy.js';

export interface Option {
  readonly hostCapacity: HostCapacity;
  readonly devices: readonly DevicePlace[];
}

interface Known {
  readonly version: number;
  readonly option: Option | undefined;
  readonly score: number;
}

export interface SuitingHost {
  readonly hostCapacity: HostCapacity;
  /** Devices of the host that would serve and are in service, in order of their index. */
  readonly places: readonly DevicePlace[];
}

/**
 * The hosts where jobs of one demand may be placed in this pass. Results for a host are cached until something is
 * allocated there, so that a placement costs one comparison of each host's score, and a recomputation for the host
 * of the last placement.
 */
export class Options {
  readonly suiting: readonly SuitingHost[];
  /** By number of the host: for all that need the same devices, where time makes no difference; else for each. */
  readonly #forAll: (Known | undefined)[] = [];
  readonly #forAsk = new Map<PlacementRequest, (Known | undefined)[]>();

  constructor(
    private readonly demand: Demand,
    private readonly capacity: Capacity,
    private readonly strategy: Strategy,
  ) {
    const suiting = capacity.hostCapacities.flatMap((hostCapacity) => suitingOn(hostCapacity, demand));
    const others = suiting.filter(({ hostCapacity }) => !demand.avoid?.has(hostCapacity.host.hostId));
    this.suiting = others.length > 0 ? others : suiting;
  }

  /** The one that the pool's strategy likes best; of equals the first, so that a plan is repeatable. */
  best(request: PlacementRequest): Option | undefined {
    let best: Known | undefined;
    for (const [index, suiting] of this.suiting.entries()) {
      const known = this.#knownOf(index, suiting, request);
      if (known.option && (!best || known.score < best.score)) best = known;
    }
    return best?.option;
  }

  /** Devices that are free for it now, on all hosts together, and the maximum on one of them. */
  free(request: PlacementRequest): { readonly all: number; readonly onOneHost: number } {
    const counts = this.suiting.map((suiting) => this.#freeOn(suiting, request).length);
    return { all: counts.reduce((sum, count) => sum + count, 0), onOneHost: Math.max(0, ...counts) };
  }

  /**
   * For a candidate that must wait without a planned start: the host that is nearest to having enough free, and what
   * is free there. Undefined where no host has enough in service, so that nothing is kept free without end.
   */
  nearest(request: PlacementRequest): Option | undefined {
    let nearest: (Option & { readonly free: number }) | undefined;
    for (const suiting of this.suiting) {
      const { hostCapacity } = suiting;
      const devices = this.#freeOn(suiting, request).slice(0, this.demand.count);
      const free = this.demand.count > 0 ? devices.length : hostCapacity.cpu.free(this.demand.class);
      if (!nearest || free > nearest.free) nearest = { hostCapacity, devices, free };
    }
    return nearest;
  }

  #knownOf(index: number, suiting: SuitingHost, request: PlacementRequest): Known {
    const { hostCapacity } = suiting;
    const knownOf = this.#knownFor(hostCapacity, request);
    const known = knownOf[index];
    if (known?.version === hostCapacity.version) return known;
    const hasRoom = hostCapacity.hasRoom(request, this.capacity.nowMs) && isIn(request, hostCapacity);
    const free = hasRoom ? this.#freeOn(suiting, request) : [];
    const fits = hasRoom && free.length >= this.demand.count;
    const choice = fits ? this.strategy(hostCapacity, free, this.demand) : undefined;
    const found: Known = {
      version: hostCapacity.version,
      option: choice && { hostCapacity, devices: choice.devices },
      score: choice?.score ?? Infinity,
    };
    knownOf[index] = found;
    return found;
  }

  #knownFor(hostCapacity: HostCapacity, request: PlacementRequest): (Known | undefined)[] {
    if (!hostCapacity.isTimed && !request.window) return this.#forAll;
    const { withoutOwnReservation = request } = request;
    const alike =
      withoutOwnReservation === request || hostCapacity.isOf(request) ? request : withoutOwnReservation;
    let known = this.#forAsk.get(alike);
    if (!known) this.#forAsk.set(alike, (known = []));
    return known;
  }

  #freeOn({ places }: SuitingHost, request: PlacementRequest): readonly DevicePlace[] {
    const { window } = request;
    const { nowMs } = this.capacity;
    return places.filter(
      ({ device, place }) => (!window || window.uuids.has(device.uuid)) && place.isFree(request, nowMs),
    );
  }
}

/** Without a window on every host; else only on hosts with devices of it. */
const isIn = ({ window }: PlacementRequest, { devices }: HostCapacity): boolean =>
  !window || devices.some(({ device }) => window.uuids.has(device.uuid));

function suitingOn(hostCapacity: HostCapacity, demand: Demand): SuitingHost[] {
  const { host } = hostCapacity;
  if (!isOpenTo(host, demand)) return [];
  if (demand.vcpus > host.cpuCores || demand.ramMiB > host.memoryMiB) return [];
  if (demand.count === 0)
    return host.cpuLimits[demand.class] >= demand.slots ? [{ hostCapacity, places: [] }] : [];
  const places = hostCapacity.devices
    .filter(({ device }) => device.state === 'available' && suits(device, demand))
    .sort((a, b) => a.device.index - b.device.index);
  return places.length >= demand.count ? [{ hostCapacity, places }] : [];
}

/** Maximum of different demands per pass; more wait for the next one, so that no pass takes long. */
const MAX_DEMANDS = 256;

/** The possible hosts for each demand that a pass has considered. */
export class OptionsByDemand {
  readonly #options = new Map<string, Options>();

  constructor(
    private readonly capacity: Capacity,
    private readonly strategy: Strategy,
  ) {}

  /** @param always holders get what they have reserved, however many are before them in the queue */
  of(demand: Demand, always = false): Options | undefined {
    let options = this.#options.get(demand.key);
    if (!options && (always || this.#options.size < MAX_DEMANDS)) {
      options = new Options(demand, this.capacity, this.strategy);
      this.#options.set(demand.key, options);
    }
    return options;
  }
}
