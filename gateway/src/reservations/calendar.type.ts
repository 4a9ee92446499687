import {
  calendarKinds,
  type AvailabilityView,
  type CalendarEntryView,
  type CalendarView,
} from '@berth/contracts/scheduler/reservation.views';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toGlobalId } from '../graphql/ids.js';
import { Pool } from '../hosts/pool.type.js';
import { Job } from '../jobs/job.type.js';
import { Project } from '../projects/project.type.js';
import { FreeWindow, Reservation } from './reservation.type.js';

/** What an entry of a kind is as a node; offers are none. */
const NODES = { booking: 'Reservation', maintenance: 'Maintenance', job: 'Job' } as const;

export const Availability = builder.objectRef<AvailabilityView>('Availability').implement({
  description: 'When devices can be booked.',
  fields: (t) => ({
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Whose devices they are.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    matching: t.exposeInt('matching', {
      description: 'Devices in service that match, of those that the caller may use.',
    }),
    windows: t.field({
      type: [FreeWindow],
      description: 'In order of their beginning; none lies within another.',
      resolve: ({ windows }) => [...windows],
    }),
  }),
});

const CalendarKindEnum = enumOf('CalendarEntryKind', {
  description: 'What holds devices. An offer holds them for who is next on the waiting list.',
  values: calendarKinds,
});

const Place = builder.objectRef<CalendarEntryView['devices'][number]>('CalendarDevice').implement({
  description: 'A device, by its ids.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Its own id.' }),
    hostId: t.id({ description: 'Id of its host.', resolve: ({ hostId }) => toGlobalId('Host', hostId) }),
  }),
});

export const CalendarEntry = builder.objectRef<CalendarEntryView>('CalendarEntry').implement({
  description: 'What holds devices for a time. Of other projects it is told only that the devices are busy.',
  fields: (t) => ({
    kind: t.field({ type: CalendarKindEnum, description: 'What it is.', resolve: ({ kind }) => kind }),
    from: t.field({ type: 'DateTime', description: 'When it begins or began.', resolve: ({ from }) => from }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ends at the latest; null where nothing limits it.',
      resolve: ({ until }) => until,
    }),
    devices: t.field({
      type: [Place],
      description: 'Those that the caller may see.',
      resolve: ({ devices }) => [...devices],
    }),
    visible: t.exposeBoolean('visible', {
      description: 'Whether the caller may see whose it is; all that follows is null otherwise.',
    }),
    entryId: t.id({
      nullable: true,
      description: 'Id of the reservation, offer, maintenance or job.',
      resolve: ({ id, kind }) => (id == null ? null : kind === 'offer' ? id : toGlobalId(NODES[kind], id)),
    }),
    title: t.exposeString('title', { nullable: true, description: 'What it is called, or why it is.' }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Whose it is.',
      resolve: ({ projectId }, _args, { loaders }) =>
        projectId === undefined ? null : loaders.projects().load(projectId),
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Who holds it.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === undefined ? null : loaders.users().load(userId),
    }),
    reservation: t.field({
      type: Reservation,
      nullable: true,
      description: 'The booking, where it is one.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'booking' && id !== undefined ? loaders.reservations().load(id) : null,
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job, where it is one.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'job' && id !== undefined ? loaders.jobs().load(id) : null,
    }),
  }),
});

export const PoolCalendar = builder.objectRef<CalendarView>('PoolCalendar').implement({
  description: 'What holds devices of a pool in a range of time.',
  fields: (t) => ({
    poolId: t.id({ description: 'Id of the pool.', resolve: ({ poolId }) => toGlobalId('Pool', poolId) }),
    from: t.field({ type: 'DateTime', description: 'Where the range begins.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'Where it ends.', resolve: ({ until }) => until }),
    entries: t.field({
      type: [CalendarEntry],
      description: 'In order of their beginning.',
      resolve: ({ entries }) => [...entries],
    }),
  }),
});
