import type { DeviceFact, HostFact } from '../facts/host.facts.js';
import { couldHold, suits, type Demand } from './demand.js';

/**
 * How many jobs with equal requests an idle host could run at the same time. Each takes `count` different devices,
 * so of n jobs no device is used by more than n: with limits of 3 and 1 one job that needs two devices fits, not
 * two.
 * @param devices of the host; all of them if omitted
 */
export function maxConcurrent(
  host: HostFact,
  demand: Demand,
  devices: readonly DeviceFact[] = host.devices,
): number {
  const { count, slots, vcpus, ramMiB } = demand;
  if (!couldHold(host, demand)) return 0;
  const byRoom = Math.min(part(host.cpuCores, vcpus), part(host.memoryMiB, ramMiB));
  if (count === 0) return Math.min(byRoom, part(host.cpuLimits[demand.class], slots));
  const places = devices
    .filter((device) => suits(device, demand))
    .map((device) => part(device.limits[demand.class], slots));
  const used = (most: number): number => places.reduce((total, each) => total + Math.min(each, most), 0);
  let most = Math.min(byRoom, part(used(Infinity), count));
  while (most > 0 && used(most) < most * count) most -= 1;
  return most;
}

const part = (whole: number, each: number): number => (each > 0 ? Math.floor(whole / each) : Infinity);
