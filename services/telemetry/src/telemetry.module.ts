import { Module, type DynamicModule } from '@nestjs/common';
import { LogController } from './logs/log.controller.js';
import { LogQueries } from './logs/log.queries.js';
import { LogSearchQueries } from './logs/log-search.queries.js';
import { SampleController } from './samples/sample.controller.js';
import { SampleStore } from './samples/sample-store.js';
import type { TelemetryParts } from './telemetry.parts.js';
import { BUCKET_MINUTES } from './telemetry.tokens.js';

@Module({})
class TelemetryModule {}

/** The operations that telemetry answers. */
export function telemetryModule(
  { logQueries, logSearchQueries, samples }: TelemetryParts,
  bucketMinutes: number,
): DynamicModule {
  return {
    module: TelemetryModule,
    controllers: [LogController, SampleController],
    providers: [
      { provide: LogQueries, useValue: logQueries },
      { provide: LogSearchQueries, useValue: logSearchQueries },
      { provide: SampleStore, useValue: samples },
      { provide: BUCKET_MINUTES, useValue: bucketMinutes },
    ],
  };
}
