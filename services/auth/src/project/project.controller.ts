import { Controller, Inject } from '@nestjs/common';
import { addMember, archiveProject, createProject, removeMember } from '@berth/contracts/auth/operations';
import type { InputOf } from '@berth/contracts/define';
import type { ProjectView } from '@berth/contracts/auth/views';
import { may } from '@berth/contracts/permissions';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, type Answer, type Reply, type UserCall } from '@berth/service-host/operation';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { claimRef } from '../claim/claim-names.js';
import { NameIntents } from '../claim/name-intents.process-manager.js';
import { Callers } from '../user/callers.js';
import { People } from '../user/people.js';
import { NO_SUCH_USER } from '../user/user.decider.js';
import type { Account } from '../user/user.js';
import { type Authority, type ProjectCommand, NO_SUCH_PROJECT, projectStream } from './project.decider.js';
import { Projects } from '../aggregates.js';

@Controller()
export class ProjectController {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(NameIntents) private readonly intents: NameIntents,
    @Inject(People) private readonly people: People,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
  ) {}

  @Operation(createProject)
  async create({ input, identity, meta }: UserCall<InputOf<typeof createProject>>): Reply<ProjectView> {
    const caller = await this.callers.withPermission(identity, 'manageProjects');
    const leadId = input.leadId ?? caller.id;
    if (leadId !== caller.id) {
      if (!may(caller, 'controlAll')) {
        return err(
          reject('FORBIDDEN', 'leadId: only staff (admin or operator) may name another lead', 'leadId'),
        );
      }
      if (!(await this.people.find(leadId))) return err({ ...NO_SUCH_USER, field: 'leadId' });
    }
    const projectId = idFromName('project', meta.commandId);
    const created = await this.intents.begin(
      {
        purpose: 'projectCreation',
        intentId: idFromName('intent', meta.commandId, meta.inputHash),
        claims: [claimRef(this.platform.vault, 'projectName', input.name)],
        projectId,
        name: input.name,
        description: input.description,
        leadId,
      },
      meta,
    );
    return created.ok ? this.#answer(projectId, created.value.position) : created;
  }

  @Operation(addMember)
  async addMember({ input, identity, meta }: UserCall<InputOf<typeof addMember>>): Reply<ProjectView> {
    const by = authorityOf(await this.callers.active(identity));
    const { projectId, userId, memberRole } = input;
    const seen = await this.#seenBy(by, projectId);
    if (!seen.ok) return seen;
    if (!(await this.people.find(userId))) return err(NO_SUCH_USER);
    return this.#carryOut(projectId, { type: 'addMember', userId, memberRole, by }, meta);
  }

  @Operation(removeMember)
  async removeMember({ input, identity, meta }: UserCall<InputOf<typeof removeMember>>): Reply<ProjectView> {
    const by = authorityOf(await this.callers.active(identity));
    return this.#carryOut(input.projectId, { type: 'removeMember', userId: input.userId, by }, meta);
  }

  @Operation(archiveProject)
  async archive({ input, identity, meta }: UserCall<InputOf<typeof archiveProject>>): Reply<ProjectView> {
    const by = authorityOf(await this.callers.active(identity));
    return this.#carryOut(input.projectId, { type: 'archiveProject', by }, meta);
  }

  /** Does not reveal users to callers who are not members of the project. */
  async #seenBy(by: Authority, projectId: string): Promise<Result<null, Rejection>> {
    const { state } = await this.projects.load(projectStream(projectId), { fresh: true });
    const seen = state.status !== 'none' && (by.manager || state.members.has(by.userId));
    return seen ? ok(null) : err(NO_SUCH_PROJECT);
  }

  async #carryOut(
    projectId: string,
    command: ProjectCommand,
    meta: CommandMeta,
  ): Promise<Result<Answer<ProjectView>, Rejection>> {
    const done = await this.projects.execute(projectStream(projectId), command, meta);
    return done.ok ? this.#answer(projectId, done.value.position) : done;
  }

  async #answer(
    projectId: string,
    position: string | undefined,
  ): Promise<Result<Answer<ProjectView>, Rejection>> {
    const stream = projectStream(projectId);
    const { state } = await this.projects.load(stream, { fresh: true });
    const [first] = await this.platform.store.read(stream, { limit: 1 });
    if (state.status === 'none' || !first) return err(NO_SUCH_PROJECT);
    const { id, name, description, status } = state;
    const result = {
      id,
      name,
      ...defined({ description }),
      archived: status === 'archived',
      members: [...state.members].map(([userId, memberRole]) => ({ userId, memberRole })),
      createdAt: first.recordedAt,
    };
    return ok({ result, ...defined({ position }) });
  }
}

const authorityOf = (caller: Account): Authority =>
  may(caller, 'controlAll') ? { manager: true } : { manager: false, userId: caller.id };
