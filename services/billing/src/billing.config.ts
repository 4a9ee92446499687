import { z } from 'zod';
import { baseConfig } from '@berth/service-host/config';

export const billingConfig = baseConfig.extend({
  BERTH_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code such as EUR')
    .default('EUR')
    .describe('Currency of all prices and charges; fixed once a price is set'),
});
export type BillingConfig = z.output<typeof billingConfig>;
