import { hostOfSubject } from '@berth/contracts/subjects';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  DeviceUsageRequest,
  DeviceProcesses,
  EndProcesses,
  ProcessTerminationStatus,
  ReportedRun,
  RunReport,
  StartRun,
  StopRun,
} from '@berth/contracts/agent/messages';
import type { Rejection } from '@berth/kernel/rejection';
import type { CrashingProcess } from './crashing-store.js';

/** How the agent reaches a scheduler. Not answered while that is dead. */
export interface SchedulerConnection {
  report(report: RunReport, key: string): Promise<Rejection | undefined>;
  reconcile(runs: readonly ReportedRun[]): Promise<{
    readonly end: readonly { readonly jobId: string; readonly run: number }[];
    readonly start: readonly StartRun[];
  }>;
  readonly died: Promise<void>;
}

interface Run {
  readonly order: StartRun;
  state: ReportedRun['state'];
  reports: readonly RunReport[];
}

/**
 * A host's agent as the scheduler sees it: it launches each run once, repeats every report until it is acknowledged,
 * and outlives the schedulers that it talks to. The test decides what runs do.
 */
export class ScriptedAgent {
  readonly launched: string[] = [];
  readonly orders: StartRun[] = [];
  readonly refusals: Rejection[] = [];
  /** What is answered to orders instead of carrying them out. */
  refusesToStart: { readonly code: string; readonly message: string } | undefined;
  isReachable = true;
  /** Whether runs succeed by themselves. */
  finishes = true;
  /** Its reports on devices; unnamed ones are idle. */
  usage: readonly DeviceProcesses[] = [];
  /** Orders to end people's processes, and what it answers. */
  readonly ended: EndProcesses[] = [];
  ending: ProcessTerminationStatus = { signalled: [], ended: [], killed: [], denied: [], known: true };
  /** How they then end. */
  outcomeOf: (order: StartRun) => NonNullable<RunReport['outcome']> = () => 'succeeded';
  /** Additional fields of its report of an end. */
  detailsOf: (order: StartRun) => Partial<Pick<RunReport, 'errorClass' | 'exitCode' | 'message'>> =
    () => ({});
  readonly #runs = new Map<string, Run>();
  #line: SchedulerConnection | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(readonly hostId: string) {}

  /** The scheduler is up again: unacknowledged reports are sent again. */
  connect(line: SchedulerConnection): void {
    this.#line = line;
    this.#work = this.#speak();
  }

  /** Stops reporting. */
  disconnect(): void {
    this.#line = undefined;
  }

  async reconcile(): Promise<void> {
    const answer = await this.#line?.reconcile(this.runs);
    if (!answer) return;
    for (const key of answer.end) this.end(key, 'lost');
    for (const order of answer.start) this.start(order);
    this.#tell();
    if (answer.end.length > 0) await this.reconcile();
  }

  get runs(): ReportedRun[] {
    return [...this.#runs.values()].map(({ order: { jobId, run }, state }) => ({ jobId, run, state }));
  }

  /** Answers an order of the scheduler. */
  answer(verb: string, body: unknown): object {
    if (verb === 'runs') return { ok: true, runs: this.runs };
    if (verb === 'usage') return { ok: true, usage: this.#usageOf(body as DeviceUsageRequest) };
    if (verb === 'endProcesses') {
      this.ended.push(body as EndProcesses);
      return { ok: true, ending: this.ending };
    }
    if (verb === 'stop') {
      const { outcome, ...key } = body as StopRun;
      this.end(key, outcome);
    } else if (this.refusesToStart) return { ok: false, error: this.refusesToStart };
    else this.start(body as StartRun);
    this.#tell();
    return { ok: true };
  }

  #usageOf({ deviceUuids }: DeviceUsageRequest): DeviceProcesses[] {
    return deviceUuids.map(
      (uuid) => this.usage.find((use) => use.uuid === uuid) ?? { uuid, known: true, processes: [] },
    );
  }

  start(order: StartRun): void {
    const name = nameOf(order);
    if (this.#runs.has(name)) return;
    this.launched.push(name);
    this.orders.push(order);
    const { jobId, run } = order;
    const started: RunReport = { jobId, run, state: 'running', at: new Date().toISOString() };
    this.#runs.set(name, { order, state: 'running', reports: [started] });
    if (this.finishes) this.end(order, this.outcomeOf(order));
  }

  end(key: { jobId: string; run: number }, outcome: NonNullable<RunReport['outcome']>): void {
    const run = this.#runs.get(nameOf(key));
    if (!run || run.state === 'ended') return;
    run.state = 'ended';
    const { jobId, run: number } = run.order;
    const at = new Date().toISOString();
    const exitCode = outcome === 'succeeded' ? { exitCode: 0 } : this.detailsOf(run.order);
    run.reports = [...run.reports, { jobId, run: number, state: 'ended', outcome, ...exitCode, at }];
  }

  /** Ends the present runs and reports it. */
  finishAll(outcome: NonNullable<RunReport['outcome']> = 'succeeded'): void {
    for (const { order } of this.#runs.values()) this.end(order, outcome);
    this.#tell();
  }

  /** As after the loss of its disk. */
  forgetAll(): void {
    this.#runs.clear();
  }

  #tell(): void {
    this.#work = this.#work.then(() => this.#speak());
  }

  async #speak(): Promise<void> {
    const line = this.#line;
    for (const run of this.#runs.values()) {
      for (let report = run.reports[0]; report && line && line === this.#line; report = run.reports[0]) {
        const said = line.report(report, `${nameOf(report)}.${report.state}`);
        const refusal = await Promise.race([said, line.died.then(() => 'died' as const)]);
        if (refusal === 'died') return;
        if (refusal?.code === 'UNAVAILABLE') {
          await sleep(5);
          continue;
        }
        run.reports = run.reports.slice(1);
        if (!refusal) continue;
        this.refusals.push(refusal);
        if (report.state === 'running') this.end(run.order, 'lost');
      }
    }
  }
}

const nameOf = ({ jobId, run }: { readonly jobId: string; readonly run: number }): string =>
  `${jobId}.${run}`;

/** The part of the bus over which the scheduler calls agents. */
export function busTo(agents: readonly ScriptedAgent[], life: CrashingProcess) {
  const request = async (subject: string, body: string) => {
    const verb = subject.split('.').at(-2) ?? '';
    const agent = agents.find(({ hostId }) => hostId === hostOfSubject(subject));
    if (!agent?.isReachable) throw new Error('no responders');
    const answer = await life.ask(async () => agent.answer(verb, JSON.parse(body)));
    return { json: () => JSON.parse(JSON.stringify(answer)) as unknown };
  };
  return { nc: { request } };
}
