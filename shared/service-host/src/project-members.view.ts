import type { ProjectEvent } from '@berth/contracts/auth/events';
import type { RecordedEvent } from '@berth/event-store';
import type { Projection } from '@berth/read-models';

type MembershipEvent = Exclude<ProjectEvent, { type: 'auth.project.archived.v1' }>;

/** Who belongs to a project, as auth says: a replica, to decide who may see what is the project's. */
export type ProjectMembers = { readonly members: string[] };

export const PROJECT_MEMBERS = { name: 'project_members', indexes: [] };

export const projectMembers: Projection<ProjectMembers> = {
  name: 'projectMembers',
  version: 1,
  collection: PROJECT_MEMBERS,
  keys: (event) => (isMembershipEvent(event) ? [event.data.projectId] : []),
  evolve(document, event) {
    if (!isMembershipEvent(event)) return document;
    const members = document?.members ?? [];
    switch (event.type) {
      case 'auth.project.created.v1':
        return { members: withMember(members, event.data.leadId) };
      case 'auth.project.memberAdded.v1':
        return { members: withMember(members, event.data.userId) };
      case 'auth.project.memberRemoved.v1':
        return { members: members.filter((userId) => userId !== event.data.userId) };
    }
  },
};

const withMember = (members: readonly string[], userId: string): string[] =>
  members.includes(userId) ? [...members] : [...members, userId];

const TYPES: readonly string[] = [
  'auth.project.created.v1',
  'auth.project.memberAdded.v1',
  'auth.project.memberRemoved.v1',
] satisfies readonly MembershipEvent['type'][];

const isMembershipEvent = (event: RecordedEvent): event is MembershipEvent & RecordedEvent =>
  TYPES.includes(event.type);
