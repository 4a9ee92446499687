import { Controller, Inject } from '@nestjs/common';
import { projectsByIdQuery, projectsQuery } from '@berth/contracts/auth/operations';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { ProjectView } from '@berth/contracts/auth/views';
import { may } from '@berth/contracts/permissions';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Collection, StoredDocument } from '@berth/read-models';
import { Operation, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { searchPage } from '@berth/service-host/search-page';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { membershipsView, type MembershipDocument } from './memberships.view.js';
import { projectsView, type ProjectDocument } from './projects.view.js';

@Controller()
export class ProjectQueryController {
  readonly #projects: Collection<ProjectDocument>;
  readonly #memberships: Collection<MembershipDocument>;

  constructor(@Inject(AUTH_PLATFORM) { readModels }: AuthPlatform) {
    this.#projects = readModels.collection(projectsView.collection);
    this.#memberships = readModels.collection(membershipsView.collection);
  }

  /** All projects for admins, operators and auditors; their own for others. */
  @Operation(projectsQuery)
  async list({ input, identity }: UserCall<InputOf<typeof projectsQuery>>): Reply<PageOf<ProjectView>> {
    const { search, memberId, ...page } = input;
    const canReadAll = may(identity, 'readAll');
    if (!canReadAll && memberId !== undefined && memberId !== identity.userId) {
      return err(
        reject('FORBIDDEN', 'memberId: only staff may list the projects of other users', 'memberId'),
      );
    }
    const wanted = search?.normalize('NFKC').trim().toLowerCase();
    const matching = (stored: StoredDocument<ProjectDocument> | undefined) =>
      stored && (!wanted || stored.document.name.toLowerCase().includes(wanted)) ? toView(stored) : undefined;
    const ofUser = canReadAll ? memberId : identity.userId;
    if (ofUser === undefined) {
      const source = { sort: [{ field: 'createdAt', direction: 'asc' as const }] };
      return ok({
        result: await searchPage(this.#projects, source, page, async (stored) => matching(stored)),
      });
    }
    const source = {
      where: { userId: { eq: ofUser } },
      sort: [{ field: 'since', direction: 'asc' as const }],
    };
    const joined = async ({ document }: StoredDocument<MembershipDocument>) =>
      matching(await this.#projects.get(document.projectId));
    return ok({ result: await searchPage(this.#memberships, source, page, joined) });
  }

  /** In the order of the ids; projects that the caller may not see are omitted. */
  @Operation(projectsByIdQuery)
  async byId({
    input,
    identity,
  }: UserCall<InputOf<typeof projectsByIdQuery>>): Reply<readonly ProjectView[]> {
    const stored = await this.#projects.getMany(input.ids);
    const views = new Map(stored.map((each) => [each.id, toView(each)]));
    const result = input.ids.flatMap((id) => views.get(id) ?? []).filter((view) => maySee(identity, view));
    return ok({ result });
  }
}

export const maySee = (identity: Identity, project: Pick<ProjectView, 'members'>): boolean =>
  may(identity, 'readAll') || project.members.some(({ userId }) => userId === identity.userId);

const toView = ({ id, document }: StoredDocument<ProjectDocument>): ProjectView => ({ id, ...document });
