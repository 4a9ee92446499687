import type { MemberRole, ProjectEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';

export type Project =
  | { readonly status: 'none' }
  | {
      readonly status: 'open' | 'archived';
      readonly id: string;
      readonly name: string;
      readonly description?: string | undefined;
      /** In the order in which they came. */
      readonly members: ReadonlyMap<string, MemberRole>;
    };

export const noProject: Project = { status: 'none' };

export const projectStream = (projectId: string): string => `project:${projectId}`;

export function evolveProject(state: Project, event: ProjectEvent): Project {
  if (event.type === 'auth.project.created.v1') {
    const { projectId, name, description, leadId } = event.data;
    return { status: 'open', id: projectId, name, description, members: new Map([[leadId, 'lead']]) };
  }
  if (state.status === 'none') throw new Error(`${event.type} on a project that never was`);
  switch (event.type) {
    case 'auth.project.memberAdded.v1':
      return { ...state, members: new Map(state.members).set(event.data.userId, event.data.memberRole) };
    case 'auth.project.memberRemoved.v1': {
      const members = new Map(state.members);
      members.delete(event.data.userId);
      return { ...state, members };
    }
    case 'auth.project.archived.v1':
      return { ...state, status: 'archived' };
    default:
      return assertNever(event);
  }
}

export const leadsOf = (members: ReadonlyMap<string, MemberRole>): number =>
  [...members.values()].filter((memberRole) => memberRole === 'lead').length;
