import { addMs, type Clock } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import type { ScopeConditions } from '../access/visibility.js';
import { everyDocument } from '@berth/read-models/every-document';
import type { LeaseMeter } from '../lease/lease-meter.js';
import type { LeaseDocument } from '../lease/leases.view.js';
import type { PriceSource } from '../price/price-source.js';
import type { RatedPart, Span } from '../rating/part.js';
import type { RatedLease } from '../rating/rate.js';
import type { ChargeDocument } from './charges.view.js';

/** A lease that ended may be without its charge for so long, and is then rated as one that runs. */
const CHARGED_WITHIN_MS = 60_000;

/** What leases that have no charge yet would be charged: as if they ended now, unless they have just ended. */
export class RunningCharges {
  constructor(
    private readonly leases: Collection<LeaseDocument>,
    private readonly charges: Collection<ChargeDocument>,
    private readonly meter: LeaseMeter,
    private readonly prices: PriceSource,
    private readonly clock: Clock,
  ) {}

  async rate(lease: LeaseDocument): Promise<RatedLease> {
    return this.meter.rate(lease, await this.prices.current(), this.clock.now());
  }

  async ratePart(lease: LeaseDocument, window: Span, now = this.clock.now()): Promise<RatedPart> {
    return this.meter.ratePart(lease, await this.prices.current(), now, window);
  }

  /** Leases that run, and those that have just ended and whose charge is not recorded yet. */
  async *uncharged(scope: ScopeConditions): AsyncGenerator<LeaseDocument> {
    const running = { ...scope, running: { eq: true } };
    for await (const { document: lease } of everyDocument(this.leases, { where: running })) yield lease;
    const since = { gte: addMs(this.clock.now(), -CHARGED_WITHIN_MS) };
    const ended = { ...scope, 'end.recordedAt': since };
    for await (const { document: lease } of everyDocument(this.leases, { where: ended }))
      if (!(await this.charges.get(lease.leaseId))) yield lease;
  }
}
