import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { ReconcileResult, ReportedRun, StartRun } from '@berth/contracts/agent/messages';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { Facts } from '../facts/facts.js';
import type { JobCommand, Job } from '../jobs/job/job.js';
import type { JobQueueIndex, HeldJob } from '../queue/waiting/job-queue-index.js';
import { jobStream } from '../streams.js';
import type { Agents } from './agents.js';
import type { Dispatcher } from './dispatcher.js';
import type { ReconciledHosts } from './reconciled-hosts.js';
import { GRACE_SECONDS, type RunOrders } from './run-order.js';

export interface ReconcilerParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly queueIndex: JobQueueIndex;
  readonly facts: Facts;
  readonly reconciledHosts: ReconciledHosts;
  readonly dispatcher: Dispatcher;
  readonly agents: Agents;
  readonly orders: RunOrders;
  readonly log: Logger;
}

/** Reconciles an agent's runs with the scheduler's records after either was unreachable. */
export class Reconciler {
  readonly #asking = new Set<string>();

  constructor(private readonly parts: ReconcilerParts) {}

  /**
   * What the host must end (runs that are no longer its own) and start (runs placed on it that it does not know). It
   * is schedulable once it has nothing left to end and knows all runs that the scheduler has recorded for it. An
   * agent's report may be outdated when it is read, so a missing run is not lost yet: the host is queried again.
   */
  async reconcile(hostId: string, reported: readonly ReportedRun[]): Promise<ReconcileResult> {
    const unknown = this.#unknownTo(hostId, reported);
    const [end, start] = await Promise.all([this.#toEnd(hostId, reported), this.#toStart(unknown)]);
    if (end.length === 0 && unknown.every(isPlaced)) this.parts.reconciledHosts.markReconciled(hostId);
    else this.parts.reconciledHosts.markUnreconciled(hostId);
    return { end, start };
  }

  /** Offers the host no more until its agent has answered for its runs: one that stops does not. */
  requestReconciliation(hostId: string): void {
    this.parts.reconciledHosts.markUnreconciled(hostId);
  }

  /** At the scheduler's start, and for online hosts that are not reconciled: queries their runs. Never fails. */
  async ask(hostId: string): Promise<void> {
    if (this.#asking.has(hostId)) return;
    this.#asking.add(hostId);
    try {
      await this.#queryAndReconcile(hostId);
    } catch (error) {
      this.parts.log.error({ err: error, hostId }, 'the runs of a host could not be queried; retrying');
    } finally {
      this.#asking.delete(hostId);
    }
  }

  async reconcilePending(): Promise<void> {
    const { facts, reconciledHosts } = this.parts;
    const waiting = [...facts.hosts.values()].filter(
      (host) => host.presence === 'online' && !reconciledHosts.isReconciled(host.hostId),
    );
    await Promise.all(waiting.map((host) => this.ask(host.hostId)));
  }

  async #queryAndReconcile(hostId: string): Promise<void> {
    const { agents, queueIndex, dispatcher, log } = this.parts;
    // Runs that were recorded before the query, and are not in the reply, are lost.
    const running = queueIndex.heldOn(hostId).filter((held) => !isPlaced(held));
    const answered = await agents.runs(hostId);
    if (!answered.ok) return;
    const known = keysOf(answered.value);
    for (const held of running) {
      if (!known.has(keyOf(held))) await dispatcher.markRunLost(held, 'the host no longer knows this run');
    }
    const { end, start } = await this.reconcile(hostId, answered.value);
    for (const run of end)
      await agents.stop(hostId, { ...run, outcome: 'lost', graceSeconds: GRACE_SECONDS });
    for (const order of start) await agents.start(hostId, order);
    if (end.length > 0)
      log.warn(
        { hostId, runs: end.length },
        'a host runs something that is no longer assigned to it; it was told to end it',
      );
  }

  #unknownTo(hostId: string, reported: readonly ReportedRun[]): HeldJob[] {
    const known = keysOf(reported);
    return this.parts.queueIndex.heldOn(hostId).filter((held) => !known.has(keyOf(held)));
  }

  async #toEnd(hostId: string, reported: readonly ReportedRun[]) {
    const alive = reported.filter(({ state }) => state !== 'ended');
    const stale = await Promise.all(
      alive.map(async ({ jobId, run }) =>
        (await this.#isCurrent(hostId, jobId, run)) ? [] : [{ jobId, run }],
      ),
    );
    return stale.flat();
  }

  async #toStart(unknown: readonly HeldJob[]): Promise<StartRun[]> {
    const wanted = unknown.filter((held) => isPlaced(held) && !held.scheduling.cancelRequested);
    const orders = await Promise.all(
      wanted.map(({ scheduling, run }) => this.parts.orders.of(scheduling, run)),
    );
    return orders.filter((order) => 'jobId' in order);
  }

  /**
   * Reads from the log, whichever instance of the scheduler wrote it: a healthy run must not be ended because of an
   * old state.
   */
  async #isCurrent(hostId: string, jobId: string, run: number): Promise<boolean> {
    const { state } = await this.parts.jobs.load(jobStream(jobId), { fresh: true });
    return (
      (state.status === 'placed' || state.status === 'running') &&
      state.current.run === run &&
      state.current.hostId === hostId
    );
  }
}

const isPlaced = (held: HeldJob): boolean => held.scheduling.state === 'placed';
const keyOf = ({ jobId, run }: { readonly jobId: string; readonly run: number }): string => `${jobId}.${run}`;
const keysOf = (runs: readonly ReportedRun[]): ReadonlySet<string> => new Set(runs.map(keyOf));
