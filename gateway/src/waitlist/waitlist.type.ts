import type { OfferView, WaitlistEntryView, WaitlistView } from '@berth/contracts/scheduler/waitlist';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { Pool } from '../hosts/pool.type.js';
import { Project } from '../projects/project.type.js';

const OfferedDevice = builder.objectRef<OfferView['devices'][number]>('OfferedDevice').implement({
  description: 'A device that is held for somebody.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Its UUID.' }),
    index: t.exposeInt('index', { description: 'Its number on its host.' }),
    model: t.exposeString('model', { description: 'What it is.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether it does not exist.' }),
  }),
});

const Offer = builder.objectRef<OfferView>('WaitlistOffer').implement({
  description: 'Devices that are held for a while for the next in line.',
  fields: (t) => ({
    id: t.id({ description: 'To accept or decline it by.', resolve: ({ offerId }) => offerId }),
    devices: t.field({
      type: [OfferedDevice],
      description: 'Which.',
      resolve: ({ devices }) => [...devices],
    }),
    from: t.field({
      type: 'DateTime',
      description: 'Since when they are held.',
      resolve: ({ from }) => from,
    }),
    until: t.field({
      type: 'DateTime',
      description: 'A booking of them ends by then at the latest.',
      resolve: ({ until }) => until,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be accepted.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
});

export const WaitlistEntry = builder.objectRef<WaitlistEntryView>('WaitlistEntry').implement({
  description: "Somebody's place on the waiting list of a pool.",
  fields: (t) => ({
    id: t.exposeID('id', { description: 'To leave by, and to accept or decline offers.' }),
    position: t.exposeInt('position', { description: '1 is next.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Whose devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'What the booking will be charged to.',
      resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Who waits.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    count: t.exposeInt('count', { description: 'How many devices.' }),
    model: t.exposeString('model', { nullable: true, description: 'A model by whole words of its name.' }),
    memoryGb: t.exposeFloat('memoryGb', {
      nullable: true,
      description: 'Least memory of each in GB of 10^9 bytes.',
    }),
    devices: t.exposeStringList('devices', { nullable: true, description: 'UUIDs, where these are wanted.' }),
    durationMinutes: t.exposeFloat('durationMinutes', { description: 'For how long.' }),
    neededBy: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'After this it is no longer wanted.',
      resolve: (entry) => entry.neededBy,
    }),
    grantPriority: t.exposeInt('grantPriority', { description: '0 goes before 1 before 2.' }),
    title: t.exposeString('title', { nullable: true, description: 'What it is called.' }),
    joinedAt: t.field({
      type: 'DateTime',
      description: 'Since when they wait.',
      resolve: (entry) => entry.joinedAt,
    }),
    lapses: t.exposeInt('lapses', {
      description: 'Offers that were not taken; after the second, one waits no longer.',
    }),
    offer: t.field({
      type: Offer,
      nullable: true,
      description: 'What is offered now.',
      resolve: ({ offer }) => offer,
    }),
  }),
});

export const Waitlist = builder.objectRef<WaitlistView>('Waitlist').implement({
  description: 'Who waits for devices of a pool: the better grant first, then who joined first.',
  fields: (t) => ({
    length: t.exposeInt('length', { description: 'How many wait, whoever they are.' }),
    entries: t.field({
      type: [WaitlistEntry],
      description: "The caller's own; all of them for those who run the place.",
      resolve: ({ entries }) => [...entries],
    }),
  }),
});
