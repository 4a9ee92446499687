import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { JobView } from '@berth/contracts/scheduler/views';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates, Executed } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Reply, UserCall } from '@berth/service-host/operation';
import type { Vault } from '@berth/service-host/vault';
import type { Facts } from '../../facts/facts.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import { jobStream } from '../../streams.js';
import { jobOfEvents, toJobView } from '../views/job.view.js';
import { isMissingFact, type Admissions, type JobRequest } from './admissions.js';
import type { ReservationFinder } from './reservation-finder.js';
import type { JobCommand, SubmitJob, Job } from './job.js';
import { findProjects } from '../../facts/project-and-pool.js';

type SubmitCall = UserCall<InputOf<typeof submitJob>>;
type Outcome = Result<Executed<Job, JobEvent>, Rejection>;

/** Accepts jobs, with the same answer however often a command is sent. */
export class Submissions {
  constructor(
    private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    private readonly facts: Facts,
    private readonly admissions: Admissions,
    private readonly waiting: WaitingCounts,
    private readonly vault: Vault,
    private readonly reservations: ReservationFinder,
  ) {}

  async submit(call: SubmitCall): Reply<JobView> {
    const outcome = await this.#carryOut(call);
    if (!outcome.ok) return outcome;
    const { events, position } = outcome.value;
    return ok({ result: toJobView(jobOfEvents(events)), ...defined({ position }) });
  }

  /** Records what was admitted, and counts it as waiting. */
  async record(env: SubmitCall['input']['env'], intent: SubmitJob, meta: CommandMeta): Promise<Outcome> {
    const { jobId, userId, poolId, projectId, spec } = intent;
    const counted = this.waiting.has(jobId);
    this.waiting.add(jobId, userId, poolId);
    let recorded = false;
    try {
      const sealed =
        spec.envNames.length === 0 ? {} : { env: await this.vault.seal(`project:${projectId}`, env) };
      const command = { ...intent, ...sealed };
      const outcome = await this.jobs.execute(jobStream(jobId), command, meta, { expectNew: true });
      recorded = outcome.ok && !outcome.value.repeated;
      return outcome;
    } finally {
      if (!recorded && !counted) this.waiting.remove(jobId);
    }
  }

  async #carryOut(call: SubmitCall): Promise<Outcome> {
    const { input, meta } = call;
    const namedReservation = await this.reservations.namedIn(input);
    const request = { ...requestOf(call), namedReservation };
    const intent = this.admissions.admit(request);
    if (intent.ok) return this.record(input.env, intent.value, meta);
    // What was taken in before is answered as then, though it might not be taken in now: the queue may be full with it.
    const before = await this.#earlier(call, intent.error);
    if (before.ok || !isMissingFact(before.error)) return before;
    await this.admissions.waitForFacts(request);
    const late = this.admissions.admit(request);
    return late.ok ? this.record(input.env, late.value, meta) : err(late.error);
  }

  async #earlier({ input, meta }: SubmitCall, refusal: Rejection): Promise<Outcome> {
    const projects = input.externalId === undefined ? [undefined] : findProjects(this.facts, input.project);
    for (const project of projects) {
      const jobId = jobIdOf(meta.commandId, project?.projectId ?? '', input.externalId);
      const found = await this.jobs.earlier(jobStream(jobId), meta);
      if (found) return found;
    }
    return err(refusal);
  }
}

const requestOf = ({ input, identity, meta }: SubmitCall): JobRequest => ({
  input,
  identity,
  now: meta.now,
  jobIdIn: (projectId) => jobIdOf(meta.commandId, projectId, input.externalId),
});

/** The caller's own id is unique within the project; else a command makes one job, however often it is sent. */
const jobIdOf = (commandId: string, projectId: string, externalId: string | undefined): string =>
  externalId === undefined ? idFromName('job', commandId) : idFromName('job', projectId, externalId);
