import type { PageOf } from '@berth/contracts/fields';
import type { PoolView } from '@berth/contracts/inventory/views';
import type { Collection, ReadModels } from '@berth/read-models';
import { queryPage, type PageRequest } from '@berth/service-host/paging';
import { seesPool, type Sight } from '../access/sight.js';
import { poolsCollection } from '../views/pools.view.js';
import { toPoolView, type Pool } from './pool.js';

/** Reads pools; those that `sight` does not reach are left out as if they did not exist. */
export class PoolQueries {
  private readonly pools: Collection<Pool>;

  constructor(readModels: ReadModels) {
    this.pools = readModels.collection(poolsCollection);
  }

  /** In order of name. */
  async page(asked: PageRequest, sight: Sight): Promise<PageOf<PoolView>> {
    const where = sight.kind === 'everything' ? {} : { id: { in: [...sight.pools.keys()] } };
    const sort = [{ field: 'name', direction: 'asc' }] as const;
    return queryPage(this.pools, { where, sort }, asked, ({ document }) => toPoolView(document));
  }

  /** In no particular order. */
  async byIds(ids: readonly string[], sight: Sight): Promise<readonly PoolView[]> {
    const found = await this.pools.getMany(ids.filter((id) => seesPool(sight, id)));
    return found.map(({ document }) => toPoolView(document));
  }
}
