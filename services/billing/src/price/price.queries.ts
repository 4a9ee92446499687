import { setTimeout as sleep } from 'node:timers/promises';
import type { pricesQuery, PriceView } from '@berth/contracts/billing/operations';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import type { Collection } from '@berth/read-models';
import { queryPage } from '@berth/service-host/paging';
import type { KnownPool } from '../access/pools.view.js';
import type { PriceDocument } from './prices.view.js';

/** A new pool may not be known here yet. */
const POOL_WAIT_MS = 1000;
const POLL_INTERVAL_MS = 50;

export class PriceQueries {
  constructor(
    private readonly prices: Collection<PriceDocument>,
    private readonly pools: Collection<KnownPool>,
  ) {}

  /** The latest first; for a pool, those that count everywhere too. */
  async page({ poolId, ...page }: InputOf<typeof pricesQuery>): Promise<PageOf<PriceView>> {
    const where = poolId === undefined ? {} : { poolId: { in: [poolId, null] } };
    const sort = [{ field: 'from', direction: 'desc' }] as const;
    return queryPage(this.prices, { where, sort }, page, ({ document }) => document);
  }

  async isKnownPool(poolId: string): Promise<boolean> {
    const deadline = performance.now() + POOL_WAIT_MS;
    while (!(await this.pools.get(poolId))) {
      if (performance.now() > deadline) return false;
      await sleep(POLL_INTERVAL_MS);
    }
    return true;
  }
}
