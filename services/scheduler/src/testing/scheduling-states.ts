import type { JobEvent } from '@berth/contracts/scheduler/events';
import { evolveSchedulingState, type SchedulingState } from '../queue/waiting/scheduling-state.js';

/** What events make of a job; undefined once it has ended. */
export const schedulingStateAfter = (events: readonly JobEvent[]): SchedulingState | undefined =>
  events.reduce<SchedulingState | undefined>(
    (state, event) => evolveSchedulingState(state, event),
    undefined,
  );
