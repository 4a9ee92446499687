import type { Calendar } from '../../calendar/calendar.js';
import { asWhole } from '../../placement/candidate.js';
import { preemptionsFor, type Preemption } from '../../placement/preemption/preemptions.js';
import { MARGIN_MS } from '../../placement/placement-request.js';
import type { JobRecord } from './job-record.js';
import type { PassSetting, SimulatedPass } from './pass.js';

/** Maximum of runs preempted by one pass. */
const MAX_PER_PASS = 32;

/** The runs that the scheduler would preempt for the candidates that a pass could not place. */
export function preemptionsNeeded(
  { hosts, policy }: PassSetting,
  { waiting, quota }: SimulatedPass,
  at: {
    readonly calendar: Calendar;
    readonly now: string;
    readonly stopping: ReadonlySet<string>;
    readonly recordOf: (jobId: string) => JobRecord | undefined;
  },
): readonly Preemption[] {
  const { calendar, now, stopping } = at;
  const soon = Date.parse(now) + policy.preemption.graceSeconds * 1000 + MARGIN_MS;
  const gate = quota(calendar);
  const entitled = waiting
    .filter(
      ({ why, plannedAt }) => why === 'busy' && (plannedAt === undefined || Date.parse(plannedAt) > soon),
    )
    .map(({ candidate }) => candidate)
    .filter((candidate) => gate.admit(asWhole(candidate)) === 'within');
  if (entitled.length === 0) return [];
  const { agenda } = calendar;
  const jobOf = (jobId: string) => at.recordOf(jobId)?.job;
  return preemptionsFor(entitled, { calendar, hosts, agenda, policy, now, stopping, jobOf }, MAX_PER_PASS);
}
