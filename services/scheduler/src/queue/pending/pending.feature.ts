import type { Feature } from '../../feature.js';
import { PendingController } from './pending.controller.js';
import { PendingQueries } from './pending.queries.js';
import type { SituationParts } from './situation-of.js';

/** Why jobs wait. Dispatch puts it together: it knows which hosts take work, and what is being preempted. */
export const pendingFeature = (parts: SituationParts): Feature => ({
  controllers: [PendingController],
  providers: [{ provide: PendingQueries, useValue: new PendingQueries(parts) }],
});
