import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { ReconcileResult, ReportedRun, StartRun } from '@berth/contracts/agent/messages';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { Facts } from '../facts/facts.js';
import type { JobCommand } from '../jobs/job/job.commands.js';
import type { Job } from '../jobs/job/job.js';
import type { Board, HeldJob } from '../queue/waiting/board.js';
import { jobStream } from '../streams.js';
import type { Agents } from './agents.js';
import type { Dispatcher } from './dispatcher.js';
import type { HostRoster } from './host-roster.js';
import { GRACE_SECONDS, type RunOrders } from './run-order.js';

export interface ReconcilerParts {
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly board: Board;
  readonly facts: Facts;
  readonly roster: HostRoster;
  readonly dispatcher: Dispatcher;
  readonly agents: Agents;
  readonly orders: RunOrders;
  readonly log: Logger;
}

/** Brings an agent's runs and the scheduler's books together, after either has been away. */
export class Reconciler {
  readonly #asking = new Set<string>();

  constructor(private readonly parts: ReconcilerParts) {}

  /**
   * What the host must end (runs that are not its any more) and start (runs it was given but does not know). It is
   * offered once it has nothing left to end and knows all that it runs by the books. What the agent says may be old by
   * the time it is read, so a run that it leaves out is not lost yet: the host is asked again.
   */
  async reconcile(hostId: string, reported: readonly ReportedRun[]): Promise<ReconcileResult> {
    const unknown = this.unknownTo(hostId, reported);
    const [end, start] = await Promise.all([this.toEnd(hostId, reported), this.toStart(unknown)]);
    if (end.length === 0 && unknown.every(isPlaced)) this.parts.roster.settle(hostId);
    else this.parts.roster.unsettle(hostId);
    return { end, start };
  }

  /** Offers the host no more until its agent has answered for its runs: one that stops does not. */
  doubt(hostId: string): void {
    this.parts.roster.unsettle(hostId);
  }

  /** At the scheduler's start, and for hosts that are online without having settled: ask what they run. Never fails. */
  async ask(hostId: string): Promise<void> {
    if (this.#asking.has(hostId)) return;
    this.#asking.add(hostId);
    try {
      await this.askAndSettle(hostId);
    } catch (error) {
      this.parts.log.error(
        { err: error, hostId },
        'a host could not be asked for its runs; it will be again',
      );
    } finally {
      this.#asking.delete(hostId);
    }
  }

  async askUnsettled(): Promise<void> {
    const { facts, roster } = this.parts;
    const waiting = [...facts.hosts.values()].filter(
      (host) => host.presence === 'online' && !roster.isSettled(host.hostId),
    );
    await Promise.all(waiting.map((host) => this.ask(host.hostId)));
  }

  private async askAndSettle(hostId: string): Promise<void> {
    const { agents, board, dispatcher, log } = this.parts;
    // What ran by the books before the question was asked, and is not in the answer, is lost.
    const running = board.heldOn(hostId).filter((held) => !isPlaced(held));
    const answered = await agents.runs(hostId);
    if (!answered.ok) return;
    const known = keysOf(answered.value);
    for (const held of running) {
      if (!known.has(keyOf(held))) await dispatcher.lose(held, 'the host does not know this run any more');
    }
    const { end, start } = await this.reconcile(hostId, answered.value);
    for (const run of end)
      await agents.stop(hostId, { ...run, outcome: 'lost', graceSeconds: GRACE_SECONDS });
    for (const order of start) await agents.start(hostId, order);
    if (end.length > 0)
      log.warn({ hostId, runs: end.length }, 'a host runs what is not its any more; it was told to end it');
  }

  private unknownTo(hostId: string, reported: readonly ReportedRun[]): HeldJob[] {
    const known = keysOf(reported);
    return this.parts.board.heldOn(hostId).filter((held) => !known.has(keyOf(held)));
  }

  private async toEnd(hostId: string, reported: readonly ReportedRun[]) {
    const alive = reported.filter(({ state }) => state !== 'ended');
    const stale = await Promise.all(
      alive.map(async ({ jobId, run }) =>
        (await this.isCurrent(hostId, jobId, run)) ? [] : [{ jobId, run }],
      ),
    );
    return stale.flat();
  }

  private async toStart(unknown: readonly HeldJob[]): Promise<StartRun[]> {
    const wanted = unknown.filter((held) => isPlaced(held) && !held.document.cancelRequested);
    const orders = await Promise.all(wanted.map(({ document, run }) => this.parts.orders.of(document, run)));
    return orders.filter((order) => 'jobId' in order);
  }

  /** As the log has it now, whichever copy of the scheduler wrote it: a healthy run must not be ended by an old state. */
  private async isCurrent(hostId: string, jobId: string, run: number): Promise<boolean> {
    const { state } = await this.parts.jobs.load(jobStream(jobId), { fresh: true });
    return (
      (state.status === 'placed' || state.status === 'running') &&
      state.current.run === run &&
      state.current.hostId === hostId
    );
  }
}

const isPlaced = (held: HeldJob): boolean => held.document.state === 'placed';
const keyOf = ({ jobId, run }: { readonly jobId: string; readonly run: number }): string => `${jobId}.${run}`;
const keysOf = (runs: readonly ReportedRun[]): ReadonlySet<string> => new Set(runs.map(keyOf));
