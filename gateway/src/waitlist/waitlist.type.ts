import type { OfferView, WaitlistEntryView, WaitlistView } from '@berth/contracts/scheduler/waitlist';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { Pool } from '../hosts/pool.type.js';
import { Project } from '../projects/project.type.js';

const OfferedDevice = builder.objectRef<OfferView['devices'][number]>('OfferedDevice').implement({
  description: 'An offered device.',
  fields: (t) => ({
    uuid: t.exposeString('uuid', { description: 'Its UUID.' }),
    index: t.exposeInt('index', { description: 'Index on the host.' }),
    model: t.exposeString('model', { description: 'Device model.' }),
    simulated: t.exposeBoolean('simulated', { description: 'Whether the device is simulated.' }),
  }),
});

const Offer = builder.objectRef<OfferView>('WaitlistOffer').implement({
  description: 'Devices that are held for the next user on the waiting list.',
  fields: (t) => ({
    id: t.id({ description: 'Id for accepting or declining it.', resolve: ({ offerId }) => offerId }),
    devices: t.field({
      type: [OfferedDevice],
      description: 'Offered devices.',
      resolve: ({ devices }) => [...devices],
    }),
    from: t.field({
      type: 'DateTime',
      description: 'Held since.',
      resolve: ({ from }) => from,
    }),
    until: t.field({
      type: 'DateTime',
      description: 'Latest end of a reservation of these devices.',
      resolve: ({ until }) => until,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the offer expires.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
});

export const WaitlistEntry = builder.objectRef<WaitlistEntryView>('WaitlistEntry').implement({
  description: 'An entry of the waiting list of a pool.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for leaving the list and for accepting or declining offers.' }),
    position: t.exposeInt('position', { description: 'Position in the queue; 1 is next.' }),
    pool: t.field({
      type: Pool,
      nullable: true,
      description: 'Pool of the devices.',
      resolve: ({ poolId }, _args, { loaders }) => loaders.pools().load(poolId),
    }),
    project: t.field({
      type: Project,
      nullable: true,
      description: 'Project to which the reservation will be charged.',
      resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Waiting user.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    count: t.exposeInt('count', { description: 'How many devices.' }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'Device model by whole words of its name.',
    }),
    memoryGb: t.exposeFloat('memoryGb', {
      nullable: true,
      description: 'Minimum memory of each device in GB of 10^9 bytes.',
    }),
    devices: t.exposeStringList('devices', {
      nullable: true,
      description: 'UUIDs of the required devices; null: any that match.',
    }),
    durationMinutes: t.exposeFloat('durationMinutes', { description: 'Duration in minutes.' }),
    neededBy: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Latest time at which the devices are still needed.',
      resolve: (entry) => entry.neededBy,
    }),
    grantPriority: t.exposeInt('grantPriority', { description: 'Priority class: 0 (first) to 2 (last).' }),
    title: t.exposeString('title', { nullable: true, description: 'Title.' }),
    joinedAt: t.field({
      type: 'DateTime',
      description: 'Waiting since.',
      resolve: (entry) => entry.joinedAt,
    }),
    lapses: t.exposeInt('lapses', {
      description: 'Number of missed or declined offers; the entry is removed after the second.',
    }),
    offer: t.field({
      type: Offer,
      nullable: true,
      description: 'Current offer.',
      resolve: ({ offer }) => offer,
    }),
  }),
});

export const Waitlist = builder.objectRef<WaitlistView>('Waitlist').implement({
  description: 'The waiting list of a pool, ordered by priority class of the grant, then by time of joining.',
  fields: (t) => ({
    length: t.exposeInt('length', { description: 'Total number of entries.' }),
    entries: t.field({
      type: [WaitlistEntry],
      description: "The caller's entries; all entries for admins, operators and auditors.",
      resolve: ({ entries }) => [...entries],
    }),
  }),
});
