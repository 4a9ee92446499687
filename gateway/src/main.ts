import { messageOf } from '@berth/bus/log';
import { ConfigError, parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { reportFailed, reportReady, waitForStopSignal } from '@berth/service-host/process-signals';
import { StartError } from '@berth/service-host/startup-wait';
import { gatewayConfig } from './gateway.config.js';
import { startGateway } from './gateway.js';

let log = createLogger('gateway', 'info');
try {
  const config = parseConfig(gatewayConfig, process.env);
  log = createLogger('gateway', config.BERTH_LOG_LEVEL, [config.BERTH_NATS_URL]);
  const gateway = await startGateway(config, log);
  reportReady({ healthPort: gateway.port, url: gateway.url });
  log.info({ url: gateway.url }, 'the gateway is ready');
  log.info({ why: await waitForStopSignal() }, 'stopping');
  await gateway.stop();
  log.info('stopped');
  process.exit(0);
} catch (error) {
  const isFinal = error instanceof StartError || error instanceof ConfigError;
  log.fatal(isFinal ? {} : { err: error }, messageOf(error));
  await reportFailed(messageOf(error), isFinal);
  process.exit(1);
}
