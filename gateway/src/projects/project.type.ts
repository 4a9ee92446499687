import type { MemberRole } from '@berth/contracts/auth/events';
import type { ProjectView } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { MemberRoleEnum, User } from '../accounts/user.type.js';

const Member = builder
  .objectRef<{ readonly userId: string; readonly memberRole: MemberRole }>('ProjectMember')
  .implement({
    description: 'A user in a project.',
    fields: (t) => ({
      user: t.field({
        type: User,
        nullable: true,
        description: 'Who; null once deleted.',
        resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
      }),
      memberRole: t.field({
        type: MemberRoleEnum,
        description: 'What part the user has.',
        resolve: (member) => member.memberRole,
      }),
    }),
  });

export const Project = builder.node(builder.objectRef<ProjectView>('Project'), {
  description: 'Whom work is charged to.',
  id: { resolve: (project) => project.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.projects().load(id))),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is about.' }),
    archived: t.exposeBoolean('archived', { description: 'Takes no more work.' }),
    members: t.field({
      type: [Member],
      description: 'Who belongs to it.',
      resolve: (project) => [...project.members],
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (project) => project.createdAt,
    }),
  }),
});
