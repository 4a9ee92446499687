import { readAs } from '@berth/event-store';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { Projection } from '@berth/read-models';
import { evolveSchedulingState, type SchedulingState } from './scheduling-state.js';

/**
 * The scheduling states of all jobs that have not ended: what the queue index is filled from at the start. Its rows
 * are not read after that; the index gets each change as it is folded. Nothing else reads it.
 */
export const schedulingStates: Projection<SchedulingState> = {
  name: 'scheduling-states',
  version: 1,
  // in the order in which they came in: a read of all of them passes over those that have ended
  collection: { name: 'scheduling_states', indexes: [{ fields: ['submittedAt'] }] },
  keys: (event) => (event.type.startsWith('scheduler.job.') ? [String(event.data['jobId'])] : []),
  evolve: (state, event) =>
    evolveSchedulingState(state, readAs<JobEvent>(event), event.metadata.traceparent ?? null),
};
