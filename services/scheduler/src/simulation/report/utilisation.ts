import type { Utilisation } from '@berth/contracts/scheduler/simulation.views';
import type { SimulationOutcome } from '../engine/simulation.options.js';
import { inThousandths } from './distribution.js';
import { lostMs } from './gpu-time.js';

const HOUR_MS = 3_600_000;

export function utilisationOf(outcome: SimulationOutcome, gpus: number): Utilisation {
  const { records, endedMs, allocatedMs, allocatedWhileSubmittingMs } = outcome;
  const fromMs = records[0]?.submittedMs ?? 0;
  const lastMs = records.at(-1)?.submittedMs ?? 0;
  const availableMs = gpus * Math.max(0, endedMs - fromMs);
  const usedMs = allocatedMs - records.reduce((sum, record) => sum + lostMs(record), 0);
  return {
    spanHours: inHours(endedMs - fromMs),
    gpuHoursAvailable: inHours(availableMs),
    gpuHoursAllocated: inHours(allocatedMs),
    gpuHoursUsed: inHours(usedMs),
    allocated: part(allocatedMs, availableMs),
    used: part(usedMs, availableMs),
    allocatedWhileSubmitting: part(allocatedWhileSubmittingMs, gpus * (lastMs - fromMs)),
  };
}

export const inHours = (ms: number): number => inThousandths(ms / HOUR_MS);
const part = (some: number, all: number): number =>
  all > 0 ? Math.round((10_000 * some) / all) / 10_000 : 0;
