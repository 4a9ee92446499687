import { Module, type DynamicModule } from '@nestjs/common';
import type { Platform, ServiceParts } from '@berth/service-host/platform';
import { Visibility } from './access/visibility.js';
import type { BillingConfig } from './billing.config.js';
import { Billing } from './billing.js';
import { CURRENCY, PRICE_AGGREGATES } from './billing.tokens.js';
import { ChargeController } from './charge/charge.controller.js';
import { ChargeQueries } from './charge/charge.queries.js';
import { PriceController } from './price/price.controller.js';
import { PriceQueries } from './price/price.queries.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageTotals } from './usage/usage-totals.js';

@Module({})
export class BillingModule {
  static of(billing: Billing, currency: string): DynamicModule {
    return {
      module: BillingModule,
      controllers: [PriceController, ChargeController, UsageController],
      providers: [
        { provide: CURRENCY, useValue: currency },
        { provide: PRICE_AGGREGATES, useValue: billing.priceAggregates },
        { provide: PriceQueries, useValue: billing.priceQueries },
        { provide: ChargeQueries, useValue: billing.chargeQueries },
        { provide: UsageTotals, useValue: billing.totals },
        { provide: Visibility, useValue: billing.visibility },
      ],
    };
  }
}

export function buildBilling({
  store,
  readModels,
  clock,
  config,
  lastKnownPosition,
}: Platform<BillingConfig>): ServiceParts {
  const currency = config.BERTH_CURRENCY;
  const billing = new Billing({ store, lastKnownPosition, readModels, clock, currency });
  return {
    module: BillingModule.of(billing, currency),
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
