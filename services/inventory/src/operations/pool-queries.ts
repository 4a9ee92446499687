import type { PageOf } from '@berth/contracts/fields';
import type { PoolView } from '@berth/contracts/inventory/views';
import type { Collection, ReadModels } from '@berth/read-models';
import { queryPage, type PageRequest } from '@berth/service-host/paging';
import { canSeePool, type VisibleResources } from '../access/visibility.js';
import { poolsCollection } from '../pool/pools.view.js';
import { toPoolView, type Pool } from '../pool/pool.decider.js';

/** Reads pools; those that are not visible are omitted. */
export class PoolQueries {
  readonly #pools: Collection<Pool>;

  constructor(readModels: ReadModels) {
    this.#pools = readModels.collection(poolsCollection);
  }

  /** In order of name. */
  async page(asked: PageRequest, visible: VisibleResources): Promise<PageOf<PoolView>> {
    const where = visible.kind === 'everything' ? {} : { id: { in: [...visible.pools.keys()] } };
    const sort = [{ field: 'name', direction: 'asc' }] as const;
    return queryPage(this.#pools, { where, sort }, asked, ({ document }) => toPoolView(document));
  }

  /** In no particular order. */
  async byIds(ids: readonly string[], visible: VisibleResources): Promise<readonly PoolView[]> {
    const found = await this.#pools.getMany(ids.filter((id) => canSeePool(visible, id)));
    return found.map(({ document }) => toPoolView(document));
  }
}
