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
import { toAllocationInput, allocationFields, RepeatInput, ReservationGpusInput } from './inputs.js';
import { Reservation } from './reservation.type.js';

const reservationId = 'Id of the reservation.';
const reason = 'Reason; kept in the history.';
const after = 'The reservation after the change.';

const severalOf = (mutation: string, description: string) =>
  builder.objectRef<{ readonly value: readonly ReservationView[] }>(mutation).implement({
    description,
    fields: (t) => ({
      reservation: t.field({
        type: Reservation,
        description: 'The first one.',
        resolve: ({ value }) => value[0] as ReservationView,
      }),
      reservations: t.field({
        type: [Reservation],
        description: 'All of them, in order.',
        resolve: ({ value }) => [...value],
      }),
    }),
  });

defineMutation({
  name: 'reserve',
  description:
    'Reserves devices for a window, once or recurring: all occurrences or none. If the devices are not free, the refusal contains the nearest free windows.',
  input: (t) => ({
    ...allocationFields(t),
    gpus: t.field({ type: ReservationGpusInput, description: 'Default: one device of any kind.' }),
    from: t.field({ type: 'DateTime', description: 'When it begins; default: now.' }),
    durationMinutes: t.float({ description: 'Duration in minutes; give this or until.' }),
    until: t.field({ type: 'DateTime', description: 'When it ends; give this or durationMinutes.' }),
    reason: t.string({ description: reason }),
    repeat: t.field({ type: RepeatInput, description: 'Default: no recurrence.' }),
  }),
  success: severalOf('ReserveSuccess', '`reserve` succeeded.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(reserve, toAllocationInput(input), info)),
});

defineMutation({
  name: 'changeReservation',
  description:
    'Changes the window, devices or title of a reservation. Omitted fields keep their value; `title: null` removes the title. A moved reservation keeps its duration unless the end is given.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    from: t.field({ type: 'DateTime', description: 'Start; only before it has begun.' }),
    until: t.field({ type: 'DateTime', description: 'When it ends.' }),
    gpus: t.field({ type: ReservationGpusInput, description: 'Devices; only before it has begun.' }),
    title: t.string({ description: 'Title.' }),
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
  description: 'Extends a reservation, also an active one.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    minutes: t.float({ required: true, description: 'Minutes to add.' }),
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
  description: 'Releases a reservation; its devices are free immediately.',
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
  description: 'Cancels a reservation that has not begun, alone or with the later ones of its series.',
  input: (t) => ({
    reservationId: t.id({ required: true, description: reservationId }),
    restOfSeries: t.boolean({ description: 'Also cancel the later ones of the series; default: false.' }),
    reason: t.string({ description: reason }),
  }),
  success: severalOf('CancelReservationSuccess', '`cancelReservation` succeeded.'),
  run: async (input, { calls }, info) =>
    asValue(
      await calls.command(
        cancelReservation,
        { ...input, reservationId: toPlainId(String(input.reservationId)) },
        info,
      ),
    ),
});
