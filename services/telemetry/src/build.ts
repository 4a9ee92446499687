import type { Platform, ServiceParts } from '@berth/service-host/platform';
import type { TelemetryConfig } from './telemetry.config.js';
import { telemetryModule } from './telemetry.module.js';
import { TelemetryParts } from './telemetry.parts.js';

/** Puts telemetry together on a platform. */
export function buildTelemetry(platform: Platform<TelemetryConfig>): ServiceParts {
  const telemetry = new TelemetryParts(platform);
  return {
    module: telemetryModule(telemetry, platform.config.BERTH_ROLLUP_BUCKET_MINUTES),
    projections: [],
    foreign: telemetry.foreign,
    background: telemetry.background,
    prepare: () => telemetry.prepare(),
    stop: async () => telemetry.close(),
  };
}
