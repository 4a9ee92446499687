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
import { defined } from '@berth/kernel/defined';
import { ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, orReject, type Identity, type Reply, type UserCall } from '@berth/service-host/operation';
import { mustControl } from '../../facts/control.js';
import { Facts } from '../../facts/facts.js';
import { JobQueries } from '../views/job.queries.js';
import { JOBS } from '../../scheduler.tokens.js';
import { jobStream } from '../../streams.js';
import type { JobCommand, Job } from './job.js';
import { Submissions } from './submissions.js';

@Controller()
export class JobController {
  constructor(
    @Inject(JOBS) private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    @Inject(Submissions) private readonly submissions: Submissions,
    @Inject(Facts) private readonly facts: Facts,
    @Inject(JobQueries) private readonly queries: JobQueries,
  ) {}

  @Operation(submitJob)
  submit(call: UserCall<InputOf<typeof submitJob>>): Reply<JobView> {
    return this.submissions.submit(call);
  }

  @Operation(approveJob)
  approve({ input, identity, meta }: UserCall<InputOf<typeof approveJob>>): Reply<JobView> {
    const why = defined({ reason: input.reason });
    return this.#change(identity, input.jobId, { type: 'approve', now: meta.now, ...why }, meta);
  }

  @Operation(rejectJob)
  reject({ input, identity, meta }: UserCall<InputOf<typeof rejectJob>>): Reply<JobView> {
    return this.#change(identity, input.jobId, { type: 'reject', reason: input.reason }, meta);
  }

  @Operation(cancelJob)
  async cancel({ input, identity, meta }: UserCall<InputOf<typeof cancelJob>>): Reply<JobView> {
    await this.#mustControl(identity, input.jobId);
    const why = defined({ reason: input.reason });
    return this.#change(identity, input.jobId, { type: 'cancel', now: meta.now, ...why }, meta);
  }

  @Operation(deleteJob)
  async delete({ input, identity, meta }: UserCall<InputOf<typeof deleteJob>>): Reply<JobView> {
    await this.#mustControl(identity, input.jobId);
    return this.#change(identity, input.jobId, { type: 'delete' }, meta);
  }

  async #change(identity: Identity, jobId: string, command: JobCommand, meta: CommandMeta): Reply<JobView> {
    const { position } = orReject(await this.jobs.execute(jobStream(jobId), command, meta));
    const result = await this.queries.latest(identity, jobId);
    return ok({ result, ...defined({ position }) });
  }

  async #mustControl(identity: Identity, jobId: string): Promise<void> {
    const { state } = await this.jobs.load(jobStream(jobId));
    mustControl(this.facts, identity, state.status === 'none' ? undefined : state.facts, 'job');
  }
}
