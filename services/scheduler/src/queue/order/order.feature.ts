import type { Visibility } from '../../facts/visibility.js';
import type { Feature } from '../../feature.js';
import { QueueController } from './queue.controller.js';
import type { QueueOrders } from './queue-orders.js';
import { QueueQueries } from './queue.queries.js';

/** What people ask about the order of a queue. */
export const orderFeature = (orders: QueueOrders, visibility: Visibility): Feature => ({
  controllers: [QueueController],
  providers: [{ provide: QueueQueries, useValue: new QueueQueries(orders, visibility) }],
});
