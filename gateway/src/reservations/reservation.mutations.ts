import {
  cancelReservation,
  changeReservation,
  extendReservation,
  releaseReservation,
  reserve,
} from '@berth/contracts/scheduler/reservations';
import type { ReservationView } from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { asAsked, askingFields } from './asking.input.js';
import { RepeatInput, ReservationGpusInput } from './inputs.js';
import { Reservation } from './reservation.type.js';

const reservationId = 'Id of the reservation.';
const reason = 'Why; kept in the history.';
const after = 'The reservation after the change.';

const severalOf = (mutation: string, description: string) =>
  builder.objectRef<{ readonly value: readonly ReservationView[] }>(mutation).implement({
    description,
    fields: (t) => ({
      reservation: t.field({
        type: Reservation,
        description: 'The first of them.',
        resolve: ({ value }) => value[0] as ReservationView,
      }),
      reservations: t.field({
        type: [Reservation],
        description: 'All of them, in their order.',
        resolve: ({ value }) => [...value],
      }),
    }),
  });

defineMutation({
  name: 'reserve',
  description:
    'Books devices for a window, once or recurring: all of it or nothing. Where they are not free, the refusal tells the nearest windows in which they are.',
  input: (t) => ({
    ...askingFields(t),
    gpus: t.field({ type: ReservationGpusInput, description: 'One device of any kind where left out.' }),
    from: t.field({ type: 'DateTime', description: 'When it begins; now where left out.' }),
    durationMinutes: t.float({ description: 'How long; give this or until.' }),
    until: t.field({ type: 'DateTime', description: 'When it ends; give this or durationMinutes.' }),
    reason: t.string({ description: reason }),
    repeat: t.field({ type: RepeatInput, description: 'Once where left out.' }),
  }),
  success: severalOf('ReserveSuccess', '`reserve` was done.'),
  run: async (input, { calls }, info) => asValue(await calls.command(reserve, asAsked(input), info)),
});

defineMutation({
  name: 'changeReservation',
  description:
    'Moves, lengthens or shortens a reservation, or gives it other devices or another title. What is left out stays, and `title: null` takes the title back; one that is moved keeps its length unless its end is given.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    from: t.field({ type: 'DateTime', description: 'When it begins; only before it has begun.' }),
    until: t.field({ type: 'DateTime', description: 'When it ends.' }),
    gpus: t.field({ type: ReservationGpusInput, description: 'Other devices; only before it has begun.' }),
    title: t.string({ description: 'What it is called.' }),
    reason: t.string({ description: reason }),
  }),
  clearable: ['title'],
  success: successOf('changeReservation', 'reservation', Reservation, after),
  run: async (input, { calls }, info, cleared) =>
    asValue(
      await calls.command(
        changeReservation,
        { ...input, ...cleared, reservationId: toPlainId(String(input.reservationId)) },
        info,
      ),
    ),
});

defineMutation({
  name: 'extendReservation',
  description: 'Lengthens a reservation, also one that is under way.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    minutes: t.float({ required: true, description: 'By how much.' }),
    reason: t.string({ description: reason }),
  }),
  success: successOf('extendReservation', 'reservation', Reservation, after),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(
        extendReservation,
        { ...input, reservationId: toPlainId(String(input.reservationId)) },
        info,
      ),
    ),
});

defineMutation({
  name: 'releaseReservation',
  description: 'Ends a reservation now; its devices are free at once.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    reason: t.string({ description: reason }),
  }),
  success: successOf('releaseReservation', 'reservation', Reservation, after),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(
        releaseReservation,
        { ...input, reservationId: toPlainId(String(input.reservationId)) },
        info,
      ),
    ),
});

defineMutation({
  name: 'cancelReservation',
  description: 'Calls off a reservation that has not begun, alone or with the later ones of its series.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    restOfSeries: t.boolean({ description: 'Also those that begin later; false where left out.' }),
    reason: t.string({ description: reason }),
  }),
  success: severalOf('CancelReservationSuccess', '`cancelReservation` was done.'),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(
        cancelReservation,
        { ...input, reservationId: toPlainId(String(input.reservationId)) },
        info,
      ),
    ),
});
