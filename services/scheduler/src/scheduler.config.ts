import { z } from 'zod';
import { baseConfig } from '@berth/service-host/config';

const atMost = (what: string) =>
  z.coerce.number().min(0).optional().describe(`${what}. Without it there is no limit`);

export const schedulerConfig = baseConfig.extend({
  BERTH_RECONCILE_INTERVAL_SECONDS: z.coerce
    .number()
    .positive()
    .default(1)
    .describe('Interval of the sweep that retries unfinished placements, starts and stops'),
  BERTH_UNRUNNABLE_JOB_TIMEOUT_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe('How long a queued job that can never run in its pool waits before it fails'),
  BERTH_SCHEDULE_MIN_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe('Minimum interval of a schedule, in seconds'),
  BERTH_MAX_SCHEDULES_PER_USER: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Maximum schedules per user'),
  BERTH_DEFAULT_QUOTA_GPUS: atMost('Default quota of GPUs per user in all pools together; 0 is none'),
  BERTH_DEFAULT_QUOTA_VCPUS: atMost('Default quota of CPUs, for jobs that request them'),
  BERTH_DEFAULT_QUOTA_RAM_GB: atMost('Default quota of memory in GB, for jobs that request it'),
  BERTH_DEFAULT_QUOTA_STORAGE_GB: atMost('Default quota of storage in GB; not enforced yet'),
  BERTH_DEFAULT_QUOTA_ENVIRONMENTS: atMost('Default quota of environments; not enforced yet'),
});
export type SchedulerConfig = z.output<typeof schedulerConfig>;
