import type { QuarantineEvent } from '@berth/contracts/scheduler/quarantine';
import { assertNever } from '@berth/kernel/assert-never';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { ok } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { evolveQuarantine, noQuarantine, type FailedStart, type Quarantine } from './quarantine.js';
import type { StartFault } from '../../queue/waiting/start-fault.js';

type Of<Kind extends string, Details> = {
  readonly type: Kind;
  readonly hostId: string;
  readonly now: string;
} & Readonly<Details>;

export type QuarantineCommand =
  | Of<
      'recordStartFailure',
      { jobId: string; userId: string; run: number; fault: StartFault; message?: string; asOf: string }
    >
  /** It failed there for an unclear reason, and has started elsewhere: the host was the cause. */
  | Of<'confirm', { jobId: string; asOf: string }>
  /** `placedAt`: runs placed before the failures are no evidence about them. */
  | Of<'recordGoodStart', { jobId: string; run: number; placedAt: string; asOf?: string }>
  | Of<'lift', { reason?: string }>;

/** So many starts in a row take a host out. */
const STARTS_IN_A_ROW = 3;
const FIRST_WAIT_MS = 60_000;
const MAX_WAIT_MS = 60 * 60_000;

export const quarantineDecider: Decider<Quarantine, QuarantineCommand, QuarantineEvent> = {
  initialState: noQuarantine,
  evolve: evolveQuarantine,
  decide: (command, state) => ok(decide(command, state)),
};

function decide(command: QuarantineCommand, state: Quarantine): readonly QuarantineEvent[] {
  switch (command.type) {
    case 'recordStartFailure': {
      const { type: _, now, ...failure } = command;
      return failed({ ...failure, failedAt: now }, now, state);
    }
    case 'confirm': {
      const { hostId, jobId, asOf, now } = command;
      const known = state.failures.find((each) => each.jobId === jobId && each.fault === 'unclear');
      if (!known) return [];
      const { userId, run, failedAt } = known;
      return failed({ hostId, jobId, userId, run, fault: 'host', failedAt, asOf }, now, state);
    }
    case 'recordGoodStart': {
      const { hostId, jobId, run, placedAt, asOf, now } = command;
      const [first] = state.failures;
      if (!first || placedAt < first.failedAt || (asOf !== undefined && asOf <= state.asOf)) return [];
      const data = { hostId, cause: 'goodStart', jobId, run, clearedAt: now } as const;
      return [
        {
          type: 'scheduler.quarantine.cleared.v1',
          data: { ...data, ...defined({ asOf }) },
        },
      ];
    }
    case 'lift': {
      if (state.failures.length === 0) return [];
      const { hostId, reason, now } = command;
      const why = defined({ reason });
      return [
        {
          type: 'scheduler.quarantine.cleared.v1',
          data: { hostId, cause: 'staff', clearedAt: now, ...why },
        },
      ];
    }
    default:
      return assertNever(command);
  }
}

type Failed = Extract<QuarantineEvent, { type: `${string}startFailed.v1` }>['data'];

function failed(data: Failed, now: string, state: Quarantine): readonly QuarantineEvent[] {
  if (data.asOf <= state.asOf) return [];
  const event: QuarantineEvent = { type: 'scheduler.quarantine.startFailed.v1', data };
  const after = evolveQuarantine(state, event);
  const counted = countedIn(after.failures);
  const isClosed = state.until !== undefined && now < state.until;
  if (isClosed || counted.length < STARTS_IN_A_ROW || !counted.some(({ jobId }) => jobId === data.jobId))
    return [event];
  const { hostId } = data;
  const times = state.times + 1;
  const until = addMs(now, Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** state.times));
  const begun = { hostId, jobs: counted.length, times, since: state.since ?? now, until };
  return [event, { type: 'scheduler.quarantine.begun.v1', data: begun }];
}

/**
 * Faults of the host count each time; an unclear one counts once per job, and only if it happens to several users:
 * the missing programs of one user are no evidence against a host.
 */
function countedIn(failures: readonly FailedStart[]): readonly FailedStart[] {
  const unclear = new Map(
    failures.flatMap((failure) => (failure.fault === 'unclear' ? [[failure.jobId, failure]] : [])),
  );
  const areOfSeveral = new Set([...unclear.values()].map(({ userId }) => userId)).size > 1;
  const byHost = failures.filter(({ fault }) => fault === 'host');
  return areOfSeveral ? [...byHost, ...unclear.values()] : byHost;
}
