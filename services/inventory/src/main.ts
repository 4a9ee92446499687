import { runService } from '@berth/service-host/run-service';
import { inventoryConfig } from './inventory.config.js';
import { inventoryParts } from './inventory.parts.js';

await runService({ service: 'inventory', config: inventoryConfig, build: inventoryParts });
