import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { CalendarCommand } from '../../calendar/calendar.commands.js';
import type { Calendar } from '../../calendar/calendar.js';
import type { JobCommand, ExistingJob, Job } from '../job/job.js';
import type { Policies } from '../../queue/policy/policies.js';
import type { JobQueueIndex } from '../../queue/waiting/job-queue-index.js';
import { calendarStream, jobStream } from '../../streams.js';
import type { GangMembers } from './gang-members.js';

export interface GangProcessManagerParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly queueIndex: Pick<JobQueueIndex, 'gangs'>;
  readonly members: Pick<GangMembers, 'membersOf'>;
  readonly policies: Pick<Policies, 'of'>;
  readonly clock: Clock;
  /** Resolves when the queue index has seen all that is stored. */
  readonly untilCurrent: () => Promise<void>;
}

const PROCESS = 'keep-gangs-together';

/**
 * A gang runs together or not at all. Where one member is to run again, the others' runs are ended, so that all wait and
 * start together; where one is over for good without having succeeded, so is the gang.
 */
export const restartGangsTogether = (parts: GangProcessManagerParts): ProcessManager => ({
  name: PROCESS,
  startsAt: 'beginning',
  types: [
    'scheduler.job.runEnded.v1',
    'scheduler.job.cancelled.v1',
    'scheduler.job.rejected.v1',
  ] satisfies JobEvent['type'][],
  async handle(event: RecordedEvent) {
    if (parts.queueIndex.gangs.isEmpty) return;
    const jobId = String(event.data['jobId']);
    const { state } = await parts.jobs.load(jobStream(jobId), { fresh: true });
    if (state.status === 'none' || !state.facts.spec.gang) return;
    const run = event.data['run'];
    // It has been placed again since: this was handled then.
    if (typeof run === 'number' && state.facts.lastRun !== run) return;
    if (state.status === 'queued') await endOthersRuns(parts, event, state);
    else if (state.status === 'failed' || state.status === 'timedOut' || state.status === 'cancelled')
      await cancelOthers(parts, event, state);
    else if (state.status === 'rejected') await cancelOthers(parts, event, state);
  },
});

async function endOthersRuns(
  parts: GangProcessManagerParts,
  event: RecordedEvent,
  job: ExistingJob,
): Promise<void> {
  const { jobs, calendars, policies, clock } = parts;
  const { poolId, spec, lastRun, jobId } = job.facts;
  const states = await Promise.all(
    (await othersOf(parts, job)).map(async (id) => ({
      id,
      state: (await jobs.load(jobStream(id), { fresh: true })).state,
    })),
  );
  // Read after the members: who has a later lease by now was started anew together with them.
  const { state: calendar } = await calendars.load(calendarStream(poolId), { fresh: true });
  const own = calendar.leases.get(calendar.leaseOfJob.get(jobId) ?? '');
  if (own && own.run > lastRun) return;
  const now = clock.now();
  for (const { id, state } of states) {
    if (state.status !== 'placed' && state.status !== 'running') {
      if (state.status === 'queued' && calendar.leaseOfJob.has(id)) throw NOT_PLACED_YET;
      continue;
    }
    const { graceSeconds } = policies.of(poolId).preemption;
    const message = `number ${spec.gang?.rank ?? 0} of its gang must run again: all members start together`;
    const { run } = state.current;
    const command = {
      type: 'preempt',
      run,
      cause: 'gang',
      forJobId: jobId,
      graceSeconds,
      message,
      now,
    } as const;
    // Refused where that run has ended meanwhile, which is as good.
    await jobs.execute(jobStream(id), command, causedBy(PROCESS, event, 'scheduler.job.preempt.v1', now, id));
  }
}

async function cancelOthers(
  parts: GangProcessManagerParts,
  event: RecordedEvent,
  job: ExistingJob,
): Promise<void> {
  const now = parts.clock.now();
  const reason = `number ${job.facts.spec.gang?.rank ?? 0} of its gang has ended: ${job.status}`;
  for (const id of await othersOf(parts, job)) {
    const meta = causedBy(PROCESS, event, 'scheduler.job.cancel.v1', now, id);
    // Refused where it has ended meanwhile, which is as good.
    await parts.jobs.execute(jobStream(id), { type: 'cancel', reason, now }, meta);
  }
}

async function othersOf(
  { members, untilCurrent }: GangProcessManagerParts,
  { facts }: ExistingJob,
): Promise<string[]> {
  await untilCurrent();
  const gangId = facts.spec.gang?.gangId ?? '';
  return members
    .membersOf(gangId, facts.poolId)
    .map(({ id }) => id)
    .filter((id) => id !== facts.jobId);
}

/** Its lease is there and its job will take it at any moment: then it can be ended. */
const NOT_PLACED_YET = new RejectedError(
  reject('UNAVAILABLE', 'a member of the gang is being placed; try again'),
);
