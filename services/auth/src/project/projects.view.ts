import type { MemberRole, ProjectEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import type { Projection } from '@berth/read-models';

export type ProjectDocument = {
  readonly name: string;
  readonly nameLower: string;
  readonly description?: string;
  readonly archived: boolean;
  readonly members: readonly { readonly userId: string; readonly memberRole: MemberRole }[];
  readonly createdAt: string;
};

export const projectsView: Projection<ProjectDocument, ProjectEvent> = {
  name: 'projects',
  version: 2,
  collection: {
    name: 'projects',
    indexes: [
      { fields: ['createdAt'] },
      { fields: ['nameLower'] },
      { fields: ['archived', 'createdAt'] },
      { fields: ['archived', 'nameLower'] },
    ],
  },
  keys: (event) => (event.type.startsWith('auth.project.') ? [String(event.data['projectId'])] : []),
  evolve(document, event) {
    if (event.type === 'auth.project.created.v1') {
      const { name, description, leadId } = event.data;
      const members = [{ userId: leadId, memberRole: 'lead' as const }];
      const createdAt = event.recordedAt;
      return {
        name,
        nameLower: name.toLowerCase(),
        ...defined({ description }),
        archived: false,
        members,
        createdAt,
      };
    }
    if (!document) throw new Error(`${event.type} of a project that never was`);
    switch (event.type) {
      case 'auth.project.memberAdded.v1': {
        const { userId, memberRole } = event.data;
        const known = document.members.some((member) => member.userId === userId);
        const members = known
          ? document.members.map((member) => (member.userId === userId ? { userId, memberRole } : member))
          : [...document.members, { userId, memberRole }];
        return { ...document, members };
      }
      case 'auth.project.memberRemoved.v1':
        return {
          ...document,
          members: document.members.filter(({ userId }) => userId !== event.data.userId),
        };
      case 'auth.project.archived.v1':
        return { ...document, archived: true };
      default:
        return assertNever(event);
    }
  },
};
