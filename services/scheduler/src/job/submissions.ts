import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { JobView } from '@berth/contracts/scheduler/views';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Aggregates, Executed } from '@berth/service-host/aggregates';
import type { Reply, UserCall } from '@berth/service-host/operation';
import type { Vault } from '@berth/service-host/vault';
import { admitSubmission } from '../admission/admission.js';
import type { Facts } from '../facts/facts.js';
import type { LateFacts } from '../facts/late-facts.js';
import { demandOf } from '../placement/demand.js';
import type { WaitingCounts } from '../queue/waiting-counts.js';
import { jobStream } from '../streams.js';
import { evolveJobDocument, toJobView, type JobDocument } from '../views/job.view.js';
import type { JobCommand, SubmitJob } from './job.commands.js';
import type { Job } from './job.js';
import { choosePool, findProject, projectsCalled, specOf } from './submission.js';

type SubmitCall = UserCall<InputOf<typeof submitJob>>;
type Outcome = Result<Executed<Job, JobEvent>, Rejection>;

/** Takes jobs in: where they belong, whether they are admitted, and the same answer however often it is asked. */
export class Submissions {
  constructor(
    private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    private readonly facts: Facts,
    private readonly lateFacts: LateFacts,
    private readonly waiting: WaitingCounts,
    private readonly vault: Vault,
  ) {}

  async submit(call: SubmitCall): Reply<JobView> {
    const outcome = await this.carryOut(call);
    if (!outcome.ok) return outcome;
    const { events, position } = outcome.value;
    const document = events.reduce<JobDocument | undefined>(evolveJobDocument, undefined);
    if (!document) throw new Error('a job was submitted without an event');
    return ok({ result: toJobView(document), ...(position === undefined ? {} : { position }) });
  }

  private async carryOut(call: SubmitCall): Promise<Outcome> {
    const intent = this.admit(call);
    if (intent.ok) return this.record(call, intent.value);
    // What was taken in before is answered as then, though it might not be taken in now: the queue may be full with it.
    const before = await this.earlier(call, intent.error);
    if (before.ok || !isAboutAbsence(before.error)) return before;
    await this.lateFacts.waitUntil(() => this.admit(call).ok);
    const now = this.admit(call);
    return now.ok ? this.record(call, now.value) : err(now.error);
  }

  /** Decided at once, on what is known in memory, and counted: of many at the same time no more pass than the queue takes. */
  private admit({ input, identity, meta }: SubmitCall): Result<SubmitJob, Rejection> {
    const { userId } = identity;
    const user = this.facts.users.get(userId);
    if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
    const project = findProject(this.facts, identity, input.project);
    if (!project.ok) return project;
    const { projectId } = project.value;
    const chosen = choosePool(this.facts, identity, projectId, input.pool);
    if (!chosen.ok) return chosen;
    const { pool, entitlement } = chosen.value;
    const { poolId } = pool;
    const spec = specOf(input);
    const demand = demandOf(spec, entitlement.devices);
    const hosts = this.facts.hostsOf(poolId);
    const waiting = this.waiting.of(userId, poolId);
    const submission = { input, userId, projectId, pool, entitlement, demand, hosts, waiting };
    const refusal = admitSubmission(submission);
    if (refusal) return err(refusal);
    return ok({
      kind: 'submit',
      jobId: jobIdOf(meta.commandId, projectId, input.id),
      projectId,
      userId,
      poolId,
      name: input.name,
      spec,
      approvalRequired: pool.approval,
      grantPriority: entitlement.priority,
      now: meta.now,
      ...(input.id === undefined ? {} : { ownId: input.id }),
    });
  }

  private async record({ input, meta }: SubmitCall, intent: SubmitJob): Promise<Outcome> {
    const { jobId, userId, poolId, projectId, spec } = intent;
    const counted = this.waiting.has(jobId);
    this.waiting.add(jobId, userId, poolId);
    let recorded = false;
    try {
      const sealed =
        spec.envNames.length === 0 ? {} : { env: await this.vault.seal(`project:${projectId}`, input.env) };
      const command = { ...intent, ...sealed };
      const outcome = await this.jobs.execute(jobStream(jobId), command, meta, { expectNew: true });
      recorded = outcome.ok && !outcome.value.repeated;
      return outcome;
    } finally {
      if (!recorded && !counted) this.waiting.remove(jobId);
    }
  }

  private async earlier({ input, meta }: SubmitCall, refusal: Rejection): Promise<Outcome> {
    const projects = input.id === undefined ? [undefined] : projectsCalled(this.facts, input.project);
    for (const project of projects) {
      const jobId = jobIdOf(meta.commandId, project?.projectId ?? '', input.id);
      const found = await this.jobs.earlier(jobStream(jobId), meta);
      if (found) return found;
    }
    return err(refusal);
  }
}

/** The caller's own id is unique within the project; else a command makes one job, however often it is sent. */
const jobIdOf = (commandId: string, projectId: string, ownId: string | undefined): string =>
  ownId === undefined ? idFromName('job', commandId) : idFromName('job', projectId, ownId);

/** A project, a pool or a grant is not there: for all that is known here. */
const isAboutAbsence = ({ code }: Rejection): boolean => code === 'NOT_FOUND' || code === 'FORBIDDEN';
