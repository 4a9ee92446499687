import type { Instant } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { ScopeConditions } from '../access/visibility.js';
import type { ChargeDocument } from './charges.view.js';
import type { Overnight } from './overnight.view.js';

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
