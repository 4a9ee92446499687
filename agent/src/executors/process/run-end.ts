import { constants } from 'node:os';
import { assertNever } from '@berth/kernel/assert-never';
import type { RunEnd, StopOrder } from '../executor.js';
import type { Refusal, SupervisorStatus } from './run-directory.js';

export interface EndFacts {
  readonly status: SupervisorStatus;
  readonly stop: StopOrder | undefined;
  readonly launched: boolean;
  readonly refusal?: Refusal | undefined;
  /** The kernel killed something of the run for want of memory. */
  readonly oomKilled: boolean;
  readonly outputLimitBytes: number;
}
type Verdict = Omit<RunEnd, 'startedAt' | 'endedAt'>;

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** What the supervisor wrote down, as an outcome. A shell's exit status above 128 is 128 and the signal's number. */
export function judgeEnd(facts: EndFacts): Verdict {
  const { status, stop } = facts;
  const signal = status.exitCode > 128 ? SIGNALS.get(status.exitCode - 128) : undefined;
  const exit = { exitCode: status.exitCode, ...(signal === undefined ? {} : { signal }) };
  switch (status.cause) {
    case 'stopped':
      return { outcome: stop?.outcome ?? 'cancelled', ...exit };
    case 'timeLimit':
      return { outcome: 'timedOut', ...exit, message: 'stopped at its time limit' };
    case 'outputLimit':
      return {
        outcome: 'failed',
        ...exit,
        errorClass: 'outputLimit',
        message: `stopped: it wrote more than ${facts.outputLimitBytes} bytes of output`,
      };
    case 'exited':
      return exited(facts, exit);
    default:
      return assertNever(status.cause);
  }
}

function exited(facts: EndFacts, exit: { exitCode: number; signal?: string }): Verdict {
  if (exit.exitCode === 0) return { outcome: 'succeeded', exitCode: 0 };
  if (facts.oomKilled) {
    const message = 'ran out of memory (ramGb): the kernel ended it';
    return { outcome: 'failed', ...exit, errorClass: 'outOfMemory', message };
  }
  if (facts.refusal?.what === 'workingDirectory') {
    const message = `its working directory can not be used: ${facts.refusal.why}`;
    return { outcome: 'failed', ...exit, errorClass: 'startFailed', message };
  }
  if (facts.refusal) {
    const message = `the command was not found or can not be run: ${facts.refusal.why}`;
    return { outcome: 'failed', ...exit, errorClass: 'commandNotFound', message };
  }
  if (!facts.launched) {
    const message = 'could not be put under its limits, or apart from others; its error output may say more';
    return { outcome: 'failed', ...exit, errorClass: 'startFailed', message };
  }
  if (exit.signal !== undefined) {
    return { outcome: 'failed', ...exit, errorClass: 'signal', message: `ended by ${exit.signal}` };
  }
  return { outcome: 'failed', ...exit, errorClass: 'exitCode', message: `exit code ${exit.exitCode}` };
}
