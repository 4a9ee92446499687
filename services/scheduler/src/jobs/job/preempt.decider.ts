import type { JobEvent } from '@berth/contracts/scheduler/events';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { PreemptRun } from './job.commands.js';
import type { ExistingJob } from './job.js';

/** A run is preempted once; one that is to be cancelled ends anyway. */
export function decidePreempt(
  { type: _, now, ...request }: PreemptRun,
  job: ExistingJob,
): Result<readonly JobEvent[], Rejection> {
  if ((job.status !== 'placed' && job.status !== 'running') || job.current.run !== request.run) {
    return err(
      reject('INVALID_STATE', `run ${request.run} no longer holds anything that could be preempted`, 'run'),
    );
  }
  const { current, cancelRequested, facts } = job;
  if (current.preempting || cancelRequested) return ok([]);
  const { jobId, projectId } = facts;
  const data = { jobId, projectId, hostId: current.hostId, ...request, requestedAt: now };
  return ok([{ type: 'scheduler.job.preemptionRequested.v1', data }]);
}
