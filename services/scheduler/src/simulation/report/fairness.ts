import type { PolicyReport } from '@berth/contracts/scheduler/simulation.views';
import type { JobRecord } from '../engine/job-record.js';
import { jainsIndex } from './distribution.js';
import { usedMs, wantedMs } from './gpu-time.js';
import { byName } from './groups.js';
import { boundedSlowdownOf, hasEnded } from './waiting.js';

export function fairnessOf(records: readonly JobRecord[], untilMs: number): PolicyReport['fairness'] {
  const users = [...byName(records, ({ job }) => job.user).values()];
  const slowdowns = users
    .map((jobs) => jobs.filter(hasEnded).map(boundedSlowdownOf))
    .filter((each) => each.length > 0)
    .map((each) => sum(each) / each.length);
  const served = users.flatMap((jobs) => {
    const wanted = sum(jobs.map((record) => wantedMs(record, untilMs)));
    return wanted > 0 ? [sum(jobs.map((record) => usedMs(record, untilMs))) / wanted] : [];
  });
  return { ofSlowdown: jainsIndex(slowdowns), ofService: jainsIndex(served) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
