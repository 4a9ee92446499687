import {
  accountsQuery,
  mapAccount,
  unmapAccount,
  type AccountView,
} from '@berth/contracts/scheduler/accounts';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { defineCommandMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Host } from './host.type.js';

const HostAccount = builder.objectRef<AccountView>('HostAccount').implement({
  description:
    "An operating system account on a host that is mapped to a user. Its processes count as the user's.",
  fields: (t) => ({
    account: t.exposeString('account', { description: 'Name of the account on the host.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Owner.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Host.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    mappedAt: t.field({
      type: 'DateTime',
      description: 'Mapped since.',
      resolve: (account) => account.mappedAt,
    }),
  }),
});

builder.queryField('accounts', (t) =>
  t.field({
    type: [HostAccount],
    description: "The caller's accounts on hosts; those of all users for admins, operators and auditors.",
    args: {
      user: t.arg.id({ description: 'Filters by user.' }),
      host: t.arg.id({ description: 'Filters by host.' }),
    },
    resolve: async (_root, { user, host }, { calls }) => [
      ...(await calls.query(accountsQuery, {
        ...(user == null ? {} : { userId: toPlainId(String(user)) }),
        ...(host == null ? {} : { hostId: toPlainId(String(host)) }),
      })),
    ],
  }),
);

defineCommandMutation({
  operation: mapAccount,
  name: 'mapAccount',
  description: 'Maps an account on a host to a user. Requires staff (admin or operator).',
  input: {
    userId: 'Owner.',
    hostId: 'Host.',
    account: 'Name of the account on the host, as shown by `id -un`.',
  },
  success: successOf('mapAccount', 'account', HostAccount, 'The account.'),
});

defineCommandMutation({
  operation: unmapAccount,
  name: 'unmapAccount',
  description: 'Removes the mapping of an account on a host. Requires staff (admin or operator).',
  input: { hostId: 'Host.', account: 'Name of the account on the host.' },
  success: doneOf('unmapAccount'),
});
