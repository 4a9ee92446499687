import { addMs, type Clock, type Instant } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { ScopeConditions } from '../access/visibility.js';
import type { LeaseMeter } from '../lease/lease-meter.js';
import type { LeaseDocument } from '../lease/leases.view.js';
import type { PriceSource } from '../price/price-source.js';
import type { RatedPart, Span } from '../rating/part.js';
import type { RatedLease } from '../rating/rate.js';
import type { ChargeDocument, Overnight } from './charges.view.js';

/** Charges whose lease was held at an instant. */
export class HeldCharges {
  constructor(
    private readonly charges: Collection<ChargeDocument>,
    private readonly overnight: Collection<Overnight>,
  ) {}

  /** Those whose lease began before the instant, and ended at it or later. */
  async *at(instant: Instant, scope: ScopeConditions): AsyncGenerator<ChargeDocument> {
    const day = instant.slice(0, 10);
    const held = (charge: ChargeDocument) => charge.from < instant && instant <= charge.to;
    for await (const { document } of everyDocument(this.overnight, {
      where: { ...scope, day: { eq: day } },
    })) {
      const charge = (await this.charges.get(document.chargeId))?.document;
      if (charge && held(charge)) yield charge;
    }
    // what began as the day did was not held through the night before
    const begun = { gte: `${day}T00:00:00.000Z`, lt: instant };
    for await (const { document } of everyDocument(this.charges, { where: { ...scope, from: begun } }))
      if (held(document)) yield document;
  }
}

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
