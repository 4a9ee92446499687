import type { Feature } from '../../feature.js';
import { PendingController } from './pending.controller.js';
import { PendingQueries, type PendingQueryParts } from './pending.queries.js';

/** Why jobs wait. Dispatch puts it together: it knows which hosts take work, and what is being preempted. */
export const pendingFeature = (parts: PendingQueryParts): Feature => ({
  controllers: [PendingController],
  providers: [{ provide: PendingQueries, useValue: new PendingQueries(parts) }],
});
