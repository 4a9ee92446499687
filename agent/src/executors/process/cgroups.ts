import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locateCgroup, type CgroupLocation, type Controller } from './cgroup-location.js';
import { signalProcess } from './process-identity.js';

export interface ResourceLimits {
  readonly vcpus?: number;
  readonly ramMiB?: number;
}

const PERIOD_US = 100_000;
const CONTROLLERS: readonly Controller[] = ['memory', 'cpu'];

/** Control groups, one per run: they limit CPU and memory, and contain processes that left their process group. */
export class Cgroups {
  private constructor(
    private readonly locations: ReadonlyMap<Controller, CgroupLocation>,
    /** `enforced`, or `not enforced: ` and why, for the host's report. */
    readonly statement: string,
  ) {}

  /** Limits nothing. */
  static readonly none = new Cgroups(new Map(), 'not enforced: disabled by configuration');

  /** Probes what this host supports; never throws. */
  static async detect(
    source = { mountinfo: '/proc/self/mountinfo', membership: '/proc/self/cgroup' },
  ): Promise<Cgroups> {
    const locations = new Map<Controller, CgroupLocation>();
    const failures: string[] = [];
    const mountinfo = await readFile(source.mountinfo, 'utf8').catch(() => '');
    const membership = await readFile(source.membership, 'utf8').catch(() => '');
    for (const controller of CONTROLLERS) {
      const location = locateCgroup(controller, mountinfo, membership);
      const failure = location
        ? await probeController(controller, location)
        : 'no such cgroup controller is mounted';
      if (location && failure === undefined) locations.set(controller, location);
      else failures.push(`${controller}: ${failure}`);
    }
    return new Cgroups(
      locations,
      failures.length === 0 ? 'enforced' : `not enforced: ${failures.join('; ')}`,
    );
  }

  /** Makes the run's groups; returns the files into which a process writes 0 to enter them. */
  async create(name: string, limits: ResourceLimits): Promise<readonly string[]> {
    for (const [controller, location] of this.locations) {
      await mkdir(join(location.folder, name), { recursive: true });
      await setLimits(controller, location, name, limits);
    }
    return this.#folders(name).map((folder) => join(folder, 'cgroup.procs'));
  }

  /**
   * Kills what is left in the run's groups and removes them; false where it had none, so that its processes must be
   * found in another way.
   */
  async end(name: string): Promise<boolean> {
    let found = false;
    for (const folder of this.#folders(name)) {
      for (let round = 0; round < 100; round += 1) {
        const pids = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => undefined);
        if (pids === undefined) break;
        found = true;
        for (const pid of pids.split('\n').filter(Boolean)) signalProcess(Number(pid), 'SIGKILL');
        if (pids === '' && (await removed(folder))) break;
        await sleep(Math.min(100, 2 * round));
      }
    }
    return found;
  }

  /** Whether the kernel killed something of the run because it reached its memory limit. */
  async oomKilled(name: string): Promise<boolean> {
    const location = this.locations.get('memory');
    if (!location) return false;
    const file = location.version === 2 ? 'memory.events' : 'memory.oom_control';
    const events = await readFile(join(location.folder, name, file), 'utf8').catch(() => '');
    return /^oom_kill [1-9]/m.test(events);
  }

  #folders(name: string): readonly string[] {
    return [...new Set([...this.locations.values()].map((location) => join(location.folder, name)))];
  }
}

async function setLimits(
  controller: Controller,
  location: CgroupLocation,
  name: string,
  limits: ResourceLimits,
) {
  const write = (file: string, value: string) => writeFile(join(location.folder, name, file), value);
  if (controller === 'memory' && limits.ramMiB !== undefined) {
    const bytes = String(Math.ceil(limits.ramMiB * 1024 * 1024));
    await write(location.version === 2 ? 'memory.max' : 'memory.limit_in_bytes', bytes);
  }
  if (controller === 'cpu' && limits.vcpus !== undefined) {
    const quota = String(Math.max(1000, Math.round(limits.vcpus * PERIOD_US)));
    if (location.version === 2) return write('cpu.max', `${quota} ${PERIOD_US}`);
    await write('cpu.cfs_period_us', String(PERIOD_US));
    await write('cpu.cfs_quota_us', quota);
  }
}

async function probeController(
  controller: Controller,
  location: CgroupLocation,
): Promise<string | undefined> {
  const name = `berth-probe-${process.pid}-${controller}`;
  try {
    if (location.version === 2) {
      await writeFile(join(location.folder, 'cgroup.subtree_control'), `+${controller}`);
    }
    await mkdir(join(location.folder, name));
    await setLimits(controller, location, name, { vcpus: 1, ramMiB: 64 });
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EBUSY')
      return 'the agent shares its cgroup (give its unit Delegate=yes, DelegateSubgroup=agent)';
    return `${location.folder} cannot be used (${code ?? 'unknown error'})`;
  } finally {
    await removed(join(location.folder, name));
  }
}

const removed = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
