import { constants } from 'node:os';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import type { RunEnd, StopOrder } from '../executor.js';
import type { Refusal, SupervisorStatus } from './run-directory.js';

export interface EndFacts {
  readonly status: SupervisorStatus;
  readonly stop: StopOrder | undefined;
  readonly launched: boolean;
  readonly refusal?: Refusal | undefined;
  /** The kernel killed a process of the run because it was out of memory. */
  readonly oomKilled: boolean;
  readonly outputLimitBytes: number;
}
type EndClassification = Omit<RunEnd, 'startedAt' | 'endedAt'>;

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** Maps the supervisor's status to an outcome. A shell's exit status above 128 is 128 and the signal's number. */
export function classifyEnd(facts: EndFacts): EndClassification {
  const { status, stop } = facts;
  const signal = status.exitCode > 128 ? SIGNALS.get(status.exitCode - 128) : undefined;
  const exit = { exitCode: status.exitCode, ...defined({ signal }) };
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
        message: `stopped: its output exceeded the maximum of ${facts.outputLimitBytes} bytes`,
      };
    case 'exited':
      return exited(facts, exit);
    default:
      return assertNever(status.cause);
  }
}

function exited(facts: EndFacts, exit: { exitCode: number; signal?: string }): EndClassification {
  if (exit.exitCode === 0) return { outcome: 'succeeded', exitCode: 0 };
  if (facts.oomKilled) {
    const message = 'ran out of memory (ramGb): the kernel killed it';
    return { outcome: 'failed', ...exit, errorClass: 'outOfMemory', message };
  }
  if (facts.refusal?.what === 'workingDirectory') {
    const message = `its working directory cannot be used: ${facts.refusal.why}`;
    return { outcome: 'failed', ...exit, errorClass: 'startFailed', message };
  }
  if (facts.refusal) {
    const message = `the command was not found or cannot be executed: ${facts.refusal.why}`;
    return { outcome: 'failed', ...exit, errorClass: 'commandNotFound', message };
  }
  if (!facts.launched) {
    const message = 'its resource limits or its isolation could not be set up; see its error output';
    return { outcome: 'failed', ...exit, errorClass: 'startFailed', message };
  }
  if (exit.signal !== undefined) {
    return { outcome: 'failed', ...exit, errorClass: 'signal', message: `ended by ${exit.signal}` };
  }
  return { outcome: 'failed', ...exit, errorClass: 'exitCode', message: `exit code ${exit.exitCode}` };
}
