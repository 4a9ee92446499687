import type { MemberRole, ProjectEvent } from '@berth/contracts/auth/events';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import type {
  AddMember,
  ArchiveProject,
  Authority,
  ProjectCommand,
  RemoveMember,
} from './project.commands.js';
import { evolveProject, leadsOf, noProject, type Project } from './project.js';

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
