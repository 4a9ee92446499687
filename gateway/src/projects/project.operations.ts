import {
  addMember,
  archiveProject,
  createProject,
  projectsQuery,
  removeMember,
} from '@berth/contracts/auth/operations';
import { builder } from '../graphql/builder.js';
import { connectionNames, queryConnection } from '../graphql/connection.js';
import { NamedListSortEnum } from '../graphql/list-sort.js';
import { plainIdOf } from '../graphql/ids.js';
import { defineCommandMutation, successOf } from '../graphql/mutation.js';
import '../accounts/user.type.js';
import { Project } from './project.type.js';

builder.queryField('projects', (t) =>
  t.connection(
    {
      type: Project,
      description: "The caller's projects; all of them for admins, operators and auditors.",
      args: {
        search: t.arg.string({ description: 'Part of the name.' }),
        member: t.arg.id({ description: 'Filters by member.' }),
        archived: t.arg.boolean({ description: 'Archived ones only, or the others only.' }),
        sort: t.arg({
          type: NamedListSortEnum,
          description: 'Order by creation, or by when one became a member, or by name; default: OLDEST.',
        }),
      },
      resolve: async (_root, { search, member, archived, sort, ...page }, { calls }) =>
        queryConnection(calls, projectsQuery, page, { search, memberId: plainIdOf(member), archived, sort }),
    },
    ...connectionNames('Project'),
  ),
);

defineCommandMutation({
  operation: createProject,
  name: 'createProject',
  description: 'Creates a project. The caller becomes its lead unless another lead is given.',
  input: { name: 'Unique name.', description: 'Description.', leadId: 'Id of its lead.' },
  success: successOf('createProject', 'project', Project, 'The new project.'),
});

defineCommandMutation({
  operation: addMember,
  name: 'addMember',
  description:
    'Adds a user to a project or changes the role of a member. For leads of the project and staff (admin or operator).',
  input: { projectId: 'Which project.', userId: 'Which user.', memberRole: 'Default: member.' },
  success: successOf('addMember', 'project', Project, 'The project after the change.'),
});

defineCommandMutation({
  operation: removeMember,
  name: 'removeMember',
  description: 'Removes a user from a project. For leads of the project and staff (admin or operator).',
  input: { projectId: 'Which project.', userId: 'Which user.' },
  success: successOf('removeMember', 'project', Project, 'The project after the change.'),
});

defineCommandMutation({
  operation: archiveProject,
  name: 'archiveProject',
  description:
    'Archives a project permanently: it takes no more work and no more members. Running jobs and active reservations continue until their end. Waiting jobs and future reservations are cancelled, waiting list entries are removed, and schedules are paused. The history is kept. For leads of the project and staff (admin or operator).',
  input: { projectId: 'Which project.' },
  success: successOf('archiveProject', 'project', Project, 'The project after the change.'),
});
