import { Controller, Inject } from '@nestjs/common';
import { projectsByIdQuery, projectsQuery } from '@berth/contracts/auth/operations';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { ProjectView } from '@berth/contracts/auth/views';
import { may } from '@berth/contracts/permissions';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Collection, StoredDocument } from '@berth/read-models';
import { equalTo } from '@berth/read-models/equal-to';
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
    const { search, memberId, archived, sort, ...page } = input;
    const canReadAll = may(identity, 'readAll');
    if (!canReadAll && memberId !== undefined && memberId !== identity.userId) {
      return err(
        reject('FORBIDDEN', 'memberId: only staff may list the projects of other users', 'memberId'),
      );
    }
    const wanted = search?.normalize('NFKC').trim().toLowerCase();
    const ofUser = canReadAll ? memberId : identity.userId;
    const matching = (stored: StoredDocument<ProjectDocument> | undefined) =>
      stored && isWanted(stored.document, { wanted, archived, ofUser }) ? toView(stored) : undefined;
    const direction = sort === 'newest' ? 'desc' : 'asc';
    // A user's projects have no index by name.
    if (ofUser === undefined || sort === 'name') {
      const field = sort === 'name' ? 'nameLower' : 'createdAt';
      const source = { where: equalTo({ archived }), sort: [{ field, direction } as const] };
      return ok({ result: await searchPage(this.#projects, source, page, matching) });
    }
    const source = {
      where: { userId: { eq: ofUser } },
      sort: [{ field: 'since', direction } as const],
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

interface Wanted {
  /** In lower case. */
  readonly wanted: string | undefined;
  readonly archived: boolean | undefined;
  readonly ofUser: string | undefined;
}

const isWanted = (project: ProjectDocument, { wanted, archived, ofUser }: Wanted): boolean =>
  (!wanted || project.nameLower.includes(wanted)) &&
  (archived === undefined || project.archived === archived) &&
  (ofUser === undefined || project.members.some(({ userId }) => userId === ofUser));

function toView({ id, document }: StoredDocument<ProjectDocument>): ProjectView {
  const { nameLower: _, ...view } = document;
  return { id, ...view };
}
