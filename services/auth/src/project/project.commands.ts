import type { MemberRole } from '@berth/contracts/auth/events';

export interface CreateProject {
  readonly type: 'createProject';
  readonly projectId: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly leadId: string;
}

/** On whose behalf a project is changed: staff, or a user who must be a lead of it. */
export type Authority = { readonly manager: true } | { readonly manager: false; readonly userId: string };

export interface AddMember {
  readonly type: 'addMember';
  readonly userId: string;
  readonly memberRole: MemberRole;
  readonly by: Authority;
}

export interface RemoveMember {
  readonly type: 'removeMember';
  readonly userId: string;
  readonly by: Authority;
}

export interface ArchiveProject {
  readonly type: 'archiveProject';
  readonly by: Authority;
}

export type ProjectCommand = CreateProject | AddMember | RemoveMember | ArchiveProject;
