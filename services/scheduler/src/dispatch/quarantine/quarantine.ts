import type { QuarantineEvent } from '@berth/contracts/scheduler/quarantine';
import { assertNever } from '@berth/kernel/assert-never';
import type { StartFault } from '../../queue/waiting/start-fault.js';

export type FailedStart = {
  readonly jobId: string;
  readonly userId: string;
  readonly run: number;
  readonly fault: StartFault;
  readonly failedAt: string;
};

/** What is known of starts on a host since the last that went well. */
export type Quarantine = {
  /** In a row; the newest last. */
  readonly failures: readonly FailedStart[];
  /** How often in a row it was quarantined; 0: it is not. */
  readonly times: number;
  readonly since?: string;
  readonly until?: string;
  /** Ends of runs up to this position have been taken into account. */
  readonly asOf: string;
};

export const noQuarantine: Quarantine = { failures: [], times: 0, asOf: '' };

/** More than these add no information. */
const MAX_FAILURES = 20;

export function evolveQuarantine(state: Quarantine, event: QuarantineEvent): Quarantine {
  switch (event.type) {
    case 'scheduler.quarantine.startFailed.v1': {
      const { jobId, userId, run, fault, failedAt, asOf } = event.data;
      const others = state.failures.filter((known) => known.jobId !== jobId || known.run !== run);
      const failures = [...others, { jobId, userId, run, fault, failedAt }].slice(-MAX_FAILURES);
      return { ...state, failures, asOf };
    }
    case 'scheduler.quarantine.begun.v1': {
      const { times, since, until } = event.data;
      return { ...state, times, since, until };
    }
    case 'scheduler.quarantine.cleared.v1':
      return { ...noQuarantine, asOf: event.data.asOf ?? state.asOf };
    default:
      return assertNever(event);
  }
}
