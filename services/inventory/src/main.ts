import { runService } from '@berth/service-host/run-service';
import { inventoryConfig } from './inventory.config.js';
import { buildInventory } from './build.js';

await runService({ service: 'inventory', config: inventoryConfig, build: buildInventory });
