import {
  acceptOffer,
  declineOffer,
  joinWaitlist,
  leaveWaitlist,
  waitlistQuery,
} from '@berth/contracts/scheduler/waitlist';
import { builder } from '../graphql/builder.js';
import { toGlobalId, toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { toAllocationInput, allocationFields } from '../reservations/inputs.js';
import { Reservation } from '../reservations/reservation.type.js';
import { Waitlist, WaitlistEntry } from './waitlist.type.js';

const Wanted = builder.inputType('WaitlistGpusInput', {
  description: 'Devices to wait for: given ones, or any that match.',
  fields: (t) => ({
    count: t.int({ description: 'Default: 1.' }),
    model: t.string({
      description: 'Device model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Minimum memory of a device in GB of 10^9 bytes.' }),
    devices: t.stringList({ description: 'UUIDs of the required devices.' }),
  }),
});

builder.queryField('waitlist', (t) =>
  t.field({
    type: Waitlist,
    description: 'The waiting list of a pool.',
    args: { pool: t.arg.string({ required: true, description: 'Id or name of the pool.' }) },
    resolve: (_root, { pool }, { calls }) => calls.query(waitlistQuery, { pool: toPlainId(pool) }),
  }),
);

defineMutation({
  name: 'joinWaitlist',
  description:
    'Joins the waiting list of a pool. When the devices are free and it is your turn, they are offered to you and held for a while. Accept the offer before it expires.',
  input: (t) => ({
    ...allocationFields(t),
    gpus: t.field({ type: Wanted, description: 'Default: one device of any kind.' }),
    durationMinutes: t.float({ required: true, description: 'Duration in minutes.' }),
    neededBy: t.field({
      type: 'DateTime',
      description: 'Latest time at which the devices are still needed.',
    }),
    reason: t.string({ description: 'Reason for the request.' }),
  }),
  success: successOf('joinWaitlist', 'entry', WaitlistEntry, 'The waiting list entry.'),
  run: async ({ gpus = {}, ...input }, { calls }, info) =>
    asValue(await calls.command(joinWaitlist, { ...toAllocationInput(input), gpus }, info)),
});

defineMutation({
  name: 'leaveWaitlist',
  description: 'Leaves the waiting list; a pending offer goes to the next user.',
  input: (t) => ({
    entryId: t.id({ required: true, description: 'Id of the waiting list entry.' }),
    reason: t.string({ description: 'Reason; kept in the history.' }),
  }),
  success: doneOf('leaveWaitlist'),
  run: async (input, { calls }, info) =>
    asDone(await calls.command(leaveWaitlist, { ...input, entryId: String(input.entryId) }, info)),
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

defineMutation({
  name: 'acceptOffer',
  description: 'Accepts an offer: reserves the offered devices from now on for the requested duration.',
  input: (t) => ({
    entryId: t.id({ required: true, description: ofOffer.entryId }),
    offerId: t.id({ required: true, description: ofOffer.offerId }),
  }),
  success: AcceptOfferSuccess,
  run: ({ entryId, offerId }, { calls }, info) =>
    calls.command(acceptOffer, { entryId: String(entryId), offerId: String(offerId) }, info),
});

defineMutation({
  name: 'declineOffer',
  description:
    'Declines an offer, which then goes to the next user. After two missed or declined offers, the entry is removed.',
  input: (t) => ({
    entryId: t.id({ required: true, description: ofOffer.entryId }),
    offerId: t.id({ required: true, description: ofOffer.offerId }),
  }),
  success: doneOf('declineOffer'),
  run: async ({ entryId, offerId }, { calls }, info) =>
    asDone(await calls.command(declineOffer, { entryId: String(entryId), offerId: String(offerId) }, info)),
});
