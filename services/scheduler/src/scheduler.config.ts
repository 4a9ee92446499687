import { z } from 'zod';
import { baseConfig } from '@berth/service-host/config';

const atMost = (what: string) =>
  z.coerce.number().min(0).optional().describe(`${what}. Without it there is no limit`);

export const schedulerConfig = baseConfig.extend({
  BERTH_SWEEP_SECONDS: z.coerce
    .number()
    .positive()
    .default(1)
    .describe('How often the scheduler looks for what has stayed undone: placements, starts, stops'),
  BERTH_NEVER_RUN_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe('How long a queued job waits that nothing in its pool could ever hold any more; then it fails'),
  BERTH_SCHEDULE_LEAST_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe('Least time between two times of a schedule, in seconds'),
  BERTH_SCHEDULES_PER_USER: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Most schedules of one user'),
  BERTH_DEFAULT_QUOTA_GPUS: atMost(
    'GPUs that a user may hold at a time in all pools together, where no quota says otherwise; 0 is none',
  ),
  BERTH_DEFAULT_QUOTA_VCPUS: atMost('The same for CPUs of jobs that ask for them'),
  BERTH_DEFAULT_QUOTA_RAM_GB: atMost('The same for memory of jobs that ask for it, in GB'),
  BERTH_DEFAULT_QUOTA_STORAGE_GB: atMost('The same for storage, in GB; nothing counts towards it yet'),
  BERTH_DEFAULT_QUOTA_ENVIRONMENTS: atMost('The same for environments; nothing counts towards it yet'),
});
export type SchedulerConfig = z.output<typeof schedulerConfig>;
