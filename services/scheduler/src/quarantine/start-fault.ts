import type { RunView } from '@berth/contracts/scheduler/views';

/** What a shell says of a command that is not there, or can't be run. */
const NOT_RUN = [126, 127];
/** The supervisor's own status where it could not do its part. */
const SUPERVISOR_FAILED = 125;

/**
 * Whether a run's end says that its command never began. `host`: its host could not do its part. `unclear`: a program
 * or a folder was not there, which may be the job's own fault or the host's.
 */
export type StartFault = 'host' | 'unclear';

export function startFaultOf({
  outcome,
  errorClass,
  exitCode,
}: Pick<RunView, 'outcome' | 'errorClass' | 'exitCode'>): StartFault | undefined {
  if (errorClass === 'startFailed') {
    const byHost = outcome === 'lost' || exitCode === undefined || exitCode === SUPERVISOR_FAILED;
    return byHost ? 'host' : 'unclear';
  }
  if (outcome !== 'failed' || exitCode === undefined) return undefined;
  return NOT_RUN.includes(exitCode) && errorClass === 'exitCode' ? 'unclear' : undefined;
}
