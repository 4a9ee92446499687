import type { CalendarEvent, JobEvent } from '@berth/contracts/scheduler/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError } from '@berth/kernel/rejection';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import type { Reactor } from '@berth/service-host/reactor';
import type { Calendar } from '../calendar/calendar.js';
import type { CalendarCommand } from '../calendar/calendar.decider.js';
import type { Job } from '../job/job.js';
import type { JobCommand } from '../job/job.commands.js';
import { calendarStream } from './placer.js';

type Jobs = Aggregates<Job, JobCommand, JobEvent>;
type Calendars = Aggregates<Calendar, CalendarCommand, CalendarEvent>;
type DataOf<T extends (JobEvent | CalendarEvent)['type']> = Extract<
  JobEvent | CalendarEvent,
  { type: T }
>['data'];

/** A lease was made: the job takes it, or refuses (it was cancelled meanwhile) and the calendar takes it back. */
export const placeLeasedJobs = (jobs: Jobs, calendars: Calendars, clock: Clock): Reactor => ({
  name: 'place-leased-jobs',
  types: ['scheduler.calendar.devicesLeased.v1'],
  async handle(event: RecordedEvent) {
    const lease = event.data as DataOf<'scheduler.calendar.devicesLeased.v1'>;
    const { jobId, run, leaseId, hostId, devices, poolId } = lease;
    const now = clock.now();
    const command = { kind: 'place', run, leaseId, hostId, devices, class: lease.class, now } as const;
    const placed = await jobs.execute(
      `job:${jobId}`,
      command,
      causedBy('place-leased-jobs', event, 'scheduler.job.place.v1', now),
    );
    if (placed.ok) return;
    if (placed.error.code === 'UNAVAILABLE') throw new RejectedError(placed.error);
    // The lease may be the job's own from an earlier pass of this very event.
    const { state } = await jobs.load(`job:${jobId}`);
    if ((state.status === 'placed' || state.status === 'running') && state.current.leaseId === leaseId)
      return;
    const release = { kind: 'release', poolId, leaseId, cause: 'jobRefused', endedAt: now } as const;
    const meta = causedBy('place-leased-jobs', event, 'scheduler.calendar.release.v1', now);
    const released = await calendars.execute(calendarStream(poolId), release, meta);
    if (!released.ok) throw new RejectedError(released.error);
  },
});

/** A run ended: its devices are free. */
export const releaseEndedRuns = (jobs: Jobs, calendars: Calendars, clock: Clock): Reactor => ({
  name: 'release-ended-runs',
  types: ['scheduler.job.runEnded.v1'],
  async handle(event: RecordedEvent) {
    const { jobId, leaseId, endedAt, outcome } = event.data as DataOf<'scheduler.job.runEnded.v1'>;
    const { state } = await jobs.load(`job:${jobId}`);
    if (state.status === 'none') throw new Error(`job ${jobId} has a run that ended but no beginning`);
    const { poolId } = state.facts;
    const cause = outcome === 'lost' ? 'hostLost' : 'runEnded';
    const command = { kind: 'release', poolId, leaseId, cause, endedAt } as const;
    const meta = causedBy('release-ended-runs', event, 'scheduler.calendar.release.v1', clock.now());
    const released = await calendars.execute(calendarStream(poolId), command, meta);
    if (!released.ok) throw new RejectedError(released.error);
  },
});
