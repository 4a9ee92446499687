import { z } from 'zod';
import { baseConfig } from '@berth/service-host/config';

export const schedulerConfig = baseConfig.extend({
  BERTH_SWEEP_SECONDS: z.coerce
    .number()
    .positive()
    .default(1)
    .describe('How often the scheduler looks for what has stayed undone: placements, starts, stops'),
});
export type SchedulerConfig = z.output<typeof schedulerConfig>;
