import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';

export type Controllers = readonly Type[];
export type Providers = readonly Provider[];

/** The operations that the scheduler answers; what they are made of is put together in `build.ts`. */
@Module({})
export class SchedulerModule {
  static of(controllers: Controllers, providers: Providers): DynamicModule {
    return { module: SchedulerModule, controllers: [...controllers], providers: [...providers] };
  }
}
