import {
  addMember,
  archiveProject,
  createProject,
  projectsQuery,
  removeMember,
} from '@berth/contracts/auth/operations';
import { defined } from '@berth/kernel/defined';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { plainIdOf, toPlainId } from '../graphql/ids.js';
import { asValue, defineMutation, successOf } from '../graphql/mutation.js';
import { MemberRoleEnum } from '../accounts/user.type.js';
import { Project } from './project.type.js';

builder.queryField('projects', (t) =>
  t.connection(
    {
      type: Project,
      description: "The caller's projects; all of them for admins, operators and auditors.",
      args: {
        search: t.arg.string({ description: 'Start of the name.' }),
        member: t.arg.id({ description: 'Filters by member.' }),
      },
      resolve: async (_root, { search, member, ...page }, { calls }) =>
        queryConnection(calls, projectsQuery, page, { search, memberId: plainIdOf(member) }),
    },
    ...connectionNames('Project'),
  ),
);

defineMutation({
  name: 'createProject',
  description: 'Creates a project. The caller becomes its lead unless another lead is given.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Unique name.' }),
    description: t.string({ description: 'Description.' }),
    leadId: t.id({ description: 'Id of its lead.' }),
  }),
  success: successOf('createProject', 'project', Project, 'The new project.'),
  run: async ({ leadId, ...input }, { calls }, info) =>
    asValue(
      await calls.command(
        createProject,
        { ...input, ...(leadId === undefined ? {} : { leadId: toPlainId(String(leadId)) }) },
        info,
      ),
    ),
});

defineMutation({
  name: 'addMember',
  description:
    'Adds a user to a project or changes the role of a member. For leads of the project and staff (admin or operator).',
  input: (t) => ({
    projectId: t.id({ required: true, description: 'Which project.' }),
    userId: t.id({ required: true, description: 'Which user.' }),
    memberRole: t.field({ type: MemberRoleEnum, description: 'Default: member.' }),
  }),
  success: successOf('addMember', 'project', Project, 'The project after the change.'),
  run: async ({ projectId, userId, memberRole }, { calls }, info) =>
    asValue(
      await calls.command(
        addMember,
        {
          projectId: toPlainId(String(projectId)),
          userId: toPlainId(String(userId)),
          ...defined({ memberRole }),
        },
        info,
      ),
    ),
});

defineMutation({
  name: 'removeMember',
  description: 'Removes a user from a project. For leads of the project and staff (admin or operator).',
  input: (t) => ({
    projectId: t.id({ required: true, description: 'Which project.' }),
    userId: t.id({ required: true, description: 'Which user.' }),
  }),
  success: successOf('removeMember', 'project', Project, 'The project after the change.'),
  run: async ({ projectId, userId }, { calls }, info) =>
    asValue(
      await calls.command(
        removeMember,
        { projectId: toPlainId(String(projectId)), userId: toPlainId(String(userId)) },
        info,
      ),
    ),
});

defineMutation({
  name: 'archiveProject',
  description:
    'Archives a project permanently: it takes no more work and no more members. Running jobs and active reservations continue until their end. Waiting jobs and future reservations are cancelled, waiting list entries are removed, and schedules are paused. The history is kept. For leads of the project and staff (admin or operator).',
  input: (t) => ({ projectId: t.id({ required: true, description: 'Which project.' }) }),
  success: successOf('archiveProject', 'project', Project, 'The project after the change.'),
  run: async ({ projectId }, { calls }, info) =>
    asValue(await calls.command(archiveProject, { projectId: toPlainId(String(projectId)) }, info)),
});
