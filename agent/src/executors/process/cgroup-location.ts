import { basename, dirname, join, relative } from 'node:path';

/** Where the agent may make groups for its runs: the folder, and which interface files it has. */
export interface CgroupLocation {
  readonly version: 1 | 2;
  readonly folder: string;
}
export type Controller = 'cpu' | 'memory' | 'pids';

/** A unit with `Delegate=yes` and `DelegateSubgroup=agent` puts the agent in a leaf, so that runs can be put beside it (v2 allows processes in leaves only). */
const AGENT_LEAF = 'agent';

/**
 * Finds a controller's hierarchy for this process from `/proc/self/mountinfo` and `/proc/self/cgroup` (cgroups(7)):
 * version 1 where the controller is mounted by itself, else version 2.
 */
export function locateCgroup(
  controller: Controller,
  mountinfo: string,
  membership: string,
): CgroupLocation | undefined {
  const mounts = mountinfo.split('\n').flatMap(parseMount);
  const v1 = mounts.find((mount) => mount.type === 'cgroup' && mount.options.includes(controller));
  const own = membership.split('\n').map((line) => line.split(':'));
  if (v1) {
    const path = own.find(([, controllers]) => controllers?.split(',').includes(controller))?.[2];
    return path === undefined ? undefined : { version: 1, folder: within(v1, path) };
  }
  const v2 = mounts.find((mount) => mount.type === 'cgroup2');
  const path = own.find(([hierarchy]) => hierarchy === '0')?.[2];
  if (!v2 || path === undefined) return undefined;
  const folder = within(v2, path);
  return { version: 2, folder: basename(folder) === AGENT_LEAF ? dirname(folder) : folder };
}

interface Mount {
  readonly type: string;
  readonly root: string;
  readonly point: string;
  readonly options: readonly string[];
}

function parseMount(line: string): Mount[] {
  const [before, after] = line.split(' - ');
  const [, , , root, point] = before?.split(' ') ?? [];
  const [type, , options] = after?.split(' ') ?? [];
  if (!root || !point || !type) return [];
  return [{ type, root, point, options: options?.split(',') ?? [] }];
}

const within = (mount: Mount, path: string): string => join(mount.point, relative(mount.root, path));
