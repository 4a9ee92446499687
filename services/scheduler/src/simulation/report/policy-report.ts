import type { PolicyComparison, PolicyReport } from '@berth/contracts/scheduler/simulation.views';
import type { SimulationOutcome } from '../engine/simulation.options.js';
import { distributionOf, inThousandths } from './distribution.js';
import { fairnessOf } from './fairness.js';
import { lostMs } from './gpu-time.js';
import { groupsOf } from './groups.js';
import { unfinishedOf } from './unfinished.js';
import { inHours, utilisationOf } from './utilisation.js';
import { boundedSlowdownOf, hasEnded, hasStarted, waitSecondsOf } from './waiting.js';

/** The result of a policy for the workload. The same outcome always gives the same bytes. */
export function policyReport(policy: string, outcome: SimulationOutcome, gpus: number): PolicyReport {
  const { records, endedMs, longestQueue, passes } = outcome;
  const ended = records.filter(hasEnded);
  const fromMs = records[0]?.submittedMs ?? 0;
  const lastEndMs = ended.reduce((last, record) => Math.max(last, record.endedMs ?? 0), fromMs);
  const makespanHours = inHours(lastEndMs - fromMs);
  return {
    policy,
    jobs: records.length,
    finished: ended.length,
    timedOut: ended.filter(({ state }) => state === 'timedOut').length,
    waits: distributionOf(records.filter(hasStarted).map(waitSecondsOf)),
    boundedSlowdown: distributionOf(ended.map(boundedSlowdownOf)),
    byClass: groupsOf(records, ({ job }) => String(job.grantPriority), endedMs),
    byProject: groupsOf(records, ({ job }) => job.project, endedMs),
    byUser: groupsOf(records, ({ job }) => job.user, endedMs),
    utilisation: utilisationOf(outcome, gpus),
    fairness: fairnessOf(records, endedMs),
    preemptions: records.reduce((sum, { preemptions }) => sum + preemptions, 0),
    preemptedJobs: records.filter(({ preemptions }) => preemptions > 0).length,
    lostGpuHours: inHours(records.reduce((sum, record) => sum + lostMs(record), 0)),
    backfilled: records.filter(({ backfilled }) => backfilled).length,
    makespanHours,
    jobsPerHour: makespanHours > 0 ? inThousandths(ended.length / makespanHours) : 0,
    longestQueue,
    unfinished: unfinishedOf(records),
    passes,
  };
}

/** Each beside the first. */
export function comparisonsOf(reports: readonly PolicyReport[]): readonly PolicyComparison[] {
  const [first, ...others] = reports;
  if (!first) return [];
  return others.map((report) => {
    const less = (of: (each: PolicyReport) => number): number => inThousandths(of(report) - of(first));
    return {
      policy: report.policy,
      baseline: first.policy,
      meanWaitSeconds: less(({ waits }) => waits.mean),
      p95WaitSeconds: less(({ waits }) => waits.p95),
      meanBoundedSlowdown: less(({ boundedSlowdown }) => boundedSlowdown.mean),
      allocated: less(({ utilisation }) => utilisation.allocated),
      fairnessOfSlowdown: less(({ fairness }) => fairness.ofSlowdown),
      preemptions: less(({ preemptions }) => preemptions),
      makespanHours: less((each) => each.makespanHours),
    };
  });
}
