import type { Ask } from './ask.js';
import type { Capacity } from './capacity.js';
import { isOpenTo, suits, type Demand } from './demand.js';
import type { DevicePlace, HostLine } from './host-line.js';
import type { Strategy } from './strategy.js';

export interface Option {
  readonly line: HostLine;
  readonly devices: readonly DevicePlace[];
}

interface Known {
  readonly version: number;
  readonly option: Option | undefined;
  readonly score: number;
}

export interface SuitingHost {
  readonly line: HostLine;
  /** Devices of the host that would serve and are in service, in order of their index. */
  readonly places: readonly DevicePlace[];
}

/**
 * Where jobs of one demand may go in this pass. What was found out about a host is kept until something is taken there,
 * so that a placement costs one look at each host's score, and a closer one at the host of the last placement.
 */
export class Options {
  readonly suiting: readonly SuitingHost[];
  /** For all who ask for the same devices, where time makes no difference; else for each ask. By number of the host. */
  readonly #forAll: (Known | undefined)[] = [];
  readonly #forAsk = new Map<Ask, (Known | undefined)[]>();

  constructor(
    private readonly demand: Demand,
    private readonly capacity: Capacity,
    private readonly strategy: Strategy,
  ) {
    const suiting = capacity.lines.flatMap((line) => suitingOn(line, demand));
    const others = suiting.filter(({ line }) => !demand.avoid?.has(line.host.hostId));
    this.suiting = others.length > 0 ? others : suiting;
  }

  /** The one that the pool's strategy likes best; of equals the first, so that a plan is repeatable. */
  best(ask: Ask): Option | undefined {
    let best: Known | undefined;
    for (const [index, suiting] of this.suiting.entries()) {
      const known = this.knownOf(index, suiting, ask);
      if (known.option && (!best || known.score < best.score)) best = known;
    }
    return best?.option;
  }

  /** Devices that are free for it now, on all hosts together, and the most on one of them. */
  free(ask: Ask): { readonly all: number; readonly onOneHost: number } {
    const counts = this.suiting.map((suiting) => this.freeOn(suiting, ask).length);
    return { all: counts.reduce((sum, count) => sum + count, 0), onOneHost: Math.max(0, ...counts) };
  }

  /**
   * For one who has to wait where planned starts can't be told: the host that is nearest to having room, and what is free
   * there. Undefined where no host has enough in service, so that nothing is kept for a wait without end.
   */
  nearest(ask: Ask): Option | undefined {
    let nearest: (Option & { readonly free: number }) | undefined;
    for (const suiting of this.suiting) {
      const { line } = suiting;
      const devices = this.freeOn(suiting, ask).slice(0, this.demand.count);
      const free = this.demand.count > 0 ? devices.length : line.cpu.free(this.demand.class);
      if (!nearest || free > nearest.free) nearest = { line, devices, free };
    }
    return nearest;
  }

  private knownOf(index: number, suiting: SuitingHost, ask: Ask): Known {
    const { line } = suiting;
    const knownOf = this.knownFor(line, ask);
    const known = knownOf[index];
    if (known?.version === line.version) return known;
    const hasRoom = line.hasRoom(ask, this.capacity.nowMs) && isIn(ask, line);
    const free = hasRoom ? this.freeOn(suiting, ask) : [];
    const fits = hasRoom && free.length >= this.demand.count;
    const choice = fits ? this.strategy(line, free, this.demand) : undefined;
    const found: Known = {
      version: line.version,
      option: choice && { line, devices: choice.devices },
      score: choice?.score ?? Infinity,
    };
    knownOf[index] = found;
    return found;
  }

  private knownFor(line: HostLine, ask: Ask): (Known | undefined)[] {
    if (!line.isTimed && !ask.window) return this.#forAll;
    const { stranger = ask } = ask;
    const alike = stranger === ask || line.isOf(ask) ? ask : stranger;
    let known = this.#forAsk.get(alike);
    if (!known) this.#forAsk.set(alike, (known = []));
    return known;
  }

  private freeOn({ places }: SuitingHost, ask: Ask): readonly DevicePlace[] {
    const { window } = ask;
    const { nowMs } = this.capacity;
    return places.filter(
      ({ device, place }) => (!window || window.uuids.has(device.uuid)) && place.isFree(ask, nowMs),
    );
  }
}

/** Outside of windows everywhere; else only on hosts that have something of it. */
const isIn = ({ window }: Ask, { devices }: HostLine): boolean =>
  !window || devices.some(({ device }) => window.uuids.has(device.uuid));

function suitingOn(line: HostLine, demand: Demand): SuitingHost[] {
  const { host } = line;
  if (!isOpenTo(host, demand)) return [];
  if (demand.vcpus > host.cpuCores || demand.ramMiB > host.memoryMiB) return [];
  if (demand.count === 0) return host.cpuLimits[demand.class] >= demand.slots ? [{ line, places: [] }] : [];
  const places = line.devices
    .filter(({ device }) => device.state === 'available' && suits(device, demand))
    .sort((a, b) => a.device.index - b.device.index);
  return places.length >= demand.count ? [{ line, places }] : [];
}
