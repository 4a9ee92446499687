import type { HostConnection } from '@berth/contracts/scheduler/waitlist';
import { builder } from '../graphql/builder.js';
import { Host } from '../hosts/host.type.js';
import { Reservation } from './reservation.type.js';

const Connection = builder.objectRef<HostConnection>('ConnectionInfo').implement({
  description: 'How to reach a host of a booking that is under way.',
  fields: (t) => ({
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Which host.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    hostname: t.exposeString('hostname', { description: 'What it calls itself.' }),
    addresses: t.exposeStringList('addresses', { description: 'Where it is.' }),
    account: t.exposeString('account', {
      nullable: true,
      description: "The holder's account there; null where none is mapped.",
    }),
    ssh: t.exposeString('ssh', { nullable: true, description: 'A line for a shell.' }),
  }),
});

builder.objectField(Reservation, 'connection', (t) =>
  t.field({
    type: [Connection],
    nullable: true,
    description:
      'How to reach its hosts: for its holder and those who run the place, while its window is under way; else null.',
    resolve: async ({ id }, _args, { loaders }) => {
      const connection = await loaders.connections().load(id);
      return connection ? [...connection.hosts] : null;
    },
  }),
);
