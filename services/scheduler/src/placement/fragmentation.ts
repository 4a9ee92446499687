/** What is free on a node. A device's free share is between 0 (taken) and 1 (idle). */
export interface FragmentNode {
  readonly cpu: number;
  readonly memory: number;
  readonly devices: readonly { readonly free: number; readonly model: string }[];
}

/** The request of a task to a node: a part of each of several devices, 1 for whole ones; none for the CPU. */
export interface FragmentTask {
  readonly cpu: number;
  readonly memory: number;
  readonly gpus: number;
  readonly share: number;
  /** Whether a device would do, free or not; any, where there is no such test. */
  readonly suits?: (model: string, index: number) => boolean;
}

export interface TypicalTask {
  readonly task: FragmentTask;
  /** Its part of all tasks; those of all typical tasks together are 1. */
  readonly popularity: number;
}

/** Shares are decimal fractions: 0.3 + 0.6 leaves a tenth. */
const TINY = 1e-9;

const isUsable = ({ suits, share }: FragmentTask, device: FragmentNode['devices'][number], index: number) =>
  device.free + TINY >= share && (!suits || suits(device.model, index));

/** Capacity in devices that a task can't use on a node: all that is free where the task does not fit. */
export function unusable(node: FragmentNode, task: FragmentTask): number {
  let usable = 0;
  let wasted = 0;
  let free = 0;
  for (const [index, device] of node.devices.entries()) {
    free += device.free;
    if (isUsable(task, device, index)) usable += 1;
    else wasted += device.free;
  }
  const fits =
    task.gpus > 0 && usable >= task.gpus && node.cpu + TINY >= task.cpu && node.memory + TINY >= task.memory;
  return fits ? wasted : free;
}

/**
 * How many devices' worth of what is free on a node can't be used, as expected of the next task: the measure of Weng et
 * al., "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation Gradient Descent", USENIX ATC 2023.
 */
export const fragmentation = (node: FragmentNode, typical: readonly TypicalTask[]): number =>
  typical.reduce((sum, { task, popularity }) => sum + popularity * unusable(node, task), 0);

/** A node after a task was placed on some of its devices. */
export const withTask = (
  node: FragmentNode,
  { cpu, memory, share }: FragmentTask,
  indexes: readonly number[],
): FragmentNode => ({
  cpu: node.cpu - cpu,
  memory: node.memory - memory,
  devices: node.devices.map((device, index) =>
    indexes.includes(index) ? { ...device, free: Math.max(0, device.free - share) } : device,
  ),
});

export interface Descent {
  readonly indexes: readonly number[];
  /** By how much fragmentation grows; less than nothing where it shrinks. */
  readonly increase: number;
}

/**
 * The devices of a node on which a task adds least to fragmentation, and how much; undefined where it does not fit. A task
 * for a part of one device is tried on each; for whole devices the first free ones are taken. Place it on the node with
 * the least increase: the steepest descent.
 */
export function steepestDescent(
  node: FragmentNode,
  task: FragmentTask,
  typical: readonly TypicalTask[],
  before = fragmentation(node, typical),
): Descent | undefined {
  if (node.cpu + TINY < task.cpu || node.memory + TINY < task.memory) return undefined;
  const usable = [...node.devices.keys()].filter((index) => {
    const device = node.devices[index];
    return device !== undefined && isUsable(task, device, index);
  });
  if (usable.length < task.gpus) return undefined;
  const isPart = task.gpus === 1 && task.share < 1;
  const choices = isPart ? usable.map((index) => [index]) : [usable.slice(0, task.gpus)];
  let best: Descent | undefined;
  for (const indexes of choices) {
    const increase = fragmentation(withTask(node, task, indexes), typical) - before;
    if (!best || increase < best.increase - TINY) best = { indexes, increase };
  }
  return best;
}

/**
 * The tasks of a workload that ask for most devices, those that make up most of it. By number alone a few that ask for
 * whole hosts would be forgotten, and hosts broken into that only they need. Of equals the first.
 */
export function typicalTasks<T>(
  counts: Iterable<readonly [T, number]>,
  gpusOf: (task: T) => number,
  { most, cover }: { readonly most: number; readonly cover: number },
): readonly { readonly task: T; readonly popularity: number }[] {
  const all = [...counts].map(([task, count]) => ({ task, count, gpus: count * gpusOf(task) }));
  all.sort((a, b) => b.gpus - a.gpus);
  const total = all.reduce((sum, { gpus }) => sum + gpus, 0);
  const kept: typeof all = [];
  let covered = 0;
  for (const each of all) {
    if (kept.length >= most || covered >= cover * total) break;
    kept.push(each);
    covered += each.gpus;
  }
  const tasks = kept.reduce((sum, { count }) => sum + count, 0);
  return kept.map(({ task, count }) => ({ task, popularity: count / tasks }));
}
