import {
  availabilityQuery,
  calendarQuery,
  reservationsByIdQuery,
  reservationsQuery,
} from '@berth/contracts/scheduler/reservations';
import { isId } from '@berth/kernel/ids';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection, withoutNull } from '../graphql/connection.js';
import { toPlainId } from '../graphql/ids.js';
import { ListSortEnum } from '../graphql/list-sort.js';
import { Availability, PoolCalendar } from './calendar.type.js';
import { ReservationGpusInput } from './inputs.js';
import { Reservation, ReservationStateEnum } from './reservation.type.js';

const plain = (id: string | null | undefined): string | undefined =>
  id == null ? undefined : toPlainId(String(id));

builder.queryFields((t) => ({
  availability: t.field({
    type: Availability,
    description: 'Windows in which matching devices are free together.',
    args: {
      pool: t.arg.string({ description: 'Id or name; default: the only pool you may use.' }),
      project: t.arg.string({ description: 'Id or name of the project for which they would be reserved.' }),
      gpus: t.arg({ type: ReservationGpusInput, description: 'Default: one device of any kind.' }),
      durationMinutes: t.arg.float({ required: true, description: 'Duration in minutes.' }),
      from: t.arg({ type: 'DateTime', description: 'Earliest start; default: now.' }),
      until: t.arg({ type: 'DateTime', description: 'Latest start; default: the reservation horizon.' }),
      oneHost: t.arg.boolean({ description: 'Whether all devices must be on one host; default: false.' }),
      first: t.arg.int({ description: 'Maximum number of windows, up to 200; default: 20.' }),
    },
    resolve: (_root, { pool, project, gpus, ...wanted }, { calls }) =>
      calls.query(availabilityQuery, {
        ...withoutNull({ ...wanted, pool: plain(pool), project: plain(project) }),
        durationMinutes: wanted.durationMinutes,
        ...(gpus == null ? {} : { gpus: withoutNull(gpus) }),
      }),
  }),
  reservation: t.field({
    type: Reservation,
    nullable: true,
    description: 'A reservation by its id; null if there is none that the caller may see.',
    args: {
      id: t.arg.id({ required: true, description: 'Id of the reservation.' }),
      asOf: t.arg({
        type: 'DateTime',
        description: 'As it was at this past instant; not found if it was made later.',
      }),
    },
    resolve: async (_root, { id, asOf }, { calls, loaders }) => {
      const reservationId = toPlainId(String(id));
      if (!isId(reservationId)) return null;
      if (asOf == null) return loaders.reservations().load(reservationId);
      const [then] = await calls.query(reservationsByIdQuery, { ids: [reservationId], asOf });
      return then ?? null;
    },
  }),
  reservations: t.connection(
    {
      type: Reservation,
      description:
        "Reservations of the caller's projects, or of all projects for admins, operators and auditors; the latest start first.",
      args: {
        pool: t.arg.id({ description: 'Filters by pool.' }),
        project: t.arg.id({ description: 'Filters by project.' }),
        user: t.arg.id({ description: 'Filters by user.' }),
        series: t.arg.string({ description: 'Filters by series.' }),
        device: t.arg.string({
          description:
            'With the device of this UUID. A page looks at some 10000 of its reservations: it may have fewer items than requested, and `endCursor` leads on.',
        }),
        states: t.arg({ type: [ReservationStateEnum], description: 'Filters by state.' }),
        search: t.arg.string({ description: 'Start of the title.' }),
        from: t.arg({ type: 'DateTime', description: 'Ending after this.' }),
        until: t.arg({ type: 'DateTime', description: 'Beginning before this.' }),
        asOf: t.arg({
          type: 'DateTime',
          description: 'As of this past instant: the reservations that were upcoming or active then.',
        }),
        sort: t.arg({
          type: ListSortEnum,
          description: 'Order by start, with `device` by when it was reserved; default: NEWEST.',
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
            ...withoutNull({
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
      'What occupies devices of a pool between two instants, at most 92 days apart: reservations, offers, maintenance and running jobs.',
    args: {
      pool: t.arg.string({ required: true, description: 'Id or name.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'Where the range begins.' }),
      until: t.arg({ type: 'DateTime', required: true, description: 'Where it ends.' }),
    },
    resolve: (_root, { pool, from, until }, { calls }) =>
      calls.query(calendarQuery, { pool: toPlainId(pool), from, until }),
  }),
}));
