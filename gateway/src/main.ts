import { messageOf } from '@berth/bus/log';
import { ConfigError, parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { tellFailed, tellReady, untilAskedToStop } from '@berth/service-host/process-signals';
import { StartError } from '@berth/service-host/start-wait';
import { gatewayConfig } from './gateway.config.js';
import { startGateway } from './gateway.js';

let log = createLogger('gateway', 'info');
try {
  const config = parseConfig(gatewayConfig, process.env);
  log = createLogger('gateway', config.BERTH_LOG_LEVEL, [config.BERTH_NATS_URL]);
  const gateway = await startGateway(config, log);
  tellReady({ healthPort: gateway.port, url: gateway.url });
  log.info({ url: gateway.url }, 'the gateway serves');
  log.info({ why: await untilAskedToStop() }, 'stopping');
  await gateway.stop();
  log.info('stopped');
  process.exit(0);
} catch (error) {
  const isFinal = error instanceof StartError || error instanceof ConfigError;
  log.fatal(isFinal ? {} : { err: error }, messageOf(error));
  await tellFailed(messageOf(error), isFinal);
  process.exit(1);
}
