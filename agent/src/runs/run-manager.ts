import { isAbsolute } from 'node:path';
import type {
  LogsArchived,
  ReportedRun,
  RunReport,
  StartRun,
  StopRun,
} from '@berth/contracts/agent/messages';
import { defined } from '@berth/kernel/defined';
import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Logger } from '@berth/service-host/log';
import type { Tracing } from '@berth/tracing/tracing';
import type { Orders } from '../bus/downlink.js';
import {
  runName,
  type Executor,
  type RunKey,
  type RunObservation,
  type RunWatcher,
} from '../executors/executor.js';
import type { RunLogs } from '../logs/run-logs.js';
import { explainFailure } from './explain-failure.js';
import type { RunReporter } from './run-reporter.js';

export interface RunManagerParts {
  readonly executor: Executor;
  readonly logs: RunLogs;
  readonly reporter: RunReporter;
  readonly log: Logger;
  readonly tracing: Tracing;
  readonly hasDevice: (uuid: string) => boolean;
  /** The host could not take a run in: something may be wrong with it. */
  readonly onStartFailed?: () => void;
}

const FENCED_GRACE_SECONDS = 5;

/** All runs of this host: carries out orders, follows what becomes of the runs, and has it reported. */
export class RunManager implements Orders, RunWatcher {
  readonly #runs = new Map<string, RunObservation>();
  #endListeners = new Set<() => void>();
  /** Runs whose processes are being made: the agent must not end before they are known. */
  readonly #starting = new Set<Promise<void>>();
  #stopping = false;

  constructor(private readonly parts: RunManagerParts) {}

  /** Takes up what an earlier agent left. Runs that it accepted and did not begin wait for `begin`. */
  async resume(): Promise<void> {
    this.parts.executor.watch(this);
    for (const observation of await this.parts.executor.list()) this.changed(observation);
  }

  async start(order: StartRun): Promise<Rejection | undefined> {
    const invalid = this.#invalid(order);
    if (invalid) return invalid;
    if (this.#stopping) return reject('UNAVAILABLE', 'the agent is stopping');
    const starting = this.#startUnlessStopping(order);
    this.#starting.add(starting);
    try {
      await starting;
      return undefined;
    } catch (error) {
      this.parts.log.error({ err: error, run: runName(order) }, 'a run could not be accepted');
      this.parts.onStartFailed?.();
      return reject('INVALID_STATE', `the host could not accept it: ${storageErrorReason(error)}`);
    } finally {
      this.#starting.delete(starting);
    }
  }

  async stop(order: StopRun): Promise<Rejection | undefined> {
    const { outcome, graceSeconds } = order;
    await this.parts.executor.stop(order, { outcome, graceSeconds });
    return undefined;
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  runs(): readonly ReportedRun[] {
    return [...this.#runs.values()].map(({ jobId, run, status }) => ({
      jobId,
      run,
      state: status === 'prepared' ? 'starting' : status,
    }));
  }

  archived({ jobId, run, stream, rejected, refused, ...archived }: LogsArchived): void {
    const { logs, log } = this.parts;
    const key = { jobId, run };
    if (rejected === undefined) return logs.confirm(key, stream, archived);
    if (refused === 'chunk') {
      log.warn({ run: runName(key), stream, seq: archived.seq, rejected }, 'a chunk of output was refused');
      return logs.refuse(key, stream, archived.seq, rejected);
    }
    log.warn({ run: runName(key), rejected }, 'the output of a run was refused');
    logs.drop(key);
  }

  changed(observation: RunObservation): void {
    const { executor, logs, reporter } = this.parts;
    const key: RunKey = { jobId: observation.jobId, run: observation.run };
    const known = this.#runs.get(runName(key));
    if (known?.status === 'ended' || known?.status === observation.status) return;
    this.#runs.set(runName(key), observation);
    const output = executor.output(key);
    void logs.follow(key, output).catch((error: unknown) => {
      this.parts.log.error({ err: error, run: runName(key) }, 'the output of a run cannot be read');
    });
    if (observation.status === 'running') this.#reportRunning(key, observation.startedAt);
    if (observation.status !== 'ended') return;
    logs.ended(key);
    if (!reporter.isEndReported(output)) void this.#reportEnd(key, observation, known?.status === 'running');
    const listeners = this.#endListeners;
    this.#endListeners = new Set();
    for (const listener of listeners) listener();
  }

  outputGrew(key: RunKey): void {
    this.parts.logs.grew(key);
  }

