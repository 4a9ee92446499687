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
        description: 'The user; null if deleted.',
        resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
      }),
      memberRole: t.field({
        type: MemberRoleEnum,
        description: 'Role in the project.',
        resolve: (member) => member.memberRole,
      }),
    }),
  });

export const Project = builder.node(builder.objectRef<ProjectView>('Project'), {
  description: 'A project, to which work is charged.',
  id: { resolve: (project) => project.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.projects().load(id))),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique name.' }),
    description: t.exposeString('description', { nullable: true, description: 'Description.' }),
    archived: t.exposeBoolean('archived', { description: 'Whether it is archived and takes no more work.' }),
    members: t.field({
      type: [Member],
      description: 'Its members.',
      resolve: (project) => [...project.members],
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (project) => project.createdAt,
    }),
  }),
});
