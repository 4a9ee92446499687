import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { StopRun } from '@berth/contracts/agent/messages';
import type { Clock } from '@berth/kernel/clock';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import { WHY_UNREADABLE } from '@berth/service-host/vault';
import type { Facts } from '../facts/facts.js';
import { isGone, isRemoved } from '../facts/host.facts.js';
import type { EndRun, JobCommand, Job } from '../jobs/job/job.js';
import type { JobQueueIndex, HeldJob } from '../queue/waiting/job-queue-index.js';
import { jobStream } from '../streams.js';
import type { Agents } from './agents.js';
import { systemCommand } from '@berth/service-host/command-meta';
import { GRACE_SECONDS, type RunOrders } from './run-order.js';

/** The agent ends a run at its limit; the scheduler steps in this much later. */
const OVERDUE_MS = 60_000;
/** A host that has not started a run by then will not: the job is queued again for another host. */
const START_TIMEOUT_MS = 300_000;

export interface DispatcherParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly queueIndex: JobQueueIndex;
  readonly facts: Facts;
  readonly agents: Agents;
  readonly orders: RunOrders;
  readonly clock: Clock;
  readonly monotonicMs: () => number;
  readonly log: Logger;
}

/** Commands agents to start placed runs and to stop cancelled ones, and retries until a report confirms it. */
export class Dispatcher {
  /** Runs being tended; true where something has changed meanwhile. */
  readonly #inProgress = new Map<string, boolean>();

  constructor(private readonly parts: DispatcherParts) {}

  /** Does what the state of a held job requires now; called at each change of it, and by every sweep. Never fails. */
  async reconcileRun(held: HeldJob): Promise<void> {
    const { jobId, run } = held;
    const key = `${jobId}.${run}`;
    if (this.#inProgress.has(key)) return void this.#inProgress.set(key, true);
    this.#inProgress.set(key, false);
    try {
      await this.#act(held);
    } catch (error) {
      this.parts.log.error(
        { err: error, jobId, run },
        'a run could not be reconciled; the next sweep retries',
      );
    }
    const changed = this.#inProgress.get(key);
    this.#inProgress.delete(key);
    const now = this.parts.queueIndex.held(jobId);
    if (changed && now && now.scheduling !== held.scheduling) await this.reconcileRun(now);
  }

  /**
   * A run whose state can no longer be reported; charged up to the host's last heartbeat. Where the host is gone,
   * only if it was placed before that: the loss may be outdated by the time it is handled.
   */
  async markRunLost(held: HeldJob, message: string): Promise<void> {
    const host = this.parts.facts.hosts.get(held.hostId);
    const how = { outcome: 'lost', errorClass: 'hostLost', message } as const;
    const gone = host && isGone(host) ? { hostGoneSince: host.goneSince } : {};
    await this.#end(held, { ...how, ...gone, ...(host?.goneAt ? { endedAt: host.goneAt } : {}) });
  }

  async #act(held: HeldJob): Promise<void> {
    const { hostId, scheduling, sinceMs } = held;
    const host = this.parts.facts.hosts.get(hostId);
    const forMs = this.parts.monotonicMs() - sinceMs;
    const preemption = scheduling.runs.at(-1)?.preemption;
    if (this.parts.facts.isCurrent && host && isGone(host))
      await this.markRunLost(held, isRemoved(host) ? 'its host was removed' : 'its host is lost');
    else if (scheduling.cancelRequested) await this.#stop(held, 'cancelled');
    else if (preemption) await this.#stop(held, 'preempted', preemption.graceSeconds);
    else if (scheduling.state === 'placed') {
      await (forMs > START_TIMEOUT_MS ? this.#stop(held, 'lost') : this.#start(held));
    } else if (forMs > scheduling.spec.timeoutMinutes * 60_000 + OVERDUE_MS)
      await this.#stop(held, 'timedOut');
  }

  async #start(held: HeldJob): Promise<void> {
    const { jobId, run, hostId, scheduling } = held;
    const order = await this.parts.orders.of(scheduling, run);
    if (this.parts.queueIndex.held(jobId)?.scheduling !== scheduling) return;
    if ('unreadable' in order)
      return this.#failToStart(held, `its environment cannot be read: ${WHY_UNREADABLE[order.unreadable]}`);
    const started = await this.parts.agents.start(hostId, order);
    if (started.ok) return;
    const { code, message } = started.error;
    if (code === 'VALIDATION_FAILED') await this.#failToStart(held, message);
    // the host is to blame, not the job, which is better off elsewhere
    if (code === 'INVALID_STATE')
      await this.#end(held, { outcome: 'lost', errorClass: 'startFailed', message: message.slice(0, 2000) });
  }

  /** Answered once the run has ended and is reported. A run that the agent does not know has no end to wait for. */
  async #stop(
    held: HeldJob,
    outcome: StopRun['outcome'],
    graceSeconds: number = GRACE_SECONDS,
  ): Promise<void> {
    const { jobId, run, hostId } = held;
    const { agents } = this.parts;
    const stopped = await agents.stop(hostId, { jobId, run, outcome, graceSeconds });
    if (!stopped.ok) return;
    const known = await agents.runs(hostId);
    if (!known.ok || known.value.some((each) => each.jobId === jobId && each.run === run)) return;
    if (outcome === 'lost')
      await this.#end(held, {
        outcome,
        errorClass: 'startFailed',
        message: 'the host did not start it in time',
      });
    else await this.#end(held, { outcome, message: 'the host does not know this run' });
  }

  async #failToStart(held: HeldJob, message: string): Promise<void> {
    await this.#end(held, { outcome: 'failed', errorClass: 'startFailed', message: message.slice(0, 2000) });
  }

  async #end(
    { jobId, run, hostId }: HeldJob,
    how: Pick<EndRun, 'outcome' | 'errorClass' | 'message' | 'hostGoneSince'> & { readonly endedAt?: string },
  ): Promise<void> {
    const now = this.parts.clock.now();
    const command = { type: 'endRun', run, hostId, endedAt: now, ...how, now } as const;
    const meta = systemCommand('dispatcher', 'scheduler.job.endRun.v1', now);
    // Refused where the run has ended meanwhile, which is as good.
    await this.parts.jobs.execute(jobStream(jobId), command, meta);
  }
}
