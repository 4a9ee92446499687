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
const NODES = { reservation: 'Reservation', maintenance: 'Maintenance', job: 'Job' } as const;

export const Availability = builder.objectRef<AvailabilityView>('Availability').implement({
  description: 'When devices can be reserved.',
  fields: (t) => ({
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool of the devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    matching: t.exposeInt('matching', {
      description: 'Number of matching devices in service that the caller may use.',
    }),
    windows: t.field({
      type: [FreeWindow],
      description: 'In order of their start; none lies within another.',
      resolve: ({ windows }) => [...windows],
    }),
  }),
});

const CalendarKindEnum = enumOf('CalendarEntryKind', {
  description: 'What occupies devices. An offer holds them for the next user on the waiting list.',
  values: calendarKinds,
});

const CalendarDevice = builder.objectRef<CalendarEntryView['devices'][number]>('CalendarDevice').implement({
  description: 'A device.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'UUID of the device.' }),
    hostId: t.id({ description: 'Id of its host.', resolve: ({ hostId }) => toGlobalId('Host', hostId) }),
  }),
});

export const CalendarEntry = builder.objectRef<CalendarEntryView>('CalendarEntry').implement({
  description:
    'What occupies devices for a time. Entries of other projects show only that the devices are busy.',
  fields: (t) => ({
    kind: t.field({ type: CalendarKindEnum, description: 'Kind of the entry.', resolve: ({ kind }) => kind }),
    from: t.field({ type: 'DateTime', description: 'Start.', resolve: ({ from }) => from }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Latest end; null if there is no limit.',
      resolve: ({ until }) => until,
    }),
    devices: t.field({
      type: [CalendarDevice],
      description: 'Devices that the caller may see.',
      resolve: ({ devices }) => [...devices],
    }),
    visible: t.exposeBoolean('visible', {
      description: 'Whether the caller may see the details; if not, the other fields are null.',
    }),
    entryId: t.id({
      nullable: true,
      description: 'Id of the reservation, offer, maintenance or job.',
      resolve: ({ id, kind }) => (id == null ? null : kind === 'offer' ? id : toGlobalId(NODES[kind], id)),
    }),
    title: t.exposeString('title', { nullable: true, description: 'Title or reason.' }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Owner.',
      resolve: ({ projectId }, _args, { loaders }) =>
        projectId === undefined ? null : loaders.projects().load(projectId),
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Holder.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === undefined ? null : loaders.users().load(userId),
    }),
    reservation: t.field({
      type: Reservation,
      nullable: true,
      description: 'The reservation, for an entry of this kind.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'reservation' && id !== undefined ? loaders.reservations().load(id) : null,
    }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job, for an entry of this kind.',
      resolve: ({ kind, id }, _args, { loaders }) =>
        kind === 'job' && id !== undefined ? loaders.jobs().load(id) : null,
    }),
  }),
});

export const PoolCalendar = builder.objectRef<CalendarView>('PoolCalendar').implement({
  description: 'What occupies devices of a pool in a time range.',
  fields: (t) => ({
    poolId: t.id({ description: 'Id of the pool.', resolve: ({ poolId }) => toGlobalId('Pool', poolId) }),
    from: t.field({ type: 'DateTime', description: 'Where the range begins.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'Where it ends.', resolve: ({ until }) => until }),
    entries: t.field({
      type: [CalendarEntry],
      description: 'In order of their start.',
      resolve: ({ entries }) => [...entries],
    }),
  }),
});
