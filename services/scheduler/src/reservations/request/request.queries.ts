import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { GpuRequestView, RequestItem, requestsQuery } from '@berth/contracts/scheduler/requests';
import { may } from '@berth/contracts/permissions';
import type { Collection, Condition, ReadModels } from '@berth/read-models';
import { between } from '@berth/read-models/between';
import { equalTo } from '@berth/read-models/equal-to';
import { queryPage } from '@berth/service-host/paging';
import type { Identity } from '@berth/service-host/operation';
import { requestsView, type RequestDocument } from './requests.view.js';

/** Reads requests: one's own, and staff (admin or operator) see all of them. */
export class RequestQueries {
  readonly #requests: Collection<RequestDocument>;

  constructor(readModels: ReadModels) {
    this.#requests = readModels.collection<RequestDocument>(requestsView.collection);
  }

  async one(identity: Identity, requestId: string): Promise<GpuRequestView | null> {
    const request = (await this.#requests.get(requestId))?.document.request;
    return request && maySee(identity, request) ? request : null;
  }

  async page(identity: Identity, input: InputOf<typeof requestsQuery>): Promise<PageOf<RequestItem>> {
    const { mine, poolId, states, projectId, userId, kind, createdFrom, createdUntil, ...page } = input;
    const where: { [field: string]: Condition } = {};
    const inbox = may(identity, 'readAll') && !mine;
    if (!inbox)
      where['userId'] = { in: userId === undefined || userId === identity.userId ? [identity.userId] : [] };
    else if (userId !== undefined) where['userId'] = { eq: userId };
    Object.assign(
      where,
      equalTo({ poolId, projectId, kind }),
      between('submittedAt', createdFrom, createdUntil),
    );
    if (states !== undefined) where['state'] = { in: states };
    else if (inbox) where['state'] = { eq: 'awaitingApproval' };
    const sort = [{ field: 'submittedAt', direction: input.sort === 'newest' ? 'desc' : 'asc' }] as const;
    return queryPage(this.#requests, { where, sort }, page, ({ document }) => toItem(document));
  }
}

const maySee = (identity: Identity, { userId }: { readonly userId: string }): boolean =>
  userId === identity.userId || may(identity, 'readAll');

const toItem = ({ request, state: _, ...item }: RequestDocument): RequestItem =>
  request ? { ...item, request } : item;
