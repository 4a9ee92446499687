import type { CalendarEvent } from '@berth/contracts/scheduler/calendar.events';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { RejectedError } from '@berth/kernel/rejection';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { Calendar } from '../calendar/calendar.js';
import type { CalendarCommand } from '../calendar/calendar.commands.js';
import type { Job, JobCommand } from '../jobs/job/job.js';
import type { Policies } from '../queue/policy/policies.js';
import { calendarStream, jobStream } from '../streams.js';
import type { DirtyPools } from '../queue/waiting/dirty-pools.js';
import type { LeaseDurations } from './lease-durations.js';

export interface LeaseProcessManagerParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly calendars: Aggregates<Calendar, CalendarCommand, CalendarEvent>;
  readonly policies: Pick<Policies, 'of'>;
  readonly clock: Clock;
  readonly leaseDurations: LeaseDurations;
  readonly dirtyPools: Pick<DirtyPools, 'mark'>;
}

type DataOf<T extends (JobEvent | CalendarEvent)['type']> = Extract<
  JobEvent | CalendarEvent,
  { type: T }
>['data'];

/** A lease was made: the job takes it, or refuses (it was cancelled meanwhile) and the calendar takes it back. */
export const placeLeasedJobs = ({
  jobs,
  calendars,
  policies,
  clock,
  leaseDurations,
  dirtyPools,
}: LeaseProcessManagerParts): ProcessManager => ({
  name: 'place-leased-jobs',
  startsAt: 'beginning',
  types: ['scheduler.calendar.devicesLeased.v1'],
  // Leases of one calendar are those of many jobs, which need not wait for each other.
  orderingKeyOf: ({ data }) => String(data['jobId']),
  async handle(event: RecordedEvent) {
    const lease = event.data as DataOf<'scheduler.calendar.devicesLeased.v1'>;
    const { jobId, run, leaseId, hostId, devices, poolId, reservationId, decision, hostOnlineSince } = lease;
    leaseDurations.begin(leaseId, event);
    const now = clock.now();
    const placed = await jobs.execute(
      jobStream(jobId),
      {
        type: 'place',
        run,
        leaseId,
        hostId,
        devices,
        class: lease.class,
        reservationId,
        decision,
        hostOnlineSince,
        now,
      },
      causedBy('place-leased-jobs', event, 'scheduler.job.place.v1', now),
    );
    if (placed.ok) return;
    if (placed.error.code === 'UNAVAILABLE') throw new RejectedError(placed.error);
    // The lease may be the job's own, taken when this event was handled before.
    const { state } = await jobs.load(jobStream(jobId));
    if ((state.status === 'placed' || state.status === 'running') && state.current.leaseId === leaseId)
      return;
    const meta = causedBy('place-leased-jobs', event, 'scheduler.calendar.release.v1', now);
    const { halfLifeHours } = policies.of(poolId).fairShare;
    const cause = 'jobRefused';
    const release = { type: 'release', poolId, leaseId, cause, halfLifeHours, endedAt: now } as const;
    orReject(await calendars.execute(calendarStream(poolId), release, meta));
    leaseDurations.forget(leaseId);
    dirtyPools.mark(poolId);
  },
});

/** A run ended: its devices are free. */
export const releaseEndedRuns = ({
  jobs,
  calendars,
  policies,
  clock,
  leaseDurations,
  dirtyPools,
}: LeaseProcessManagerParts): ProcessManager => ({
  name: 'release-ended-runs',
  startsAt: 'beginning',
  types: ['scheduler.job.runEnded.v1'],
  async handle(event: RecordedEvent) {
    const { jobId, leaseId, endedAt, outcome } = event.data as DataOf<'scheduler.job.runEnded.v1'>;
    const { state } = await jobs.load(jobStream(jobId));
    if (state.status === 'none') throw new Error(`job ${jobId} has a run that ended but no beginning`);
    const { poolId } = state.facts;
    const cause = outcome === 'lost' ? 'hostLost' : 'runEnded';
    const now = clock.now();
    const meta = causedBy('release-ended-runs', event, 'scheduler.calendar.release.v1', now);
    const { halfLifeHours } = policies.of(poolId).fairShare;
    const heldMs = leaseDurations.measuredMs(leaseId, endedAt, now);
    const release = { type: 'release', poolId, leaseId, cause, halfLifeHours, endedAt, heldMs } as const;
    orReject(await calendars.execute(calendarStream(poolId), release, meta));
    leaseDurations.forget(leaseId);
    dirtyPools.mark(poolId);
  },
});
