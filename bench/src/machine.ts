import { statfsSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface Machine {
  readonly at: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** Of the last minute before the run: what else the machine was doing. */
  readonly loadBefore: number;
}

const TMPFS = 0x01021994;

export function thisMachine(): Machine {
  return {
    at: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  };
}

/** Where a sync costs nothing, durable rates mean nothing. */
export const isInMemory = (folder: string): boolean => statfsSync(folder).type === TMPFS;
