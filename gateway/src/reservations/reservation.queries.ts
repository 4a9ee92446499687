import { availabilityQuery, calendarQuery, reservationsQuery } from '@berth/contracts/scheduler/reservations';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { toPlainId } from '../graphql/ids.js';
import { Availability, PoolCalendar } from './calendar.type.js';
import { ReservationGpusInput } from './inputs.js';
import { Reservation, ReservationStateEnum } from './reservation.type.js';

/** Without what was left out, or given as null. */
const given = <T extends object>(part: T): { [K in keyof T]?: Exclude<T[K], null | undefined> } =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value != null)) as never;

const plain = (id: string | null | undefined): string | undefined =>
  id == null ? undefined : toPlainId(String(id));

builder.queryFields((t) => ({
  availability: t.field({
    type: Availability,
    description: 'When devices that match are free together for so long.',
    args: {
      pool: t.arg.string({ description: 'Id or name; the only pool you may use where left out.' }),
      project: t.arg.string({ description: 'Id or name of the project for which they would be booked.' }),
      gpus: t.arg({ type: ReservationGpusInput, description: 'One device of any kind where left out.' }),
      durationMinutes: t.arg.float({ required: true, description: 'For how long.' }),
      from: t.arg({ type: 'DateTime', description: 'No earlier than this; now where left out.' }),
      until: t.arg({ type: 'DateTime', description: 'No later than this; as far as one may book.' }),
      oneHost: t.arg.boolean({ description: 'Only devices of one host together; false where left out.' }),
      first: t.arg.int({ description: 'Most windows; 20 where left out, 200 at most.' }),
    },
    resolve: (_root, { pool, project, gpus, ...wanted }, { calls }) =>
      calls.query(availabilityQuery, {
        ...given({ ...wanted, pool: plain(pool), project: plain(project) }),
        durationMinutes: wanted.durationMinutes,
        ...(gpus == null ? {} : { gpus: given(gpus) }),
      }),
  }),
  reservation: t.field({
    type: Reservation,
    nullable: true,
    description: 'A reservation by its id; null where there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'Id of the reservation.' }) },
    resolve: (_root, { id }, { loaders }) => {
      const reservationId = toPlainId(String(id));
      return isId(reservationId) ? loaders.reservations().load(reservationId) : null;
    },
  }),
  reservations: t.connection(
    {
      type: Reservation,
      description:
        "Reservations of the caller's projects (all of them for those who run the place), the last to begin first.",
      args: {
        pool: t.arg.id({ description: 'In this pool only.' }),
        project: t.arg.id({ description: 'Of this project only.' }),
        user: t.arg.id({ description: 'Of this user only.' }),
        series: t.arg.string({ description: 'Of this series only.' }),
        device: t.arg.string({
          description: 'Holding the device with this UUID; a page may then have fewer than were asked for.',
        }),
        states: t.arg({ type: [ReservationStateEnum], description: 'In one of these states only.' }),
        from: t.arg({ type: 'DateTime', description: 'Ending after this.' }),
        until: t.arg({ type: 'DateTime', description: 'Beginning before this.' }),
        asOf: t.arg({
          type: 'DateTime',
          description: 'As they were at this past instant: those that were ahead or under way then.',
        }),
      },
      resolve: async (
        _root,
        { pool, project, user, series, first, after, last, before, ...filters },
        { calls },
      ) =>
        queryConnection(
          calls,
          reservationsQuery,
          { first, after, last, before },
          {
            ...given({
              ...filters,
              poolId: plain(pool),
              projectId: plain(project),
              userId: plain(user),
              seriesId: series,
            }),
          },
        ),
    },
    ...connectionNames('Reservation'),
  ),
  calendar: t.field({
    type: PoolCalendar,
    description:
      'What holds devices of a pool between two instants, 92 days apart at most: bookings, offers, maintenance, running jobs.',
    args: {
      pool: t.arg.string({ required: true, description: 'Id or name.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'Where the range begins.' }),
      until: t.arg({ type: 'DateTime', required: true, description: 'Where it ends.' }),
    },
    resolve: (_root, { pool, from, until }, { calls }) =>
      calls.query(calendarQuery, { pool: toPlainId(pool), from, until }),
  }),
}));
