import type { Demand } from './demand.js';
import type { DevicePlace, HostCapacity } from './host-capacity.js';

export interface Choice {
  readonly devices: readonly DevicePlace[];
  /** The least is taken; of equals the first host by name. */
  readonly score: number;
}

/**
 * Which host, and which devices of it, a job gets of those that fit.
 *
 * @param free devices of the host that are free for the job, as many as it asks for or more; in order of their index
 */
export type Strategy = (hostCapacity: HostCapacity, free: readonly DevicePlace[], demand: Demand) => Choice;

/** The least loaded host, and on it the least loaded devices: runs disturb each other as little as can be. */
export const spread: Strategy = (hostCapacity, free, { count }) => {
  if (count === 0) return { devices: [], score: loadOf(hostCapacity.cpu) };
  const devices = firstBy(free, count, loadOn);
  return { devices, score: sum(devices, loadOn) };
};

/** The host that has the fewest idle devices left then, and on it the most loaded devices: whole hosts stay free for big jobs. */
export const pack: Strategy = (hostCapacity, free, { count, class: jobClass }) => {
  if (count === 0) return { devices: [], score: hostCapacity.cpu.free(jobClass) };
  const devices = mostLoaded(free, count);
  const idle = hostCapacity.devices.filter(
    (each) => each.device.state === 'available' && loadOn(each) === 0,
  ).length;
  return { devices, score: idle - devices.filter((each) => loadOn(each) === 0).length };
};

export const mostLoaded = (free: readonly DevicePlace[], count: number): readonly DevicePlace[] =>
  firstBy(free, count, (each) => -loadOn(each));

/** As many as are wanted, the least first; of equals those that came first. */
function firstBy(
  free: readonly DevicePlace[],
  count: number,
  of: (each: DevicePlace) => number,
): readonly DevicePlace[] {
  if (free.length <= count) return free;
  const [first] = free;
  const equal = first && free.every((each) => of(each) === of(first));
  return equal ? free.slice(0, count) : [...free].sort((a, b) => of(a) - of(b)).slice(0, count);
}

const loadOf = ({ taken }: DevicePlace['place']): number => taken.training + taken.inference;
const loadOn = ({ place }: DevicePlace): number => loadOf(place);
const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
