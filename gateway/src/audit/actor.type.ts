import type { HistoryEntry } from '@berth/contracts/history';
import { User } from '../accounts/user.type.js';
import { builder } from '../graphql/builder.js';

export const ActorType = builder.objectRef<HistoryEntry['actor']>('Actor').implement({
  description: 'Who caused the event.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'user, token, agent or system.' }),
    id: t.exposeString('id', { description: 'Id of the user, the host or the component of Berth.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'The user, or the owner of the token.',
      resolve: ({ kind, id }, _args, { loaders }) => {
        const userId = kind === 'token' ? id.split('/')[0] : kind === 'user' ? id : undefined;
        return userId === undefined || userId === 'anonymous' ? null : loaders.users().load(userId);
      },
    }),
  }),
});
