import { messageOf } from '@berth/bus/log';
import { parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { tellReady, untilAskedToStop } from '@berth/service-host/process-signals';
import { gatewayConfig } from './gateway.config.js';
import { startGateway } from './gateway.js';

let log = createLogger('gateway', 'info');
try {
  const config = parseConfig(gatewayConfig, process.env);
  log = createLogger('gateway', config.BERTH_LOG_LEVEL);
  const gateway = await startGateway(config, log);
  tellReady({ healthPort: gateway.port, url: gateway.url });
  log.info({ url: gateway.url }, 'the gateway serves');
  log.info({ why: await untilAskedToStop() }, 'stopping');
  await gateway.stop();
  log.info('stopped');
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, messageOf(error));
  process.exit(1);
}
