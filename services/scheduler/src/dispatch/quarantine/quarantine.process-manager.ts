import { defined } from '@berth/kernel/defined';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { QuarantineEvent } from '@berth/contracts/scheduler/quarantine';
import type { RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import type { Collection } from '@berth/read-models';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { quarantineStream } from '../../streams.js';
import type { JobDocument } from '../../jobs/views/job.view.js';
import type { Quarantine } from './quarantine.js';
import type { QuarantineCommand } from './quarantine.decider.js';
import { startFaultOf } from '../../queue/waiting/start-fault.js';

export interface QuarantineProcessManagerParts {
  readonly quarantines: Aggregates<Quarantine, QuarantineCommand, QuarantineEvent>;
  readonly jobs: Collection<JobDocument>;
  readonly clock: Clock;
  /** Resolves when the view of jobs has seen all that is stored. */
  readonly untilCurrent: () => Promise<void>;
}

const PROCESS = 'quarantine';
type RunEnded = Extract<JobEvent, { type: 'scheduler.job.runEnded.v1' }>['data'];
/** End reasons that prove that the command started; a stopped one may not have. */
const BEGAN: readonly RunEnded['outcome'][] = ['succeeded', 'failed', 'timedOut'];

/** Counts starts on each host that fail in a row, and those that go well. */
export const trackStarts = (parts: QuarantineProcessManagerParts): ProcessManager => ({
  name: PROCESS,
  // old failures are no evidence about a host today
  startsAt: 'now',
  types: ['scheduler.job.runEnded.v1'] satisfies JobEvent['type'][],
  orderingKeyOf: (event) => String(event.data['hostId']),
  async handle(event: RecordedEvent) {
    const ended = event.data as RunEnded;
    const fault = startFaultOf(ended);
    // what the scheduler itself could not hand over is not the host's fault
    if (fault && (event.metadata.actor.kind === 'agent' || ended.outcome === 'lost'))
      await fails(parts, event, ended, fault);
    else if (!fault && BEGAN.includes(ended.outcome)) await began(parts, event, ended);
  },
});

async function fails(
  parts: QuarantineProcessManagerParts,
  event: RecordedEvent,
  { hostId, jobId, run, message }: RunEnded,
  fault: 'host' | 'unclear',
): Promise<void> {
  const job = await jobOf(parts, jobId);
  if (!job) return;
  const why = defined({ message });
  await carryOut(parts, event, {
    type: 'recordStartFailure',
    hostId,
    jobId,
    userId: job.userId,
    run,
    fault,
    ...why,
    asOf: event.position,
    now: parts.clock.now(),
  });
}

async function began(
  parts: QuarantineProcessManagerParts,
  event: RecordedEvent,
  { hostId, jobId, run }: RunEnded,
): Promise<void> {
  const { state } = await parts.quarantines.load(quarantineStream(hostId));
  if (run === 1 && state.failures.length === 0) return;
  const job = await jobOf(parts, jobId);
  if (!job) return;
  const [asOf, now] = [event.position, parts.clock.now()];
  const placedAt = job.runs.find((each) => each.run === run)?.placedAt ?? '';
  await carryOut(parts, event, { type: 'recordGoodStart', hostId, jobId, run, placedAt, asOf, now });
  const failedOn = job.runs.filter((each) => each.hostId !== hostId && startFaultOf(each) === 'unclear');
  for (const other of new Set(failedOn.map((each) => each.hostId)))
    await carryOut(parts, event, { type: 'confirm', hostId: other, jobId, asOf, now });
}

async function jobOf(parts: QuarantineProcessManagerParts, jobId: string): Promise<JobDocument | undefined> {
  await parts.untilCurrent();
  return (await parts.jobs.get(jobId))?.document;
}

async function carryOut(
  { quarantines, clock }: QuarantineProcessManagerParts,
  event: RecordedEvent,
  command: QuarantineCommand,
): Promise<void> {
  const name = `scheduler.quarantine.${command.type}.v1`;
  const meta = causedBy(PROCESS, event, name, clock.now(), command.hostId);
  await quarantines.execute(quarantineStream(command.hostId), command, meta);
}
