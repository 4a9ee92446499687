import {
  reservationWarnings,
  overstayOutcomes,
  type ReservedDevice as Reserved,
} from '@berth/contracts/scheduler/reservation.events';
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
  description: 'Where a reservation is in its life. All but RESERVED and ACTIVE are final.',
  values: reservationStates,
  valueDescriptions: { reserved: 'It is ahead.', active: 'It is under way.' },
});
const WarningEnum = enumOf('ReservationWarningKind', {
  description: 'Kind of a warning to the holder.',
  values: reservationWarnings,
});

export const ReservedDevice = builder.objectRef<Reserved>('ReservedDevice').implement({
  description: 'A device that is reserved or can be reserved.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'UUID of the device.' }),
    index: t.exposeInt('index', { description: 'Index on the host.' }),
    model: t.exposeString('model', { description: 'Name of the model.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether the device is simulated.' }),
    hostId: t.id({ description: 'Id of its host.', resolve: ({ hostId }) => toGlobalId('Host', hostId) }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Host of the device.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
  }),
});

export const FreeWindow = builder.objectRef<FreeWindowView>('FreeWindow').implement({
  description: 'A window in which devices are free together; it may be longer than requested.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: (window) => window.from }),
    until: t.field({ type: 'DateTime', description: 'When it ends.', resolve: (window) => window.until }),
    devices: t.field({
      type: [ReservedDevice],
      description: 'As many devices as requested.',
      resolve: (window) => [...window.devices],
    }),
  }),
});

const Terms = builder.objectRef<ReservationTerms>('ReservationChange').implement({
  description: 'Terms of a reservation from an instant on.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'Valid from.', resolve: (terms) => terms.at }),
    from: t.field({ type: 'DateTime', description: 'Start.', resolve: (terms) => terms.from }),
    until: t.field({ type: 'DateTime', description: 'End.', resolve: (terms) => terms.until }),
    devices: t.field({
      type: [ReservedDevice],
      description: 'Devices.',
      resolve: (terms) => [...terms.devices],
    }),
    title: t.exposeString('title', { nullable: true, description: 'Title.' }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Reason for the reservation or the change.',
    }),
  }),
});

const Warning = builder.objectRef<ReservationView['warnings'][number]>('ReservationWarning').implement({
  description: 'A warning to the holder of a reservation.',
  fields: (t) => ({
    kind: t.field({
      type: WarningEnum,
      description: 'Code, for programs.',
      resolve: (warning) => warning.kind,
    }),
    message: t.exposeString('message', { description: 'Message for users.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (warning) => warning.at }),
  }),
});

const OverstayOutcomeEnum = enumOf('OverstayOutcome', {
  description: 'The outcome of ending processes that stayed beyond a reservation.',
  values: overstayOutcomes,
  valueDescriptions: {
    signalled: 'They were sent SIGTERM and are still there.',
    ended: 'None is left.',
    failed: 'They cannot be ended.',
  },
});
const OverstayPoller = builder.objectRef<OverstayView>('ReservationOverstay').implement({
  description:
    "Processes of the holder's accounts that stayed beyond the end while others needed the devices.",
  fields: (t) => ({
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Host.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    devices: t.stringList({ description: 'UUIDs of the devices.', resolve: ({ uuids }) => [...uuids] }),
    outcome: t.field({
      type: OverstayOutcomeEnum,
      description: 'Outcome.',
      resolve: ({ outcome }) => outcome,
    }),
    processes: t.exposeInt('processes', { description: 'How many.' }),
    killed: t.exposeInt('killed', { description: 'Number of processes that were killed (SIGKILL).' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why they could not be ended.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
  }),
});

export const Reservation = builder.nodeRef(builder.objectRef<ReservationView>('Reservation'), {
  id: { resolve: (reservation: ReservationView) => reservation.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.reservations().load(String(id)))),
});

Reservation.implement({
  description: 'A reservation of devices for a time window.',
  fields: (t) => ({
    state: t.field({
      type: ReservationStateEnum,
      description: 'State.',
      resolve: (reservation) => reservation.state,
    }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool of the devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    ...ownerFields(t, 'Holder.'),
    from: t.field({ type: 'DateTime', description: 'When it begins.', resolve: ({ from }) => from }),
    until: t.field({ type: 'DateTime', description: 'When it ends.', resolve: ({ until }) => until }),
    devices: t.field({
      type: [ReservedDevice],
      description: 'Reserved devices.',
      resolve: ({ devices }) => [...devices],
    }),
    title: t.exposeString('title', { nullable: true, description: 'Title.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Reason.' }),
    sharedWithProject: t.exposeBoolean('sharedWithProject', {
      description: 'Whether jobs of all members of the project may run in its window.',
    }),
    seriesId: t.exposeString('seriesId', {
      nullable: true,
      description: 'Shared by all occurrences of a recurring reservation.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request that led to it.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
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
      description: 'When it was first used.',
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
      description: 'The initial terms and every change.',
      resolve: ({ changes }) => [...changes],
    }),
    warnings: t.field({
      type: [Warning],
      description: 'Warnings to the holder.',
      resolve: ({ warnings }) => [...warnings],
    }),
    overstays: t.field({
      type: [OverstayPoller],
      description: 'How processes that stayed beyond the end were handled.',
      resolve: ({ overstays = [] }) => [...overstays],
    }),
  }),
});
