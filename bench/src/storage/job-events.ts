import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { NewEvent } from '@berth/event-store';
import { idFromName } from '@berth/kernel/ids';
import type { JobCommand } from '@berth/scheduler/jobs/job/job';
import { jobDecider } from '@berth/scheduler/jobs/job/job.decider';
import { aPlacement, aStart, aSubmission, hostId, NOW } from '@berth/scheduler/testing/fixtures';
import { toNewEvents, type CommandMeta } from '@berth/service-host/command-meta';

/** What the scheduler really records of a job, by its own deciders. */
export interface RecordedJob {
  readonly stream: string;
  /** One append a command. */
  readonly appends: readonly (readonly NewEvent[])[];
}

const metaOf = (jobId: string, command: JobCommand): CommandMeta => {
  const commandId = idFromName('command', jobId, command.type);
  return {
    commandId,
    command: `scheduler.job.${command.type}.v1`,
    inputHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    actor: { kind: 'user', id: idFromName('user', 'bench') },
    now: NOW,
    correlationId: commandId,
    causationId: commandId,
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  };
};

function record(jobId: string, commands: readonly JobCommand[]): RecordedJob {
  let state = jobDecider.initialState;
  const appends = commands.map((command) => {
    const decided = jobDecider.decide(command, state);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    for (const event of decided.value) state = jobDecider.evolve(state, event as JobEvent);
    return toNewEvents(`job:${jobId}`, decided.value, metaOf(jobId, command));
  });
  return { stream: `job:${jobId}`, appends };
}

export const recordedJobId = (name: string, index: number): string => idFromName('job', name, String(index));

/** A job as it is after `submitJob`: two events. */
export const submission = (name: string, index: number): RecordedJob => {
  const jobId = recordedJobId(name, index);
  return record(jobId, [aSubmission({ jobId, name: `job ${index}` })]);
};

/** A job that was submitted and cancelled before it ran: three events. */
export function cancelledJob(name: string, index: number): RecordedJob {
  const jobId = recordedJobId(name, index);
  return record(jobId, [aSubmission({ jobId, name: `job ${index}` }), { type: 'cancel', now: NOW }]);
}

/** A job from submission to success: six events. */
export function completedJob(name: string, index: number): RecordedJob {
  const jobId = recordedJobId(name, index);
  const leaseId = idFromName('lease', jobId, '1');
  return record(jobId, [
    aSubmission({ jobId, name: `job ${index}` }),
    { ...aPlacement(), leaseId } as JobCommand,
    aStart(),
    { type: 'endRun', run: 1, hostId, outcome: 'succeeded', exitCode: 0, endedAt: NOW, now: NOW },
  ]);
}
