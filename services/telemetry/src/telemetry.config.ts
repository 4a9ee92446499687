import { dirname, join } from 'node:path';
import { z } from 'zod';
import { baseConfig, ConfigError } from '@berth/service-host/config';

const count = (least: number, standard: number) => z.coerce.number().int().min(least).default(standard);
const MIB = 1024 * 1024;

export const telemetryConfig = baseConfig.extend({
  BERTH_LOG_ARCHIVE: z
    .string()
    .optional()
    .describe('Folder for the output of jobs and the samples; default: logs/ beside the event store'),
  BERTH_LOG_RETENTION_DAYS: count(1, 90).describe('Days that output of jobs is kept'),
  BERTH_LOG_MAX_BYTES: count(16 * MIB, 20_480 * MIB).describe(
    'Bytes of disk that output of jobs may take; beyond that the oldest goes',
  ),
  BERTH_LOG_PLACEMENT_WAIT_SECONDS: count(1, 60).describe(
    'Seconds that output may come before the word that its run was placed on its host; then it is refused',
  ),
  BERTH_LOG_STREAM_MAX_BYTES: count(16 * MIB, 512 * MIB).describe(
    'Bytes of output that JetStream holds until it is archived',
  ),
  BERTH_LOG_STREAM_HOURS: count(1, 24).describe('Hours that JetStream holds output'),
  BERTH_SAMPLE_STREAM_MAX_BYTES: count(MIB, 64 * MIB).describe(
    'Bytes of samples that JetStream holds, for an hour at most',
  ),
  BERTH_SAMPLE_HOURS: count(2, 6).describe('Hours that single samples are kept'),
  BERTH_ROLLUP_MINUTES: count(1, 30).describe('Minutes of samples that become one bucket'),
  BERTH_ROLLUP_DAYS: count(7, 30).describe('Days that buckets of samples are kept'),
});
export type TelemetryConfig = z.output<typeof telemetryConfig>;

export function archiveFolder(config: TelemetryConfig): string {
  if (config.BERTH_LOG_ARCHIVE !== undefined) return config.BERTH_LOG_ARCHIVE;
  const [kind, path] = config.BERTH_EVENT_STORE.split(/:(.*)/s);
  if (kind !== 'sqlite' || !path) {
    throw new ConfigError(
      'BERTH_LOG_ARCHIVE: say where the output of jobs lies when the event store is a cluster',
    );
  }
  return join(dirname(path), 'logs');
}
