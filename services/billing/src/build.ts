import type { Platform, ServiceParts } from '@berth/service-host/platform';
import type { BillingConfig } from './billing.config.js';
import { billingModule } from './billing.module.js';
import { BillingParts } from './billing.parts.js';

/** Puts billing together on a platform. */
export function buildBilling({
  store,
  readModels,
  clock,
  config,
  lastKnownPosition,
}: Platform<BillingConfig>): ServiceParts {
  const currency = config.BERTH_CURRENCY;
  const billing = new BillingParts({ store, lastKnownPosition, readModels, clock, currency });
  return {
    module: billingModule(billing, currency),
    projections: billing.projections,
    foreign: billing.foreign,
    // a currency that does not fit the prices must stop the service before it charges anything
    prepare: async () => void (await billing.priceSource.current()),
    stop: async () => billing.priceSource.close(),
    // prices are public to all users
    mayReadHistory: async (identity, entity, id) =>
      entity === 'price' || (entity === 'charge' && (await billing.chargeQueries.maySee(identity, id))),
  };
}
