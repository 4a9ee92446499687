import type { Entry } from './entry.js';

export interface Bar {
  readonly entry: Entry;
  /** From 0: entries that overlap on a device lie one below the other. */
  readonly lane: number;
}

export interface DeviceBars {
  /** In order of their start. */
  readonly bars: readonly Bar[];
  readonly lanes: number;
}

const NONE: DeviceBars = { bars: [], lanes: 1 };

/** Entries of each device in the fewest lanes in which none overlaps another. */
export function barsByDevice(entries: readonly Entry[]): (uuid: string) => DeviceBars {
  const byDevice = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const uuid of entry.devices) {
      const those = byDevice.get(uuid);
      if (those) those.push(entry);
      else byDevice.set(uuid, [entry]);
    }
  const bars = new Map([...byDevice].map(([uuid, those]) => [uuid, inLanes(those)]));
  return (uuid) => bars.get(uuid) ?? NONE;
}

function inLanes(entries: readonly Entry[]): DeviceBars {
  const ends: number[] = [];
  const ordered = entries.toSorted((a, b) => a.from - b.from || b.until - a.until);
  const bars = ordered.map((entry): Bar => {
    const free = ends.findIndex((end) => end <= entry.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = entry.until;
    return { entry, lane };
  });
  return { bars, lanes: Math.max(1, ends.length) };
}

/** Of a device's bars, those that are seen between two instants. */
export const barsWithin = ({ bars }: DeviceBars, from: number, until: number): Bar[] =>
  bars.filter(({ entry }) => entry.from < until && entry.until > from);

/** What is in the way of a window on a device, but what is itself moved there. */
export function blockersOf(
  { bars }: DeviceBars,
  window: { readonly from: number; readonly until: number },
  moved?: string,
): Entry[] {
  return barsWithin({ bars, lanes: 1 }, window.from, window.until)
    .map(({ entry }) => entry)
    .filter(({ id }) => id !== moved);
}
