import type { FieldRef, ObjectFieldBuilder } from '@pothos/core';
import { User } from '../accounts/user.type.js';
import type { BuilderTypes } from '../graphql/builder.js';
import { Project } from './project.type.js';

interface Owned {
  readonly projectId: string;
  readonly userId: string;
}

interface Fields {
  readonly project: FieldRef<BuilderTypes>;
  readonly user: FieldRef<BuilderTypes>;
}

/** Whose something is. @param user who that is to it */
export const ownerFields = <T extends Owned>(
  t: ObjectFieldBuilder<BuilderTypes, T>,
  user: string,
): Fields => ({
  project: t.field({
    type: Project,
    nullable: true,
    description: 'Project to which it is charged.',
    resolve: ({ projectId }, _args, { loaders }) => loaders.projects().load(projectId),
  }),
  user: t.field({
    type: User,
    nullable: true,
    description: user,
    resolve: ({ userId }, _args, { loaders }) => loaders.users().load(userId),
  }),
});
