import type { ProjectEvent } from '@berth/contracts/auth/events';
import type { RecordedEvent } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import type { Projection } from '@berth/read-models';

/** Who is in which project, to find a user's projects. */
export type MembershipDocument = {
  readonly projectId: string;
  readonly userId: string;
  readonly since: string;
};

const key = (projectId: string, userId: string) => `${projectId}.${userId}`;

export const membershipsView: Projection<MembershipDocument, ProjectEvent> = {
  name: 'memberships',
  version: 1,
  collection: { name: 'memberships', indexes: [{ fields: ['userId', 'since'] }] },
  keys(recorded) {
    if (!recorded.type.startsWith('auth.project.')) return [];
    const event = recorded as RecordedEvent & ProjectEvent;
    switch (event.type) {
      case 'auth.project.created.v1':
        return [key(event.data.projectId, event.data.leadId)];
      case 'auth.project.memberAdded.v1':
      case 'auth.project.memberRemoved.v1':
        return [key(event.data.projectId, event.data.userId)];
      case 'auth.project.archived.v1':
        return [];
      default:
        return assertNever(event);
    }
  },
  evolve(document, event) {
    switch (event.type) {
      case 'auth.project.created.v1':
        return { projectId: event.data.projectId, userId: event.data.leadId, since: event.recordedAt };
      case 'auth.project.memberAdded.v1': {
        const { projectId, userId } = event.data;
        return document ?? { projectId, userId, since: event.recordedAt };
      }
      case 'auth.project.memberRemoved.v1':
        return undefined;
      case 'auth.project.archived.v1':
        return document;
      default:
        return assertNever(event);
    }
  },
};
