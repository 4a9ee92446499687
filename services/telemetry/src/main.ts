import { runService } from '@berth/service-host/run-service';
import { telemetryConfig } from './telemetry.config.js';
import { buildTelemetry } from './build.js';

await runService({ service: 'telemetry', config: telemetryConfig, build: buildTelemetry });
