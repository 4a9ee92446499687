import type { PoolLoadSubscription } from '../generated/operations.js';

type HostSample = PoolLoadSubscription['poolSamples']['hosts'][number];
export type DeviceSample = HostSample['devices'][number];

/** What a device did lately. */
export interface DeviceLoad {
  readonly at: string;
  readonly sample: DeviceSample;
  /** Percent of the last samples, oldest first. */
  readonly recent: readonly number[];
}

export interface HostLoad {
  readonly at: string;
  readonly cpuPercent: number | null;
  readonly memoryUsedMiB: number | null;
  readonly memoryTotalMiB: number | null;
}

export interface Load {
  readonly devices: ReadonlyMap<string, DeviceLoad>;
  readonly hosts: ReadonlyMap<string, HostLoad>;
}

export const NO_LOAD: Load = { devices: new Map(), hosts: new Map() };
/** One a second. */
const MAX_RECENT = 60;
/** What is older says nothing about now. */
export const STALE_MS = 15_000;

/** Adds samples; nothing grows with time. A sample that comes twice, or late, changes nothing. */
export function withSamples(load: Load, samples: readonly HostSample[]): Load {
  const devices = new Map(load.devices);
  const hosts = new Map(load.hosts);
  for (const { host, devices: sampled, ...own } of samples) {
    const before = hosts.get(host.id);
    if (before && before.at >= own.at) continue;
    hosts.set(host.id, own);
    for (const sample of sampled) {
      const recent = [...(devices.get(sample.uuid)?.recent ?? []), sample.utilisationGpu ?? 0];
      devices.set(sample.uuid, { at: own.at, sample, recent: recent.slice(-MAX_RECENT) });
    }
  }
  return { devices, hosts };
}

export const isStale = (at: string, now = Date.now()): boolean => now - Date.parse(at) > STALE_MS;

/** @returns points of an SVG polyline in a box of this size; 0 at the bottom, 100 at the top */
export function sparkline(percents: readonly number[], width: number, height: number): string {
  const step = width / (MAX_RECENT - 1);
  const first = MAX_RECENT - percents.length;
  return percents
    .map((percent, index) => {
      const x = (first + index) * step;
      const y = height - (Math.min(100, Math.max(0, percent)) / 100) * height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
