import {
  cancelReservation,
  changeReservation,
  extendReservation,
  releaseReservation,
  reserve,
} from '@berth/contracts/scheduler/reservations';
import type { ReservationView } from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { defineCommandMutation, listSuccess, successOf } from '../graphql/mutation.js';
import { allocationFields } from './inputs.js';
import { Reservation } from './reservation.type.js';

const reservationId = 'Id of the reservation.';
const reason = 'Reason; kept in the history.';
const after = 'The reservation after the change.';

const severalOf = (mutation: string, description: string) =>
  listSuccess(
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
    }),
  );

defineCommandMutation({
  operation: reserve,
  name: 'reserve',
  description:
    'Reserves devices for a window, once or recurring: all occurrences or none. If the devices are not free, the refusal contains the nearest free windows.',
  input: {
    ...allocationFields,
    gpus: 'Default: one device of any kind.',
    from: 'When it begins; default: now.',
    durationMinutes: 'Duration in minutes; give this or until.',
    until: 'When it ends; give this or durationMinutes.',
    reason: reason,
    repeat: 'Default: no recurrence.',
  },
  success: severalOf('ReserveSuccess', '`reserve` succeeded.'),
});

defineCommandMutation({
  operation: changeReservation,
  name: 'changeReservation',
  description:
    'Changes the window, devices or title of a reservation. Omitted fields keep their value; `title: null` removes the title. A moved reservation keeps its duration unless the end is given.',
  input: {
    reservationId: reservationId,
    from: 'Start; only before it has begun.',
    until: 'When it ends.',
    gpus: 'Devices; only before it has begun.',
    title: 'Title.',
    reason: reason,
  },
  success: successOf('changeReservation', 'reservation', Reservation, after),
});

defineCommandMutation({
  operation: extendReservation,
  name: 'extendReservation',
  description: 'Extends a reservation, also an active one.',
  input: { reservationId: reservationId, minutes: 'Minutes to add.', reason: reason },
  success: successOf('extendReservation', 'reservation', Reservation, after),
});

defineCommandMutation({
  operation: releaseReservation,
  name: 'releaseReservation',
  description: 'Releases a reservation; its devices are free immediately.',
  input: { reservationId: reservationId, reason: reason },
  success: successOf('releaseReservation', 'reservation', Reservation, after),
});

defineCommandMutation({
  operation: cancelReservation,
  name: 'cancelReservation',
  description: 'Cancels a reservation that has not begun, alone or with the later ones of its series.',
  input: {
    reservationId: reservationId,
    restOfSeries: 'Also cancel the later ones of the series; default: false.',
    reason: reason,
  },
  success: severalOf('CancelReservationSuccess', '`cancelReservation` succeeded.'),
});
