import { runService } from '@berth/service-host/run-service';
import { telemetryConfig } from './telemetry.config.js';
import { telemetryParts } from './telemetry.module.js';

await runService({ service: 'telemetry', config: telemetryConfig, build: telemetryParts });
