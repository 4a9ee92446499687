import type { HostConnection } from '@berth/contracts/scheduler/waitlist';
import { builder } from '../graphql/builder.js';
import { Host } from '../hosts/host.type.js';
import { Reservation } from './reservation.type.js';

const Connection = builder.objectRef<HostConnection>('ConnectionInfo').implement({
  description: 'How to connect to a host of an active reservation.',
  fields: (t) => ({
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Which host.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    hostname: t.exposeString('hostname', { description: 'Hostname.' }),
    addresses: t.exposeStringList('addresses', { description: 'Addresses.' }),
    account: t.exposeString('account', {
      nullable: true,
      description: 'Account of the holder on the host; null if none is mapped.',
    }),
    ssh: t.exposeString('ssh', { nullable: true, description: 'SSH command.' }),
  }),
});

builder.objectField(Reservation, 'connection', (t) =>
  t.field({
    type: [Connection],
    nullable: true,
    description:
      'How to connect to its hosts while it is active. For the holder and staff (admin or operator); otherwise null.',
    resolve: async ({ id }, _args, { loaders }) => {
      const connection = await loaders.connections().load(id);
      return connection ? [...connection.hosts] : null;
    },
  }),
);
