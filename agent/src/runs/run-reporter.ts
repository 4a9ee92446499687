import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agentRunReport } from '@berth/contracts/agent/operations';
import type { RunReport } from '@berth/contracts/agent/messages';
import type { Rejection, RejectionCode } from '@berth/kernel/rejection';
import { KeyedSerialQueue } from '@berth/kernel/serial-queue';
import type { Logger } from '@berth/service-host/log';
import type { Uplink } from '../bus/uplink.js';
import { runName, type RunKey, type RunOutput } from '../executors/executor.js';

export interface RunReporterOptions {
  readonly uplink: Uplink;
  readonly log: Logger;
  /** The run is not this host's to report on (any more): it must end. */
  readonly onFenced: (key: RunKey, why: Rejection) => void;
}

/** The run was given to another, or is over for the scheduler. */
const FENCING: readonly RejectionCode[] = ['INVALID_STATE', 'NOT_FOUND', 'FORBIDDEN'];

/** Reports the states of runs to the scheduler: of each run in order, every report until it is answered. */
export class RunReporter {
  readonly #reports = new KeyedSerialQueue();
  readonly #stopping = new AbortController();

  constructor(private readonly options: RunReporterOptions) {}

  /** The end of a run was answered, perhaps to an earlier agent. */
  isEndReported(output: RunOutput): boolean {
    return existsSync(endReportedMark(output));
  }

  report(report: RunReport, output: RunOutput): void {
    void this.#reports.run(runName(report), () => this.#send(report, output));
  }

  /** Resolves when all reports are answered. */
  idle(): Promise<void> {
    return this.#reports.idle();
  }

  /** What is not answered is reported by the next agent. */
  close(): void {
    this.#stopping.abort();
  }

  async #send(report: RunReport, output: RunOutput): Promise<void> {
    const { uplink, log, onFenced } = this.options;
    const { signal } = this.#stopping;
    const idempotencyKey = `${runName(report)}.${report.state}`;
    try {
      const answer = await uplink.requestUntilAnswered(agentRunReport, report, { signal, idempotencyKey });
      if (report.state === 'ended') await writeFile(endReportedMark(output), '');
      if (answer.ok || signal.aborted) return;
      log.warn({ run: runName(report), state: report.state, error: answer.error }, 'a report was refused');
      if (report.state === 'running' && FENCING.includes(answer.error.code))
        onFenced({ jobId: report.jobId, run: report.run }, answer.error);
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, run: runName(report) }, 'a report failed');
    }
  }
}

const endReportedMark = (output: RunOutput): string => join(output.folder, 'end-reported');
