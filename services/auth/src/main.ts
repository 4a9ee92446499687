import { runService } from '@berth/service-host/run-service';
import { authConfig } from './auth.config.js';
import { buildAuth } from './build.js';

await runService({ service: 'auth', config: authConfig, build: buildAuth });
