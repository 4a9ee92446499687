import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { locateCgroup } from './cgroup-location.js';

/** One run gets this fraction of the host's processes, so that the agent can always start its own. */
const SHARE = 4;
/** Threads count too, and numeric libraries take one a core. */
const MIN_PROCESSES = 1024;

/** Maximum processes and threads of one run, from the limits of the kernel and of the agent's control group. */
export function maxProcesses(read: (path: string) => string | undefined = readText): number {
  const limits = [
    '/proc/sys/kernel/pid_max',
    '/proc/sys/kernel/threads-max',
    ...groupLimits(read('/proc/self/mountinfo') ?? '', read('/proc/self/cgroup') ?? ''),
  ].flatMap((path) => {
    const limit = Number(read(path)?.trim() || NaN);
    return limit > 0 ? [limit] : [];
  });
  const all = Math.min(...limits);
  return Number.isFinite(all) ? Math.max(MIN_PROCESSES, Math.floor(all / SHARE)) : 0;
}

/** `pids.max` of the agent's group and of those around it. */
function groupLimits(mountinfo: string, membership: string): readonly string[] {
  const own = locateCgroup('pids', mountinfo, membership)?.folder;
  const files: string[] = [];
  for (let at = own; at !== undefined && at !== dirname(at); at = dirname(at))
    files.push(join(at, 'pids.max'));
  return files;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
