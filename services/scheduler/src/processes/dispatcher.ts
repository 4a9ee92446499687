import type { JobEvent } from '@berth/contracts/scheduler/events';
import type { StartRun } from '@berth/contracts/agent/messages';
import type { Clock } from '@berth/kernel/clock';
import { newId, uuidFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import type { Aggregates } from '@berth/service-host/aggregates';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import type { Vault } from '@berth/service-host/vault';
import type { Facts } from '../facts/facts.js';
import type { EndRun, JobCommand } from '../job/job.commands.js';
import type { Job } from '../job/job.js';
import type { Board, HeldJob } from '../queue/board.js';
import type { JobDocument } from '../views/job.view.js';
import type { Agents } from './agents.js';

const GRACE_SECONDS = 10;
/** The agent ends a run at its limit; the scheduler steps in this much later. */
const OVERDUE_MS = 60_000;

/** Tells agents to start what is placed and to stop what is to be cancelled, again and again until a report settles it. */
export class Dispatcher {
  readonly #asking = new Set<string>();

  constructor(
    private readonly jobs: Aggregates<Job, JobCommand, JobEvent>,
    private readonly board: Board,
    private readonly facts: Facts,
    private readonly agents: Agents,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Does what a held job asks for now; called at each change of it, and by every sweep. */
  async tend(held: HeldJob): Promise<void> {
    const key = `${held.jobId}.${held.run}`;
    if (this.#asking.has(key)) return;
    this.#asking.add(key);
    try {
      await this.act(held);
    } catch (error) {
      this.log.error(
        { err: error, jobId: held.jobId, run: held.run },
        'a run could not be tended; the next sweep tries again',
      );
    } finally {
      this.#asking.delete(key);
    }
  }

  private async act({ jobId, run, hostId, document }: HeldJob): Promise<void> {
    const presence = this.facts.hosts.get(hostId)?.presence;
    if (presence === 'lost' || presence === 'stopped')
      return this.lose(jobId, run, hostId, 'its host is gone');
    if (document.cancelRequested) {
      await this.agents.stop(hostId, { jobId, run, outcome: 'cancelled', graceSeconds: GRACE_SECONDS });
    } else if (document.state === 'placed') {
      await this.start(document, run, hostId);
    } else if (this.overdue(document)) {
      await this.agents.stop(hostId, { jobId, run, outcome: 'timedOut', graceSeconds: GRACE_SECONDS });
    }
  }

  private async start(document: JobDocument, run: number, hostId: string): Promise<void> {
    const spec = await this.startRun(document, run);
    if (!this.board.held(document.id)) return;
    const started = await this.agents.start(hostId, spec);
    if (started.ok || started.error.code !== 'VALIDATION_FAILED') return;
    const { message } = started.error;
    await this.end(document.id, { run, hostId, outcome: 'failed', errorClass: 'startFailed', message });
  }

  /** The run as its agent needs it. The env is opened here and goes to that one host only. */
  async startRun(document: JobDocument, run: number): Promise<StartRun> {
    const { id: jobId, projectId, spec, traceparent } = document;
    const devices = document.runs.find((each) => each.run === run)?.devices ?? [];
    const env =
      document.env === null
        ? {}
        : ((await this.vault.open(document.env)) as { [name: string]: string } | undefined);
    return {
      jobId,
      run,
      projectId,
      command: [...spec.command, ...spec.args],
      env: env ?? {},
      deviceUuids: devices.map((device) => device.uuid),
      simulated: devices.some((device) => device.simulated),
      timeoutSeconds: spec.timeoutMinutes * 60,
      graceSeconds: GRACE_SECONDS,
      ...(spec.workingDirectory === undefined ? {} : { workingDirectory: spec.workingDirectory }),
      ...(spec.vcpus === undefined ? {} : { vcpus: spec.vcpus }),
      ...(spec.ramGb === undefined ? {} : { ramMiB: spec.ramGb * 1024 }),
      ...(traceparent === null ? {} : { traceparent }),
    };
  }

  /** A run that nobody can speak for any more; the job goes back to the queue. */
  async lose(jobId: string, run: number, hostId: string, message: string, lastSeen?: string): Promise<void> {
    const endedAt = lastSeen ?? this.clock.now();
    await this.end(jobId, { run, hostId, outcome: 'lost', errorClass: 'hostLost', message }, endedAt);
  }

  private async end(
    jobId: string,
    how: Omit<EndRun, 'kind' | 'now' | 'endedAt'>,
    endedAt = this.clock.now(),
  ): Promise<Result<unknown, Rejection>> {
    const now = this.clock.now();
    return this.jobs.execute(`job:${jobId}`, { kind: 'endRun', ...how, endedAt, now }, this.meta(now));
  }

  private overdue(document: JobDocument): boolean {
    const startedAt = document.runs.at(-1)?.startedAt;
    if (startedAt === undefined) return false;
    return (
      Date.parse(this.clock.now()) - Date.parse(startedAt) >
      document.spec.timeoutMinutes * 60_000 + OVERDUE_MS
    );
  }

  private meta(now: string): CommandMeta {
    const commandId = uuidFromName('process', 'dispatcher', newId());
    const actor = { kind: 'system', id: 'scheduler' } as const;
    return {
      commandId,
      command: 'scheduler.job.endRun.v1',
      inputHash: '',
      actor,
      now,
      correlationId: commandId,
      causationId: commandId,
    };
  }
}
