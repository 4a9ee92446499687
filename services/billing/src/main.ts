import { runService } from '@berth/service-host/run-service';
import { billingConfig } from './billing.config.js';
import { buildBilling } from './build.js';

await runService({ service: 'billing', config: billingConfig, build: buildBilling });
