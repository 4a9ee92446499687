import {
  addMember,
  archiveProject,
  createProject,
  projectsQuery,
  removeMember,
} from '@berth/contracts/auth/operations';
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
      description: "The caller's projects; all of them for those who run the place.",
      args: {
        search: t.arg.string({ description: 'Beginning of a name.' }),
        member: t.arg.id({ description: 'Projects of this user only.' }),
      },
      resolve: async (_root, { search, member, ...page }, { calls }) =>
        queryConnection(calls, projectsQuery, page, { search, memberId: plainIdOf(member) }),
    },
    ...connectionNames('Project'),
  ),
);

defineMutation({
  name: 'createProject',
  description: 'Makes a project; the caller leads it unless another lead is named.',
  input: (t) => ({
    name: t.string({ required: true, description: 'Unique name.' }),
    description: t.string({ description: 'What it is about.' }),
    leadId: t.id({ description: 'Who leads it.' }),
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
    'Lets a user belong to a project, or changes the part a member has. For its leads, and those who run the place.',
  input: (t) => ({
    projectId: t.id({ required: true, description: 'Which project.' }),
    userId: t.id({ required: true, description: 'Which user.' }),
    memberRole: t.field({ type: MemberRoleEnum, description: 'member where left out.' }),
  }),
  success: successOf('addMember', 'project', Project, 'The project after the change.'),
  run: async ({ projectId, userId, memberRole }, { calls }, info) =>
    asValue(
      await calls.command(
        addMember,
        {
          projectId: toPlainId(String(projectId)),
          userId: toPlainId(String(userId)),
          ...(memberRole === undefined ? {} : { memberRole }),
        },
        info,
      ),
    ),
});

defineMutation({
  name: 'removeMember',
  description: 'Takes a user out of a project. For its leads, and those who run the place.',
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
    'Ends a project for good: it takes no more work and no more members. What runs goes on, and bookings under way stay until their end. What waits is cancelled, bookings that lie ahead are given back, places on waiting lists are given up, and schedules are paused. Its history stays. For its leads, and those who run the place.',
  input: (t) => ({ projectId: t.id({ required: true, description: 'Which project.' }) }),
  success: successOf('archiveProject', 'project', Project, 'The project after the change.'),
  run: async ({ projectId }, { calls }, info) =>
    asValue(await calls.command(archiveProject, { projectId: toPlainId(String(projectId)) }, info)),
});
