import type { PageOf } from '@berth/contracts/fields';
import type { PoolView } from '@berth/contracts/inventory/views';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
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
  async page(
    asked: PageRequest & { readonly search?: string | undefined },
    visible: VisibleResources,
  ): Promise<PageOf<PoolView>> {
    const seen = visible.kind === 'everything' ? undefined : [...visible.pools.keys()];
    const ids = asked.search ? await this.#named(asked.search, seen) : seen;
    const where = ids === undefined ? {} : { id: { in: ids } };
    const sort = [{ field: 'name', direction: 'asc' }] as const;
    return queryPage(this.#pools, { where, sort }, asked, ({ document }) => toPoolView(document));
  }

  /** Ids of pools with a text in their name; there are few pools. */
  async #named(search: string, seen: readonly string[] | undefined): Promise<readonly string[]> {
    const found: string[] = [];
    const wanted = search.toLowerCase();
    for await (const { id, document } of everyDocument(
      this.#pools,
      seen === undefined ? {} : { where: { id: { in: seen } } },
    ))
      if (document.name.toLowerCase().includes(wanted)) found.push(id);
    return found;
  }

  /** In no particular order. */
  async byIds(ids: readonly string[], visible: VisibleResources): Promise<readonly PoolView[]> {
    const found = await this.#pools.getMany(ids.filter((id) => canSeePool(visible, id)));
    return found.map(({ document }) => toPoolView(document));
  }
}
