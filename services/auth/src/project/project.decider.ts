import type { MemberRole, ProjectEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';

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

const noProject: Project = { status: 'none' };

export const projectStream = (projectId: string): string => `project:${projectId}`;

function evolveProject(state: Project, event: ProjectEvent): Project {
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

const leadsOf = (members: ReadonlyMap<string, MemberRole>): number =>
  [...members.values()].filter((memberRole) => memberRole === 'lead').length;

export interface CreateProject {
  readonly type: 'createProject';
  readonly projectId: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly leadId: string;
}

/** On whose behalf a project is changed: staff, or a user who must be a lead of it. */
export type Authority = { readonly manager: true } | { readonly manager: false; readonly userId: string };

interface AddMember {
  readonly type: 'addMember';
  readonly userId: string;
  readonly memberRole: MemberRole;
  readonly by: Authority;
}

interface RemoveMember {
  readonly type: 'removeMember';
  readonly userId: string;
  readonly by: Authority;
}

interface ArchiveProject {
  readonly type: 'archiveProject';
  readonly by: Authority;
}

export type ProjectCommand = CreateProject | AddMember | RemoveMember | ArchiveProject;

type Decided = Result<readonly ProjectEvent[], Rejection>;
type ExistingProject = Exclude<Project, { status: 'none' }>;

export const NO_SUCH_PROJECT = reject('NOT_FOUND', 'there is no such project', 'projectId');
const LEADS_ONLY = reject(
  'FORBIDDEN',
  'only leads of the project and staff (admin or operator) may change it',
);
const LAST_LEAD = reject(
  'INVALID_STATE',
  'this is the last lead of the project; add another lead first',
  'userId',
);

export const projectDecider: Decider<Project, ProjectCommand, ProjectEvent> = {
  initialState: noProject,
  evolve: evolveProject,
  decide(command, state) {
    switch (command.type) {
      case 'createProject': {
        if (state.status !== 'none') return ok([]);
        const { projectId, name, description, leadId } = command;
        return ok([
          {
            type: 'auth.project.created.v1',
            data: { projectId, name, ...defined({ description }), leadId },
          },
        ]);
      }
      case 'addMember':
        return state.status === 'none' ? err(NO_SUCH_PROJECT) : addMember(command, state);
      case 'removeMember':
        return state.status === 'none' ? err(NO_SUCH_PROJECT) : removeMember(command, state);
      case 'archiveProject':
        return state.status === 'none' ? err(NO_SUCH_PROJECT) : archive(command, state);
      default:
        return assertNever(command);
    }
  },
};

function addMember({ userId, memberRole, by }: AddMember, project: ExistingProject): Decided {
  const refused = refuse(by, project);
  if (refused) return err(refused);
  if (project.status === 'archived')
    return err(reject('INVALID_STATE', 'the project is archived', 'projectId'));
  const before = project.members.get(userId);
  if (before === memberRole) return ok([]);
  if (before === 'lead' && isLastLead(project.members) && !by.manager) return err(LAST_LEAD);
  return ok([{ type: 'auth.project.memberAdded.v1', data: { projectId: project.id, userId, memberRole } }]);
}

/** Every member may leave; leads and staff may remove others. */
function removeMember({ userId, by }: RemoveMember, project: ExistingProject): Decided {
  const refused = by.manager || by.userId !== userId ? refuse(by, project) : undefined;
  const before = project.members.get(userId);
  if (refused) return err(refused);
  if (before === undefined)
    return by.manager || project.members.has(by.userId) ? ok([]) : err(NO_SUCH_PROJECT);
  if (before === 'lead' && isLastLead(project.members) && !by.manager) return err(LAST_LEAD);
  return ok([{ type: 'auth.project.memberRemoved.v1', data: { projectId: project.id, userId } }]);
}

/** Final: a project cannot be restored; a new one needs another name. */
function archive({ by }: ArchiveProject, project: ExistingProject): Decided {
  const refused = refuse(by, project);
  if (refused) return err(refused);
  if (project.status === 'archived') return ok([]);
  return ok([{ type: 'auth.project.archived.v1', data: { projectId: project.id } }]);
}

/** A project of which the caller is not a member appears not to exist. */
function refuse(by: Authority, project: ExistingProject): Rejection | undefined {
  if (by.manager) return undefined;
  switch (project.members.get(by.userId)) {
    case 'lead':
      return undefined;
    case 'member':
      return LEADS_ONLY;
    case undefined:
      return NO_SUCH_PROJECT;
  }
}

const isLastLead = (members: ReadonlyMap<string, MemberRole>): boolean => leadsOf(members) === 1;
