import { sessionsQuery } from '@berth/contracts/auth/operations';
import type { SessionView } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf } from '../graphql/ids.js';

const Session = builder.objectRef<SessionView>('Session').implement({
  description:
    'A login of one program or browser. It lasts until it is ended, or not refreshed for too long.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for ending it.' }),
    client: t.exposeString('client', {
      nullable: true,
      description:
        'What the program or browser calls itself, which anybody can claim. Null where it said nothing.',
    }),
    current: t.exposeBoolean('current', { description: 'Whether this request belongs to it.' }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it began, by a login.',
      resolve: (session) => session.createdAt,
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      description: 'When its tokens were last refreshed.',
      resolve: (session) => session.lastUsedAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends unless it is refreshed before.',
      resolve: (session) => session.expiresAt,
    }),
  }),
});

builder.queryField('sessions', (t) =>
  t.connection(
    {
      type: Session,
      description: "The caller's sessions, or with `user` those of another user, which requires an admin.",
      args: { user: t.arg.id({ description: 'Of this user.' }) },
      resolve: async (_root, { user, ...page }, { calls }) =>
        queryConnection(calls, sessionsQuery, page, { userId: plainIdOf(user) }),
    },
    ...connectionNames('Session'),
  ),
);
