import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { grantsQuery } from '@berth/contracts/inventory/operations';
import type { GrantView } from '@berth/contracts/inventory/views';
import { may } from '@berth/contracts/permissions';
import type { Collection, Query, ReadModels } from '@berth/read-models';
import { between } from '@berth/read-models/between';
import { equalTo } from '@berth/read-models/equal-to';
import type { Identity } from '@berth/service-host/operation';
import { queryPage } from '@berth/service-host/paging';
import type { Visibility } from '../access/visibility.js';
import { grantsCollection, type GrantDocument } from '../grant/grants.view.js';
import { toGrantView } from '../grant/grant.decider.js';

export class GrantQueries {
  readonly #grants: Collection<GrantDocument>;

  constructor(
    readModels: ReadModels,
    private readonly visibility: Visibility,
  ) {
    this.#grants = readModels.collection(grantsCollection);
  }

  /** Newest first; for users who do not see everything, their own grants and those of their projects. */
  async page(input: InputOf<typeof grantsQuery>, { userId, role }: Identity): Promise<PageOf<GrantView>> {
    const own = may({ role }, 'readAll') ? undefined : await this.visibility.subjectsOf(userId);
    const where: NonNullable<Query['where']> = {
      ...equalTo({
        userId: input.userId,
        projectId: input.projectId,
        poolId: input.poolId,
        status: input.status,
      }),
      ...between('createdAt', input.createdFrom, input.createdUntil),
      ...(own && { subject: { in: own } }),
    };
    const sort: Query['sort'] = [{ field: 'createdAt', direction: input.sort === 'oldest' ? 'asc' : 'desc' }];
    return queryPage(this.#grants, { where, sort }, input, ({ document }) => toGrantView(document));
  }
}
