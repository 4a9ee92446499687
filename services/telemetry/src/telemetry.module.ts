import { Module, type DynamicModule } from '@nestjs/common';
import type { Platform, ServiceParts } from '@berth/service-host/platform';
import { LogController } from './logs/log.controller.js';
import { LogQueries } from './logs/log.queries.js';
import { SampleController } from './samples/sample.controller.js';
import { SampleStore } from './samples/sample-store.js';
import type { TelemetryConfig } from './telemetry.config.js';
import { Telemetry } from './telemetry.js';
import { BUCKET_MINUTES } from './telemetry.tokens.js';

@Module({})
export class TelemetryModule {
  static of({ logQueries, samples }: Telemetry, bucketMinutes: number): DynamicModule {
    return {
      module: TelemetryModule,
      controllers: [LogController, SampleController],
      providers: [
        { provide: LogQueries, useValue: logQueries },
        { provide: SampleStore, useValue: samples },
        { provide: BUCKET_MINUTES, useValue: bucketMinutes },
      ],
    };
  }
}

export function telemetryParts(platform: Platform<TelemetryConfig>): ServiceParts {
  const telemetry = new Telemetry(platform);
  return {
    module: TelemetryModule.of(telemetry, platform.config.BERTH_ROLLUP_BUCKET_MINUTES),
    projections: [],
    foreign: telemetry.foreign,
    background: telemetry.background,
    prepare: () => telemetry.prepare(),
    stop: async () => telemetry.close(),
  };
}
