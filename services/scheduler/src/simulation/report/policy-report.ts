import type {
  PolicyComparison,
  PolicyReport,
  UnfinishedJobs,
} from '@berth/contracts/scheduler/simulation.views';
import { assertNever } from '@berth/kernel/assert-never';
import type { SimulationOutcome } from '../engine/simulation.options.js';
import type { JobRecord } from '../engine/timeline.js';
import { distributionOf, inThousandths, jainsIndex } from './distribution.js';
import { lostMs, usedMs, wantedMs } from './gpu-time.js';
import { groupsOf, byName } from './groups.js';
import { inHours, utilisationOf } from './utilisation.js';
import { boundedSlowdownOf, hasEnded, hasStarted, waitSecondsOf } from './waiting.js';

function fairnessOf(records: readonly JobRecord[], untilMs: number): PolicyReport['fairness'] {
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

const MAX_EXAMPLES = 5;

const MESSAGES: { readonly [reason in UnfinishedJobs['reason']]: string } = {
  canNeverRun: 'no host has the resources they need, even when idle',
  overQuota: 'they need more GPUs than their quota allows',
  waiting: 'they were waiting when the simulation ended',
  running: 'they were running when the simulation ended',
};

/** Why what has not finished has not. */
function unfinishedOf(records: readonly JobRecord[]): readonly UnfinishedJobs[] {
  const jobs = new Map<UnfinishedJobs['reason'], string[]>();
  for (const record of records) {
    const reason = reasonOf(record);
    if (!reason) continue;
    const ids = jobs.get(reason);
    if (ids) ids.push(record.job.id);
    else jobs.set(reason, [record.job.id]);
  }
  return [...jobs].map(([reason, ids]) => ({
    reason,
    message: MESSAGES[reason],
    count: ids.length,
    examples: ids.slice(0, MAX_EXAMPLES),
  }));
}

function reasonOf({ state, refusedFor }: JobRecord): UnfinishedJobs['reason'] | undefined {
  switch (state) {
    case 'refused':
      return refusedFor;
    case 'queued':
      return 'waiting';
    case 'running':
      return 'running';
    case 'finished':
    case 'timedOut':
      return undefined;
    default:
      return assertNever(state);
  }
}

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
