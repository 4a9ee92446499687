import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { GrantController } from './operations/grant.controller.js';
import { AgentController } from './host/agent.controller.js';
import { HostController } from './operations/host.controller.js';
import { HostQueryController } from './operations/host-query.controller.js';
import { JoinController } from './join/join.controller.js';
import { JoinTokenController } from './join-token/join-token.controller.js';
import { PoolController } from './operations/pool.controller.js';

@Module({})
class InventoryModule {}

/** @param parts what the controllers ask for, each found by its class */
export function inventoryModule(parts: readonly object[]): DynamicModule {
  return {
    module: InventoryModule,
    providers: parts.map((part) => ({ provide: part.constructor as Type, useFactory: () => part })),
    controllers: [
      PoolController,
      HostController,
      HostQueryController,
      AgentController,
      JoinController,
      JoinTokenController,
      GrantController,
    ],
  };
}
