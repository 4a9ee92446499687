import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';

export type Controllers = readonly Type[];
export type Providers = readonly Provider[];

@Module({})
class SchedulerModule {}

/** The operations that the scheduler answers; what they are made of is put together in `build.ts`. */
export const schedulerModule = (controllers: Controllers, providers: Providers): DynamicModule => ({
  module: SchedulerModule,
  controllers: [...controllers],
  providers: [...providers],
});
