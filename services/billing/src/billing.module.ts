import { Module, type DynamicModule } from '@nestjs/common';
import { Visibility } from './access/visibility.js';
import type { BillingParts } from './billing.parts.js';
import { CURRENCY, PRICE_AGGREGATES } from './billing.tokens.js';
import { ChargeController } from './charge/charge.controller.js';
import { ChargeQueries } from './charge/charge.queries.js';
import { PriceController } from './price/price.controller.js';
import { PriceQueries } from './price/price.queries.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageTotals } from './usage/usage-totals.js';

@Module({})
class BillingModule {}

/** The operations that billing answers. */
export function billingModule(billing: BillingParts, currency: string): DynamicModule {
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
