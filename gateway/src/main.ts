import { parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { tellReady, untilAskedToStop } from '@berth/service-host/process-signals';
import { gatewayConfig } from './gateway.config.js';
import { startGateway } from './gateway.js';

const config = parseConfig(gatewayConfig, process.env);
const log = createLogger('gateway', config.BERTH_LOG_LEVEL);
const asked = untilAskedToStop();

const gateway = await startGateway(config, log);
log.info({ url: gateway.url }, 'the gateway serves');
tellReady({ healthPort: gateway.port, url: gateway.url });

log.info({ why: await asked }, 'the gateway stops');
await gateway.stop();
process.exit(0);
