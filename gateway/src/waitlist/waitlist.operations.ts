import {
  acceptOffer,
  declineOffer,
  joinWaitlist,
  leaveWaitlist,
  waitlistQuery,
} from '@berth/contracts/scheduler/waitlist';
import { builder } from '../graphql/builder.js';
import { deriveInputType } from '../graphql/derived-input.js';
import { toGlobalId, toPlainId } from '../graphql/ids.js';
import { asSuccess, defineCommandMutation, doneOf, successOf } from '../graphql/mutation.js';
import { allocationFields } from '../reservations/inputs.js';
import { Reservation } from '../reservations/reservation.type.js';
import { Waitlist, WaitlistEntry } from './waitlist.type.js';

const WantedDevices = deriveInputType(joinWaitlist.input.shape.gpus.unwrap(), {
  name: 'WaitlistGpusInput',
  description: 'Devices to wait for: given ones, or any that match.',
  fields: {
    count: 'Default: 1.',
    model: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    memoryGb: 'Minimum memory of a device in GB of 10^9 bytes.',
    devices: 'UUIDs of the required devices.',
  },
});

builder.queryField('waitlist', (t) =>
  t.field({
    type: Waitlist,
    description: 'The waiting list of a pool.',
    args: { pool: t.arg.string({ required: true, description: 'Id or name of the pool.' }) },
    resolve: (_root, { pool }, { calls }) => calls.query(waitlistQuery, { pool: toPlainId(pool) }),
  }),
);

defineCommandMutation({
  operation: joinWaitlist,
  name: 'joinWaitlist',
  description:
    'Joins the waiting list of a pool. When the devices are free and it is your turn, they are offered to you and held for a while. Accept the offer before it expires.',
  input: {
    ...allocationFields,
    gpus: { description: 'Default: one device of any kind.', ...WantedDevices },
    durationMinutes: 'Duration in minutes.',
    neededBy: 'Latest time at which the devices are still needed.',
    reason: 'Reason for the request.',
  },
  success: successOf('joinWaitlist', 'entry', WaitlistEntry, 'The waiting list entry.'),
});

defineCommandMutation({
  operation: leaveWaitlist,
  name: 'leaveWaitlist',
  description: 'Leaves the waiting list; a pending offer goes to the next user.',
  input: { entryId: 'Id of the waiting list entry.', reason: 'Reason; kept in the history.' },
  success: doneOf('leaveWaitlist'),
});

const AcceptOfferSuccess = builder
  .objectRef<{ readonly reservationId: string }>('AcceptOfferSuccess')
  .implement({
    description: '`acceptOffer` succeeded.',
    fields: (t) => ({
      reservationId: t.id({
        description: 'Id of the reservation, which begins immediately.',
        resolve: ({ reservationId }) => toGlobalId('Reservation', reservationId),
      }),
      reservation: t.field({
        type: Reservation,
        nullable: true,
        description: 'The reservation.',
        resolve: ({ reservationId }, _args, { loaders }) => loaders.reservations().load(reservationId),
      }),
    }),
  });

const ofOffer = {
  entryId: 'Id of the waiting list entry.',
  offerId: 'Which offer.',
};

defineCommandMutation({
  operation: acceptOffer,
  name: 'acceptOffer',
  description: 'Accepts an offer: reserves the offered devices from now on for the requested duration.',
  input: ofOffer,
  success: asSuccess(AcceptOfferSuccess),
});

defineCommandMutation({
  operation: declineOffer,
  name: 'declineOffer',
  description:
    'Declines an offer, which then goes to the next user. After two missed or declined offers, the entry is removed.',
  input: ofOffer,
  success: doneOf('declineOffer'),
});
