import { dirname, join } from 'node:path';
import { z } from 'zod';
import { baseConfig, ConfigError } from '@berth/service-host/config';

const count = (min: number, defaultValue: number) => z.coerce.number().int().min(min).default(defaultValue);
const MIB = 1024 * 1024;

export const telemetryConfig = baseConfig.extend({
  BERTH_LOG_ARCHIVE_DIR: z
    .string()
    .optional()
    .describe('Folder for the output of jobs and the samples; default: logs/ beside the event store'),
  BERTH_LOG_RETENTION_DAYS: count(1, 90).describe('Days that output of jobs is kept'),
  BERTH_LOG_ARCHIVE_MAX_BYTES: count(16 * MIB, 20_480 * MIB).describe(
    'Maximum bytes of disk for output of jobs; beyond that the oldest is deleted',
  ),
  BERTH_LOG_PLACEMENT_TIMEOUT_SECONDS: count(1, 60).describe(
    'Seconds to wait for the placement of a run when its output arrives first; then the output is refused',
  ),
  BERTH_LOG_STREAM_MAX_BYTES: count(16 * MIB, 512 * MIB).describe(
    'Maximum bytes of output in JetStream until it is archived',
  ),
  BERTH_LOG_STREAM_MAX_AGE_HOURS: count(1, 24).describe('Hours that output is kept in JetStream'),
  BERTH_SAMPLE_STREAM_MAX_BYTES: count(MIB, 64 * MIB).describe(
    'Maximum bytes of samples in JetStream; they are kept for at most an hour',
  ),
  BERTH_SAMPLE_RETENTION_HOURS: count(2, 6).describe('Hours that individual samples are kept'),
  BERTH_ROLLUP_BUCKET_MINUTES: count(1, 30).describe('Minutes per bucket of samples'),
  BERTH_ROLLUP_RETENTION_DAYS: count(7, 30).describe('Days that buckets of samples are kept'),
});
export type TelemetryConfig = z.output<typeof telemetryConfig>;

export function archiveFolder(config: TelemetryConfig): string {
  if (config.BERTH_LOG_ARCHIVE_DIR !== undefined) return config.BERTH_LOG_ARCHIVE_DIR;
  const [kind, path] = config.BERTH_EVENT_STORE.split(/:(.*)/s);
  if (kind !== 'sqlite' || !path) {
    throw new ConfigError(
      'BERTH_LOG_ARCHIVE_DIR: is required when the event store is a cluster: the folder for the output of jobs',
    );
  }
  return join(dirname(path), 'logs');
}