  get active(): readonly RunObservation[] {
    return [...this.#runs.values()].filter(({ status }) => status !== 'ended');
  }

  get ended(): readonly (RunObservation & { status: 'ended' })[] {
    return [...this.#runs.values()].filter((run) => run.status === 'ended');
  }

  holds(uuid: string): boolean {
    return this.active.some(({ deviceUuids }) => deviceUuids.includes(uuid));
  }

  /** Runs that are not this host's any more. */
  async end(keys: readonly RunKey[]): Promise<void> {
    for (const key of keys) await this.#stopOne(key, 'lost', FENCED_GRACE_SECONDS);
  }

  /** Begins what was accepted and not begun, once the scheduler has been asked about it. */
  async begin(): Promise<void> {
    for (const run of this.active.filter(({ status }) => status === 'prepared')) {
      this.changed(await this.parts.executor.begin(run));
    }
  }

  /** Ends all runs, to be queued again; resolves when they have ended, or after the time given. */
  preemptAll(graceSeconds: number, timeoutMs: number): Promise<void> {
    return this.#endAll('preempted', graceSeconds, timeoutMs);
  }

  /** Ends all runs, which are no longer this host's, and takes no more. */
  loseAll(timeoutMs: number): Promise<void> {
    return this.#endAll('lost', FENCED_GRACE_SECONDS, timeoutMs);
  }

  async #endAll(outcome: 'preempted' | 'lost', graceSeconds: number, timeoutMs: number): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.active.map((run) => this.#stopOne(run, outcome, graceSeconds)));
    await Promise.allSettled(this.#starting);
    await this.untilEnded(this.active, AbortSignal.timeout(timeoutMs)).catch(() => undefined);
  }

  /** @throws where the signal aborts before */
  async untilEnded(keys: readonly RunKey[], signal: AbortSignal): Promise<void> {
    const left = () => keys.some((key) => this.active.some((run) => runName(run) === runName(key)));
    while (left()) {
      const ended = new Promise<void>((resolve) => this.#endListeners.add(resolve));
      const aborted = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      await Promise.race([ended, aborted]);
      signal.throwIfAborted();
    }
  }

  async forget(key: RunKey): Promise<void> {
    this.parts.logs.drop(key);
    await this.parts.executor.remove(key);
    this.#runs.delete(runName(key));
  }

  async #startUnlessStopping(order: StartRun): Promise<void> {
    const observation = await this.#startTraced(order);
    this.changed(observation);
    // One that was let in before the agent began to stop.
    if (this.#stopping) await this.#stopOne(observation, 'preempted', 0);
  }

  /** What the job itself traces goes under this span, which goes under the submission's. */
  #startTraced(order: StartRun): Promise<RunObservation> {
    const { jobId, run, traceparent: submission } = order;
    const attributes = { 'berth.job': jobId, 'berth.run': run };
    return this.parts.tracing.span(
      { name: 'run.start', traceparent: submission, part: 'consumer', attributes },
      (traceparent) => this.parts.executor.start({ ...order, traceparent }),
    );
  }

  async #stopOne(key: RunKey, outcome: 'preempted' | 'lost', graceSeconds: number): Promise<void> {
    await this.parts.executor.stop(key, { outcome, graceSeconds });
    // A run that had not begun ends by the order itself.
    const observation = await this.parts.executor.observe(key);
    if (observation) this.changed(observation);
  }

  #reportRunning(key: RunKey, at: string): void {
    this.parts.reporter.report({ ...key, state: 'running', at }, this.parts.executor.output(key));
  }

  async #reportEnd(
    key: RunKey,
    { end }: RunObservation & { status: 'ended' },
    wasRunning: boolean,
  ): Promise<void> {
    if (end.startedAt !== undefined && !wasRunning) this.#reportRunning(key, end.startedAt);
    const output = this.parts.executor.output(key);
    const report: RunReport = {
      ...key,
      state: 'ended',
      outcome: end.outcome,
      ...defined({ exitCode: end.exitCode, signal: end.signal }),
      ...(await explainFailure(end, output)),
      at: end.endedAt,
    };
    this.parts.reporter.report(report, output);
  }

  #invalid({ command, workingDirectory, deviceUuids }: StartRun): Rejection | undefined {
    if (command.length === 0 || command[0] === '') {
      return reject('VALIDATION_FAILED', 'command: must name a program', 'command');
    }
    if (workingDirectory !== undefined && !isAbsolute(workingDirectory)) {
      return reject('VALIDATION_FAILED', 'workingDirectory: must be an absolute path', 'workingDirectory');
    }
    const foreign = deviceUuids.find((uuid) => !this.parts.hasDevice(uuid));
    if (foreign === undefined) return undefined;
    return reject('VALIDATION_FAILED', `deviceUuids: this host has no device ${foreign}`, 'deviceUuids');
  }
}

/** Without names of files, which stay on the host. */
function storageErrorReason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'its disk is full';
  if (code === 'EROFS') return 'its disk is not writable';
  return code === undefined ? 'see the log of its agent' : `its disk reports ${code}`;
}
