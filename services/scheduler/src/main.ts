import { runService } from '@berth/service-host/run-service';
import { buildScheduler } from './build.js';
import { schedulerConfig } from './scheduler.config.js';

await runService({ service: 'scheduler', config: schedulerConfig, build: buildScheduler });
