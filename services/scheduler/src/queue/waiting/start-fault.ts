import type { RunView } from '@berth/contracts/scheduler/views';

/** A shell's message for a command that is missing or cannot be run. */
const NOT_RUN = [126, 127];
/**
 * Whether a run's end shows that its command never started. `host`: its agent could not accept or launch it.
 * `unclear`: a program or a folder was missing, or its limits could not be set, which may be the job's fault or the
 * host's.
 */
export type StartFault = 'host' | 'unclear';

export function startFaultOf({
  outcome,
  errorClass,
  exitCode,
  failure,
}: Pick<RunView, 'outcome' | 'errorClass' | 'exitCode'> & { readonly failure?: string }):
  StartFault | undefined {
  if (errorClass === 'startFailed') return outcome === 'lost' || exitCode === undefined ? 'host' : 'unclear';
  if (outcome !== 'failed') return undefined;
  // the event names it beside a class that earlier versions know, the view in its place
  if (errorClass === 'commandNotFound' || failure === 'commandNotFound') return 'unclear';
  if (exitCode === undefined) return undefined;
  return NOT_RUN.includes(exitCode) && errorClass === 'exitCode' ? 'unclear' : undefined;
}
