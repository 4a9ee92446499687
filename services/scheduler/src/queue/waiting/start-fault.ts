import type { RunView } from '@berth/contracts/scheduler/views';

/** What a shell says of a command that is not there, or can't be run. */
const NOT_RUN = [126, 127];
/**
 * Whether a run's end says that its command never began. `host`: its agent could not take it in or
 * launch it. `unclear`: a program or a folder was not there, or its limits could not be set, which may be the job's own
 * fault or the host's.
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
