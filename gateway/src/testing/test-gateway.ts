import { parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { startGateway, type Gateway } from '../gateway.js';
import { gatewayConfig } from '../gateway.config.js';
import type { StandInPlatform } from './stand-in-platform.js';

/** A gateway on a free port, before the stand-ins. */
export const startTestGateway = (
  { nats }: StandInPlatform,
  settings: { readonly [variable: string]: string } = {},
): Promise<Gateway> =>
  startGateway(
    parseConfig(gatewayConfig, {
      BERTH_NATS_URL: nats.url,
      BERTH_NATS_CREDS: nats.credsOf('gateway'),
      BERTH_HTTP_PORT: '0',
      ...settings,
    }),
    createLogger('gateway', settings['BERTH_LOG_LEVEL'] ?? 'fatal'),
  );
