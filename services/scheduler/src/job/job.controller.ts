import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import {
  approveJob,
  cancelJob,
  deleteJob,
  rejectJob,
  submitJob,
} from '@berth/contracts/scheduler/operations';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { JobView } from '@berth/contracts/scheduler/views';
import { idFromName } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, orReject, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { Vault } from '@berth/service-host/vault';
import { admitSubmission } from '../admission/admission.js';
import { isStaff } from '../facts/entitlement.js';
import { Facts } from '../facts/facts.js';
import { demandOf } from '../placement/demand.js';
import { Board } from '../queue/board.js';
import { evolveJobDocument, toJobView, type JobDocument } from '../views/job.view.js';
import { JobQueries } from '../views/job.queries.js';
import { JOBS } from '../scheduler.tokens.js';
import type { JobCommand } from './job.commands.js';
import type { Job } from './job.js';
import { choosePool, findProject, specOf } from './submission.js';

const STAFF = ['admin', 'operator'] as const;
const WORKERS = ['admin', 'operator', 'member', 'guest'] as const;

@Controller()
export class JobController {
  constructor(
    @Inject(JOBS) private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    @Inject(Facts) private readonly facts: Facts,
    @Inject(Board) private readonly board: Board,
    @Inject(JobQueries) private readonly queries: JobQueries,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  @Operation(submitJob, { allow: WORKERS, scope: 'jobs' })
  async submit({ input, identity, meta }: UserCall<InputOf<typeof submitJob>>): Reply<JobView> {
    const user = this.facts.users.get(identity.userId);
    if (user && user.status !== 'active') return err(reject('FORBIDDEN', 'your account is not active'));
    const project = orReject(findProject(this.facts, identity, input.project));
    const { pool, entitlement } = orReject(choosePool(this.facts, identity, project.projectId, input.pool));
    const { projectId } = project;
    const { userId } = identity;
    const jobId =
      input.id === undefined ? idFromName('job', meta.commandId) : idFromName('job', projectId, input.id);
    const spec = specOf(input);
    const demand = demandOf(spec, entitlement.devices);
    const hosts = this.facts.hostsOf(pool.poolId);
    const waiting = this.board.waitingOf(userId, pool.poolId);
    const refusal = admitSubmission({ input, userId, projectId, pool, entitlement, demand, hosts, waiting });
    if (refusal) return err(refusal);
    const executed = orReject(
      await this.jobs.execute(
        jobStream(jobId),
        {
          kind: 'submit',
          jobId,
          projectId,
          userId,
          poolId: pool.poolId,
          name: input.name,
          spec,
          approvalRequired: pool.approval,
          grantPriority: entitlement.priority,
          now: meta.now,
          ...(input.id === undefined ? {} : { ownId: input.id }),
          ...(spec.envNames.length === 0
            ? {}
            : { env: await this.vault.seal(`project:${projectId}`, input.env) }),
        },
        meta,
        { expectNew: true },
      ),
    );
    const document = executed.events.reduce<JobDocument | undefined>(evolveJobDocument, undefined);
    if (!document) throw new Error(`job ${jobId} was submitted without an event`);
    return ok({
      result: toJobView(document),
      ...(executed.position === undefined ? {} : { position: executed.position }),
    });
  }

  @Operation(approveJob, { allow: STAFF, scope: 'admin' })
  approve({ input, meta }: UserCall<InputOf<typeof approveJob>>): Reply<JobView> {
    const why = input.reason === undefined ? {} : { reason: input.reason };
    return this.change(input.jobId, { kind: 'approve', now: meta.now, ...why }, meta);
  }

  @Operation(rejectJob, { allow: STAFF, scope: 'admin' })
  reject({ input, meta }: UserCall<InputOf<typeof rejectJob>>): Reply<JobView> {
    return this.change(input.jobId, { kind: 'reject', reason: input.reason }, meta);
  }

  @Operation(cancelJob, { allow: WORKERS, scope: 'jobs' })
  async cancel({ input, identity, meta }: UserCall<InputOf<typeof cancelJob>>): Reply<JobView> {
    await this.mustControl(identity, input.jobId);
    const why = input.reason === undefined ? {} : { reason: input.reason };
    return this.change(input.jobId, { kind: 'cancel', now: meta.now, ...why }, meta);
  }

  @Operation(deleteJob, { allow: WORKERS, scope: 'jobs' })
  async delete({ input, identity, meta }: UserCall<InputOf<typeof deleteJob>>): Reply<JobView> {
    await this.mustControl(identity, input.jobId);
    return this.change(input.jobId, { kind: 'delete' }, meta);
  }

  private async change(
    jobId: string,
    command: JobCommand,
    meta: Parameters<typeof this.jobs.execute>[2],
  ): Reply<JobView> {
    const executed = orReject(await this.jobs.execute(jobStream(jobId), command, meta));
    const view = await this.queries.afterChange(jobId, executed.position);
    return ok({ result: view, ...(executed.position === undefined ? {} : { position: executed.position }) });
  }

  /** Its submitter, a lead of its project, or who runs the place. Who may only see it is told so; others find nothing. */
  private async mustControl(identity: Identity, jobId: string): Promise<void> {
    const { state } = await this.jobs.load(jobStream(jobId));
    if (isStaff(identity)) return;
    const project = state.status === 'none' ? undefined : this.facts.projects.get(state.facts.projectId);
    const part = project?.members[identity.userId];
    if (state.status === 'none' || !part) orReject(err(reject('NOT_FOUND', 'there is no such job', 'jobId')));
    else if (state.facts.userId !== identity.userId && part !== 'lead') {
      orReject(
        err(
          reject(
            'FORBIDDEN',
            'only its submitter, a lead of its project or an operator may do that',
            'jobId',
          ),
        ),
      );
    }
  }
}

export const jobStream = (jobId: string): string => `job:${jobId}`;
