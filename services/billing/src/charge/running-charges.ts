import type { Clock } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import type { ScopeConditions } from '../access/visibility.js';
import { everyDocument } from '@berth/read-models/every-document';
import type { LeaseMeter } from '../lease/lease-meter.js';
import type { LeaseDocument } from '../lease/leases.view.js';
import type { PriceSource } from '../price/price-source.js';
import type { RatedLease } from '../rating/rate.js';

export interface RatedSoFar {
  readonly lease: LeaseDocument;
  readonly rated: RatedLease;
}

/** What leases that have no charge yet would be charged: as if they ended now, unless they have just ended. */
export class RunningCharges {
  constructor(
    private readonly leases: Collection<LeaseDocument>,
    private readonly meter: LeaseMeter,
    private readonly prices: PriceSource,
    private readonly clock: Clock,
  ) {}

  async rate(lease: LeaseDocument): Promise<RatedLease> {
    return this.meter.rate(lease, await this.prices.current(), this.clock.now());
  }

  async *running(scope: ScopeConditions): AsyncGenerator<RatedSoFar> {
    const where = { ...scope, running: { eq: true } };
    for await (const { document: lease } of everyDocument(this.leases, { where })) {
      yield { lease, rated: await this.rate(lease) };
    }
  }
}
