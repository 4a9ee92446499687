import type { SimulatedGroup } from '@berth/contracts/scheduler/simulation.views';
import type { JobRecord } from '../engine/timeline.js';
import { distributionOf } from './distribution.js';
import { lostMs, usedMs } from './gpu-time.js';
import { boundedSlowdownOf, hasEnded, hasStarted, waitSecondsOf } from './waiting.js';
import { inHours } from './utilisation.js';

const MAX_GROUPS = 50;

/** Jobs by what they have in common; those with the most GPU-time first. */
export function groupsOf(
  records: readonly JobRecord[],
  nameOf: (record: JobRecord) => string,
  untilMs: number,
): readonly SimulatedGroup[] {
  return [...byName(records, nameOf)]
    .map(([name, members]) => groupOf(name, members, untilMs))
    .sort((a, b) => b.gpuHours - a.gpuHours || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_GROUPS);
}

export function byName(
  records: readonly JobRecord[],
  nameOf: (record: JobRecord) => string,
): Map<string, JobRecord[]> {
  const groups = new Map<string, JobRecord[]>();
  for (const record of records) {
    const name = nameOf(record);
    const members = groups.get(name);
    if (members) members.push(record);
    else groups.set(name, [record]);
  }
  return groups;
}

const groupOf = (name: string, members: readonly JobRecord[], untilMs: number): SimulatedGroup => ({
  name,
  waits: distributionOf(members.filter(hasStarted).map(waitSecondsOf)),
  boundedSlowdown: distributionOf(members.filter(hasEnded).map(boundedSlowdownOf)),
  gpuHours: inHours(members.reduce((sum, record) => sum + usedMs(record, untilMs) + lostMs(record), 0)),
});
