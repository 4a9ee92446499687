import {
  accountsQuery,
  mapAccount,
  unmapAccount,
  type AccountView,
} from '@berth/contracts/scheduler/accounts';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { Host } from './host.type.js';

const HostAccount = builder.objectRef<AccountView>('HostAccount').implement({
  description: "An account on a host that is a user's: its processes count as theirs.",
  fields: (t) => ({
    account: t.exposeString('account', { description: 'Its name on the host.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Whose it is.',
      resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
    }),
    host: t.field({
      type: Host,
      nullable: true,
      description: 'Where it is.',
      resolve: ({ hostId }, _args, { loaders }) => loaders.hosts().load(hostId),
    }),
    mappedAt: t.field({
      type: 'DateTime',
      description: 'Since when it counts.',
      resolve: (account) => account.mappedAt,
    }),
  }),
});

builder.queryField('accounts', (t) =>
  t.field({
    type: [HostAccount],
    description: "The caller's accounts on hosts; everybody's for those who run the place.",
    args: {
      user: t.arg.id({ description: 'Of this user only.' }),
      host: t.arg.id({ description: 'On this host only.' }),
    },
    resolve: async (_root, { user, host }, { calls }) => [
      ...(await calls.query(accountsQuery, {
        ...(user == null ? {} : { userId: toPlainId(String(user)) }),
        ...(host == null ? {} : { hostId: toPlainId(String(host)) }),
      })),
    ],
  }),
);

defineMutation({
  name: 'mapAccount',
  description: "Says that an account on a host is a user's. For operators.",
  input: (t) => ({
    userId: t.id({ required: true, description: 'Whose it is.' }),
    hostId: t.id({ required: true, description: 'Where it is.' }),
    account: t.string({ required: true, description: 'Its name there, as `id -un` shows it.' }),
  }),
  success: successOf('mapAccount', 'account', HostAccount, 'The account.'),
  run: async ({ userId, hostId, account }, { calls }, info) =>
    asValue(
      await calls.command(
        mapAccount,
        { userId: toPlainId(String(userId)), hostId: toPlainId(String(hostId)), account },
        info,
      ),
    ),
});

defineMutation({
  name: 'unmapAccount',
  description: "Says that an account on a host is nobody's any more. For operators.",
  input: (t) => ({
    hostId: t.id({ required: true, description: 'Where it is.' }),
    account: t.string({ required: true, description: 'Its name there.' }),
  }),
  success: doneOf('unmapAccount'),
  run: async ({ hostId, account }, { calls }, info) =>
    asDone(await calls.command(unmapAccount, { hostId: toPlainId(String(hostId)), account }, info)),
});
