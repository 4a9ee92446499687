import { Controller, Inject } from '@nestjs/common';
import { agentReconcile, agentRunReport } from '@berth/contracts/agent/operations';
import type { ReconcileResult } from '@berth/contracts/agent/messages';
import { hostRemoved } from '@berth/contracts/agent/removed';
import type { InputOf } from '@berth/contracts/define';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import { defined } from '@berth/kernel/defined';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import { Operation, type AgentCall, type Reply } from '@berth/service-host/operation';
import { jobStream } from '../../streams.js';
import { JOBS } from '../../scheduler.tokens.js';
import type { JobCommand, Job } from '../../jobs/job/job.js';
import { Facts } from '../../facts/facts.js';
import { isRemoved } from '../../facts/host.facts.js';
import { toSchedulerTime } from './host-time.js';
import { Reconciler } from '../reconciler.js';

/** The reports of agents to the scheduler. The host is the one that NATS authenticates the agent for. */
@Controller()
export class AgentController {
  constructor(
    @Inject(JOBS) private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(Facts) private readonly facts: Facts,
  ) {}

  @Operation(agentRunReport)
  async report({ input, hostId, sentAt, meta }: AgentCall<InputOf<typeof agentRunReport>>): Reply<null> {
    if (this.#isRemoved(hostId)) return err(hostRemoved);
    const { jobId, run, state, at, outcome, ...how } = input;
    const translated = toSchedulerTime(at, { sentAt, now: meta.now });
    if (!translated.ok) return translated;
    const instant = translated.value;
    if (state === 'ended' && outcome === undefined) {
      return err(reject('VALIDATION_FAILED', 'outcome: is required: how the run ended', 'outcome'));
    }
    const command: JobCommand =
      state === 'ended' && outcome !== undefined
        ? { type: 'endRun', run, hostId, outcome, ...defined(how), endedAt: instant, now: meta.now }
        : { type: 'startRun', run, hostId, startedAt: instant };
    // No one here asks for it: the agent is leaving, and the job must not be placed there again.
    if (outcome === 'preempted') this.reconciler.requestReconciliation(hostId);
    const executed = await this.jobs.execute(jobStream(jobId), command, meta);
    return executed.ok ? ok({ result: null }) : executed;
  }

  @Operation(agentReconcile)
  async reconcile({ input, hostId }: AgentCall<InputOf<typeof agentReconcile>>): Reply<ReconcileResult> {
    if (this.#isRemoved(hostId)) return err(hostRemoved);
    return ok({ result: await this.reconciler.reconcile(hostId, input.runs) });
  }

  #isRemoved(hostId: string): boolean {
    const host = this.facts.hosts.get(hostId);
    return host !== undefined && isRemoved(host);
  }
}
