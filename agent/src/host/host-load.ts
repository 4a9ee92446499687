import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';

export interface HostLoad {
  /** Of all cores, since the reading before; absent in the first. */
  readonly cpuPercent?: number;
  readonly memoryUsedMiB?: number;
  readonly memoryTotalMiB?: number;
}

/** Use of the host's CPU and memory, from one reading to the next. */
export class HostLoadReader {
  #before: { busy: number; all: number } | undefined;

  async read(): Promise<HostLoad> {
    return { ...this.#cpu(), ...parseMemory(await readFile('/proc/meminfo', 'utf8').catch(() => '')) };
  }

  #cpu(): Pick<HostLoad, 'cpuPercent'> {
    const times = cpus().map((cpu) => cpu.times);
    const all = times.reduce(
      (sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq,
      0,
    );
    const now = { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all };
    const before = this.#before;
    this.#before = now;
    if (!before || now.all <= before.all) return {};
    const percent = (100 * (now.busy - before.busy)) / (now.all - before.all);
    return { cpuPercent: Math.min(100, Math.max(0, percent)) };
  }
}

/** `/proc/meminfo` (proc(5)): what is available is free, or would be if asked for. */
export function parseMemory(meminfo: string): Pick<HostLoad, 'memoryUsedMiB' | 'memoryTotalMiB'> {
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(meminfo)?.[1] ?? NaN);
  const [total, available] = [kib('MemTotal'), kib('MemAvailable')];
  if (Number.isNaN(total) || Number.isNaN(available)) return {};
  return { memoryUsedMiB: Math.round((total - available) / 1024), memoryTotalMiB: Math.round(total / 1024) };
}
