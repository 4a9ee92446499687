import type { JobEvent, JobOrigin } from '@berth/contracts/scheduler/events';
import { readAs, type RecordedEvent } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import type { ProcessManager } from '@berth/service-host/process-manager';

/** How a job ended, for what it came from. */
export interface JobEnd {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly message?: string;
  readonly endedAt: string;
}

type Of<K extends JobOrigin['kind']> = Extract<JobOrigin, { readonly kind: K }>;
export interface OriginListeners {
  readonly array: (origin: Of<'array'>, end: JobEnd, cause: RecordedEvent) => Promise<void>;
  readonly workflow: (origin: Of<'workflow'>, end: JobEnd, cause: RecordedEvent) => Promise<void>;
}

const ENDS = ['rejected', 'succeeded', 'failed', 'cancelled', 'timedOut'] as const;
type End = Extract<JobEvent, { readonly type: `scheduler.job.${(typeof ENDS)[number]}.v1` }>;

/** Notifies workflows and arrays of the ends of their jobs; jobs without an origin are skipped. */
export const notifyOrigins = (followers: OriginListeners): ProcessManager => ({
  name: 'notify-origins',
  startsAt: 'beginning',
  types: ENDS.map((end) => `scheduler.job.${end}.v1`),
  async handle(event) {
    const { origin } = readAs<End>(event).data;
    if (origin?.kind === 'array') await followers.array(origin, endOf(event), event);
    if (origin?.kind === 'workflow') await followers.workflow(origin, endOf(event), event);
  },
});

function endOf(recorded: RecordedEvent): JobEnd {
  const event = readAs<End>(recorded);
  switch (event.type) {
    case 'scheduler.job.rejected.v1':
      return {
        outcome: 'failed',
        message: `it was rejected: ${event.data.reason}`,
        endedAt: recorded.recordedAt,
      };
    case 'scheduler.job.succeeded.v1':
      return { outcome: 'succeeded', endedAt: event.data.endedAt };
    case 'scheduler.job.failed.v1':
      return { outcome: 'failed', message: event.data.message, endedAt: event.data.endedAt };
    case 'scheduler.job.timedOut.v1':
      return { outcome: 'failed', message: 'it reached its time limit', endedAt: event.data.endedAt };
    case 'scheduler.job.cancelled.v1': {
      const { reason, endedAt } = event.data;
      return { outcome: 'cancelled', endedAt, ...defined({ message: reason }) };
    }
    default:
      return assertNever(event);
  }
}
