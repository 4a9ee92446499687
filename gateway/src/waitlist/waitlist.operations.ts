import {
  acceptOffer,
  declineOffer,
  joinWaitlist,
  leaveWaitlist,
  waitlistQuery,
} from '@berth/contracts/scheduler/waitlist';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Reservation } from '../reservations/reservation.type.js';
import { Waitlist, WaitlistEntry } from './waitlist.type.js';

const Wanted = builder.inputType('WaitlistGpusInput', {
  description: 'Devices to wait for: given ones, or any that match.',
  fields: (t) => ({
    count: t.int({ description: '1 where left out.' }),
    model: t.string({ description: 'Part of the name of a model, such as A100.' }),
    memoryGb: t.float({ description: 'Least memory of a device.' }),
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
    project: t.string({ required: true, description: 'Id or name of the project it is charged to.' }),
    pool: t.string({ description: 'Id or name; the only pool you may use, or "default", where left out.' }),
    gpus: t.field({ type: Wanted, description: 'One device of any kind where left out.' }),
    durationMinutes: t.float({ required: true, description: 'For how long.' }),
    neededBy: t.field({ type: 'DateTime', description: 'After this it is no longer wanted.' }),
    title: t.string({ description: 'What it is called.' }),
    reason: t.string({ description: 'What they are needed for.' }),
    sharedWithProject: t.boolean({
      description: 'Whether jobs of all members of the project may run in its window; false where left out.',
    }),
  }),
  success: successOf('joinWaitlist', 'entry', WaitlistEntry, 'The place on the list.'),
  run: async ({ project, pool, gpus = {}, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        joinWaitlist,
        {
          ...input,
          gpus,
          project: toPlainId(project),
          ...(pool === undefined ? {} : { pool: toPlainId(pool) }),
        },
        info,
      ),
    ),
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
      reservationId: t.exposeID('reservationId', { description: 'The booking, which begins at once.' }),
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
