import {
  bookingWarnings,
  overstayOutcomes,
  type BookedDevice as Booked,
} from '@berth/contracts/scheduler/booking.events';
import {
  reservationStates,
  type FreeWindowView,
  type OverstayView,
  type ReservationTerms,
  type ReservationView,
} from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { toGlobalId } from '../graphql/ids.js';
import { Host } from '../hosts/host.type.js';
import { Pool } from '../hosts/pool.type.js';
import { ownerFields } from '../projects/owner.fields.js';

export const ReservationStateEnum = enumOf('ReservationState', {
  description: 'Where a reservation is in its life. All but BOOKED and ACTIVE are final.',
  values: reservationStates,
  valueDescriptions: { booked: 'It is ahead.', active: 'It is under way.' },
});
const WarningEnum = enumOf('ReservationWarningKind', {
  description: 'What a holder is told.',
  values: bookingWarnings,
});

export const BookedDevice = builder.objectRef<Booked>('BookedDevice').implement({
  description: 'A device that is booked, or free to be booked.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Its own id.' }),
    index: t.exposeInt('index', { description: 'Its number on the host.' }),
    model: t.exposeString('model', { description: 'Name of the model.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Not a real device.' }),
    hostId: t.id({ description: 'Id of its host.', resolve: ({ hostId }) => toGlobalId('Host', hostId) }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Where it is.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
  }),
});

export const FreeWindow = builder.objectRef<FreeWindowView>('FreeWindow').implement({
  description: 'A time in which devices are free together; it may be longer than what was asked for.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: (window) => window.from }),
    until: t.field({ type: 'DateTime', description: 'When it ends.', resolve: (window) => window.until }),
    devices: t.field({
      type: [BookedDevice],
      description: 'As many as were asked for.',
      resolve: (window) => [...window.devices],
    }),
  }),
});

const Terms = builder.objectRef<ReservationTerms>('ReservationChange').implement({
  description: 'What a booking was from an instant on.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'Since when it was so.', resolve: (terms) => terms.at }),
    from: t.field({ type: 'DateTime', description: 'Its beginning then.', resolve: (terms) => terms.from }),
    until: t.field({ type: 'DateTime', description: 'Its end then.', resolve: (terms) => terms.until }),
    devices: t.field({
      type: [BookedDevice],
      description: 'Its devices then.',
      resolve: (terms) => [...terms.devices],
    }),
    title: t.exposeString('title', { nullable: true, description: 'What it was called.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was made or changed.' }),
  }),
});

const Warning = builder.objectRef<ReservationView['warnings'][number]>('ReservationWarning').implement({
  description: 'What the holder of a booking was told.',
  fields: (t) => ({
    kind: t.field({ type: WarningEnum, description: 'For programs.', resolve: (warning) => warning.kind }),
    message: t.exposeString('message', { description: 'For people.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (warning) => warning.at }),
  }),
});

const OverstayOutcomeEnum = enumOf('OverstayOutcome', {
  description: 'What came of ending processes that stayed beyond a reservation.',
  values: overstayOutcomes,
  valueDescriptions: {
    told: 'They were sent SIGTERM and are still there.',
    ended: 'None is left.',
    failed: 'They can not be ended.',
  },
});
const Overstay = builder.objectRef<OverstayView>('ReservationOverstay').implement({
  description:
    "What became of processes of the holder's accounts that stayed beyond the end, and others needed the devices.",
  fields: (t) => ({
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Where they were.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    devices: t.stringList({ description: 'UUIDs of the devices.', resolve: ({ uuids }) => [...uuids] }),
    outcome: t.field({
      type: OverstayOutcomeEnum,
      description: 'What became of them.',
      resolve: ({ outcome }) => outcome,
    }),
    processes: t.exposeInt('processes', { description: 'How many.' }),
    killed: t.exposeInt('killed', { description: 'How many had to be killed (SIGKILL).' }),
    why: t.exposeString('why', { nullable: true, description: 'Why they could not be ended.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
  }),
});

export const Reservation = builder.nodeRef(builder.objectRef<ReservationView>('Reservation'), {
  id: { resolve: (reservation: ReservationView) => reservation.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.reservations().load(String(id)))),
});

Reservation.implement({
  description: 'A booking of devices for a window.',
  fields: (t) => ({
    state: t.field({
      type: ReservationStateEnum,
      description: 'Where it is in its life.',
      resolve: (reservation) => reservation.state,
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Whose devices they are.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    ...ownerFields(t, 'Who holds it.'),
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'When it ends.', resolve: ({ until }) => until }),
    devices: t.field({
      type: [BookedDevice],
      description: 'What it holds.',
      resolve: ({ devices }) => [...devices],
    }),
    title: t.exposeString('title', { nullable: true, description: 'What it is called.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it was made.' }),
    sharedWithProject: t.exposeBoolean('sharedWithProject', {
      description: 'Whether jobs of all members of the project may run in its window.',
    }),
    seriesId: t.exposeString('seriesId', {
      nullable: true,
      description: 'Shared by the occurrences of one recurring booking.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request that led to it.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ createdAt }) => createdAt,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it began.',
      resolve: ({ startedAt }) => startedAt,
    }),
    usedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its first use was seen.',
      resolve: ({ usedAt }) => usedAt,
    }),
    endedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ endedAt }) => endedAt,
    }),
    endReason: t.exposeString('endReason', { nullable: true, description: 'Why it ended.' }),
    changes: t.field({
      type: [Terms],
      description: 'What it was made with, then every change of it.',
      resolve: ({ changes }) => [...changes],
    }),
    warnings: t.field({
      type: [Warning],
      description: 'What its holder was told.',
      resolve: ({ warnings }) => [...warnings],
    }),
    overstays: t.field({
      type: [Overstay],
      description: 'What was done about processes that stayed beyond its end.',
      resolve: ({ overstays = [] }) => [...overstays],
    }),
  }),
});
