import { readFileSync, readdirSync } from 'node:fs';

/** Stops processes in the middle of whatever they do (SIGSTOP); what is given back lets them go on. */
export function freeze(pids: readonly number[]): () => void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGCONT');
  };
}

/** A process and all that it has started, whatever groups and sessions they are in. */
export function treeOf(root: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)] as const),
  );
  const within = (pid: number | undefined): boolean =>
    pid === root || (pid !== undefined && within(parents.get(pid)));
  return [...parents.keys()].filter(within);
}

export function isAlive(pid: number): boolean {
  try {
    return !/^\S+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in brackets may hold anything
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
