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
import { asAsked, askingFields } from '../reservations/asking.input.js';
import { Reservation } from '../reservations/reservation.type.js';
import { Waitlist, WaitlistEntry } from './waitlist.type.js';

const Wanted = builder.inputType('WaitlistGpusInput', {
  description: 'Devices to wait for: given ones, or any that match.',
  fields: (t) => ({
    count: t.int({ description: '1 where left out.' }),
    model: t.string({
      description: 'A model by whole words of its name, such as A100, RTX 4090 or A100 80GB.',
    }),
    memoryGb: t.float({ description: 'Least memory of a device in GB of 10^9 bytes, as makers count.' }),
    devices: t.stringList({ description: 'UUIDs: these and no others.' }),
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
    'Waits for devices of a pool. When they are free and it is your turn, they are held for you for a while: accept the offer, or be passed over.',
  input: (t) => ({
    ...askingFields(t),
    gpus: t.field({ type: Wanted, description: 'One device of any kind where left out.' }),
    durationMinutes: t.float({ required: true, description: 'For how long.' }),
    neededBy: t.field({ type: 'DateTime', description: 'After this it is no longer wanted.' }),
    reason: t.string({ description: 'What they are needed for.' }),
  }),
  success: successOf('joinWaitlist', 'entry', WaitlistEntry, 'The place on the list.'),
  run: async ({ gpus = {}, ...input }, { calls }, info) =>
    asValue(await calls.command(joinWaitlist, { ...asAsked(input), gpus }, info)),
});

defineMutation({
  name: 'leaveWaitlist',
  description: 'Waits no longer; what is offered goes to the next.',
  input: (t) => ({
    entryId: t.id({ required: true, description: 'Id of the place on the list.' }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: doneOf('leaveWaitlist'),
  run: async (input, { calls }, info) =>
    asDone(await calls.command(leaveWaitlist, { ...input, entryId: String(input.entryId) }, info)),
});

const AcceptOfferSuccess = builder
  .objectRef<{ readonly reservationId: string }>('AcceptOfferSuccess')
  .implement({
    description: '`acceptOffer` was done.',
    fields: (t) => ({
      reservationId: t.id({
        description: 'The booking, which begins at once.',
        resolve: ({ reservationId }) => toGlobalId('Reservation', reservationId),
      }),
      reservation: t.field({
        type: Reservation,
        nullable: true,
        description: 'The booking as it is now.',
        resolve: ({ reservationId }, _args, { loaders }) => loaders.reservations().load(reservationId),
      }),
    }),
  });

const ofOffer = {
  entryId: 'Id of the place on the list.',
  offerId: 'Which offer.',
};

defineMutation({
  name: 'acceptOffer',
  description: 'Books what is offered, for as long as was asked for, from now on.',
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
  description: 'Lets an offer go to the next. Who does so twice waits no longer.',
  input: (t) => ({
    entryId: t.id({ required: true, description: ofOffer.entryId }),
    offerId: t.id({ required: true, description: ofOffer.offerId }),
  }),
  success: doneOf('declineOffer'),
  run: async ({ entryId, offerId }, { calls }, info) =>
    asDone(await calls.command(declineOffer, { entryId: String(entryId), offerId: String(offerId) }, info)),
});
