import type { SealedValue } from '@berth/contracts/fields';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import type { JobState, RunView } from '@berth/contracts/scheduler/views';

/** What the scheduler itself must know of a job to place it, start it and end it. */
export interface SchedulingState {
  readonly id: string;
  readonly projectId: string;
  readonly userId: string;
  readonly poolId: string;
  readonly state: JobState;
  readonly spec: JobSpec;
  readonly env: SealedValue | null;
  readonly grantPriority: number;
  readonly submittedAt: string;
  readonly queuedAt?: string;
  /** Until when it is held back before it is tried again. */
  readonly notBefore: string | null;
  /** Since when nothing in the pool could ever hold it, while it waits. */
  readonly unrunnableSince?: string;
  /** Its place in an array. */
  readonly originIndex: number | null;
  readonly cancelRequested: boolean;
  readonly runs: readonly RunView[];
  /** W3C trace context of the submission, handed on to the job itself. */
  readonly traceparent: string | null;
}
