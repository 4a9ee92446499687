import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AgentController } from './agent/agent.controller.js';
import { JobController } from './job/job.controller.js';
import { QueryController } from './views/query.controller.js';

/** The operations that the scheduler answers; what they are made of is put together in `build.ts`. */
@Module({})
export class SchedulerModule {
  static of(providers: Provider[]): DynamicModule {
    return {
      module: SchedulerModule,
      controllers: [JobController, QueryController, AgentController],
      providers,
    };
  }
}
