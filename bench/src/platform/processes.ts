import { readFileSync } from 'node:fs';
import type { Platform } from '@berth/tests/platform/platform';

/** Every process of a platform by name, the launcher among them. */
export function pidsOf(platform: Platform): ReadonlyMap<string, number> {
  const own = platform
    .processes()
    .flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid] as const]));
  return new Map<string, number>([['launcher', platform.launcherPid], ...own]);
}

/** As Linux counts it, whatever the machine. */
const TICKS_A_SECOND = 100;
const UTIME = 11;
const STIME = 12;

/** CPU time that a process has taken, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_A_SECOND;
}

/** Memory that a process takes, pages that it shares with others divided among them, in MB. */
export function pssMb(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss: +(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN) / 1000;
}

/** CPU time that each process takes while something is done, added up over several times. */
export class CpuMeter {
  readonly #seconds = new Map<string, number>();

  constructor(private readonly pids: ReadonlyMap<string, number>) {}

  async during<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#read();
    const result = await work();
    for (const [name, seconds] of this.#read()) {
      this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + seconds - (before.get(name) ?? 0));
    }
    return result;
  }

  forget(): void {
    this.#seconds.clear();
  }

  get seconds(): ReadonlyMap<string, number> {
    return this.#seconds;
  }

  #read(): ReadonlyMap<string, number> {
    return new Map([...this.pids].map(([name, pid]) => [name, cpuSeconds(pid)]));
  }
}

/** For a figure's `beside`: where the time of one request goes. */
export function perRequest(meter: CpuMeter, requests: number): { readonly [what: string]: number } {
  return Object.fromEntries(
    [...meter.seconds]
      .filter(([, seconds]) => seconds / requests > 1e-5)
      .map(([name, seconds]) => [`CPU of ${name} a request, ms`, (seconds * 1000) / requests]),
  );
}
