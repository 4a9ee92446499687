import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { ReconcileResult, ReportedRun, StartRun } from '@berth/contracts/agent/messages';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { Logger } from '@berth/service-host/log';
import type { Facts } from '../facts/facts.js';
import type { JobCommand } from '../job/job.commands.js';
import type { Job } from '../job/job.js';
import type { Board } from '../queue/board.js';
import type { Agents } from './agents.js';
import type { Dispatcher } from './dispatcher.js';
import type { HostRoster } from './host-roster.js';

/** Brings an agent's runs and the scheduler's books together, after either has been away. */
export class Reconciler {
  constructor(
    private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    private readonly board: Board,
    private readonly facts: Facts,
    private readonly roster: HostRoster,
    private readonly dispatcher: Dispatcher,
    private readonly agents: Agents,
    private readonly log: Logger,
  ) {}

  /**
   * What the host must end (runs that are not its any more) and start (runs it was given but does not know). A run that
   * the books call running and the agent does not know is lost. The host is offered once it has nothing left to end.
   */
  async reconcile(hostId: string, reported: readonly ReportedRun[]): Promise<ReconcileResult> {
    const end: { jobId: string; run: number }[] = [];
    for (const { jobId, run, state } of reported) {
      if (state !== 'ended' && !(await this.isCurrent(hostId, jobId, run))) end.push({ jobId, run });
    }
    const known = new Set(reported.map(({ jobId, run }) => `${jobId}.${run}`));
    const start: StartRun[] = [];
    for (const held of this.board.heldOn(hostId)) {
      if (known.has(`${held.jobId}.${held.run}`)) continue;
      if (held.document.state === 'placed')
        start.push(await this.dispatcher.startRun(held.document, held.run));
      else
        await this.dispatcher.lose(held.jobId, held.run, hostId, 'the host does not know this run any more');
    }
    if (end.length === 0) this.roster.settle(hostId);
    else this.roster.unsettle(hostId);
    return { end, start };
  }

  /** Offers the host no more until its agent has answered for its runs: one that stops does not. */
  doubt(hostId: string): void {
    this.roster.unsettle(hostId);
  }

  /** At the scheduler's start, and for hosts that came online without a word: ask what they run. */
  async ask(hostId: string): Promise<void> {
    const answered = await this.agents.runs(hostId);
    if (!answered.ok) return;
    const { end, start } = await this.reconcile(hostId, answered.value);
    for (const run of end) await this.agents.stop(hostId, { ...run, outcome: 'lost', graceSeconds: 10 });
    for (const run of start) await this.agents.start(hostId, run);
    if (end.length > 0)
      this.log.warn(
        { hostId, runs: end.length },
        'a host runs what is not its any more; it was told to end it',
      );
  }

  async askUnsettled(): Promise<void> {
    const waiting = [...this.facts.hosts.values()].filter(
      (host) => host.presence === 'online' && !this.roster.isSettled(host.hostId),
    );
    await Promise.all(waiting.map((host) => this.ask(host.hostId)));
  }

  private async isCurrent(hostId: string, jobId: string, run: number): Promise<boolean> {
    const { state } = await this.jobs.load(`job:${jobId}`);
    return (
      (state.status === 'placed' || state.status === 'running') &&
      state.current.run === run &&
      state.current.hostId === hostId
    );
  }
}
