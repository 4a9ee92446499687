import type { MemberRole, ProjectEvent, UserEvent, UserStatus } from '@berth/contracts/auth/events';
import type { Role } from '@berth/contracts/auth/roles';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

export type ProjectFact = {
  readonly projectId: string;
  readonly name: string;
  readonly archived: boolean;
  readonly members: { readonly [userId: string]: MemberRole };
};

export const projectFacts: Projection<ProjectFact, ProjectEvent> = {
  name: 'facts-projects',
  version: 1,
  collection: { name: 'facts_projects', indexes: [] },
  keys: (event) => (event.type.startsWith('auth.project.') ? [String(event.data['projectId'])] : []),
  evolve: (project, event) => evolveProject(project, event),
};

function evolveProject(project: ProjectFact | undefined, event: ProjectEvent): ProjectFact {
  if (event.type === 'auth.project.created.v1') {
    const { projectId, name, leadId } = event.data;
    return { projectId, name, archived: false, members: { [leadId]: 'lead' } };
  }
  if (!project) throw new Error(`${event.type} on a project that was never created`);
  switch (event.type) {
    case 'auth.project.memberAdded.v1':
      return { ...project, members: { ...project.members, [event.data.userId]: event.data.memberRole } };
    case 'auth.project.memberRemoved.v1': {
      const { [event.data.userId]: _, ...members } = project.members;
      return { ...project, members };
    }
    case 'auth.project.archived.v1':
      return { ...project, archived: true };
    default:
      return assertNever(event);
  }
}

export type UserFact = { readonly userId: string; readonly status: UserStatus; readonly role: Role };

export const userFacts: Projection<UserFact, UserEvent> = {
  name: 'facts-users',
  version: 1,
  collection: { name: 'facts_users', indexes: [] },
  keys: (event) => (event.type.startsWith('auth.user.') ? [String(event.data['userId'])] : []),
  evolve: (user, event) => evolveUser(user, event),
};

function evolveUser(user: UserFact | undefined, event: UserEvent): UserFact {
  if (event.type === 'auth.user.registered.v1') {
    const { userId, status, role } = event.data;
    return { userId, status, role };
  }
  if (!user) throw new Error(`${event.type} on a user who never registered`);
  switch (event.type) {
    case 'auth.user.activated.v1':
      return { ...user, status: 'active' };
    case 'auth.user.suspended.v1':
      return { ...user, status: 'suspended' };
    case 'auth.user.deleted.v1':
      return { ...user, status: 'deleted' };
    case 'auth.user.roleSet.v1':
      return { ...user, role: event.data.role };
    case 'auth.user.profileUpdated.v1':
    case 'auth.user.passwordChanged.v1':
      return user;
    default:
      return assertNever(event);
  }
}
