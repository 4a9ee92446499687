import { setTimeout as sleep } from 'node:timers/promises';
import type { LogsArchived } from '@berth/contracts/agent/messages';
import { hostRemoved } from '@berth/contracts/agent/removed';
import { SerialQueue } from '@berth/kernel/serial-queue';
import type { Logger } from '@berth/service-host/log';
import type { ChunkOutcome, LogArchive, StreamPosition } from '../archive/log-archive.js';
import { NOTHING_ARCHIVED } from '../archive/chunk-text.js';
import { readChunk, type SentChunk } from './chunk-message.js';
import type { IntakeMetrics } from './intake-metrics.js';
import type { RemovedHostFilter } from './removed-hosts.view.js';
import { runKey, type Placements } from './placements.js';
import { UnplacedChunks, type UnplacedChunk } from './unplaced-chunks.js';

export interface ArchiverOptions {
  readonly archive: LogArchive;
  readonly placements: Placements;
  /** What hosts that were removed sent since. */
  readonly removedHostFilter: Pick<RemovedHostFilter, 'forMessages'>;
  /** Reports to an agent what became of its chunks. */
  readonly answer: (hostId: string, answer: LogsArchived) => void;
  /** Notifies followers that there is more of a job. */
  readonly announce: (jobId: string) => void;
  readonly metrics: IntakeMetrics;
  readonly log: Logger;
  /** Name of the stream that the chunks come from. */
  readonly stream: string;
  /** How long a chunk may arrive before the event that its run was placed on its host. */
  readonly placementTimeoutMs: number;
  /** Up to when all that the scheduler recorded is known here, in ms since the epoch. */
  readonly schedulerWatermark: () => number;
}

export interface StreamMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly seq: number;
  /** When JetStream took it. */
  readonly time: Date;
}

const MAX_RETRY_MS = 5000;
/** Clocks of services may differ by so much. */
const MAX_CLOCK_SKEW_MS = 5000;

/**
 * Archives what comes in, and confirms it only when it is on disk; until then the agent keeps it. What was archived
 * before is confirmed again. What is ahead of its stream is deferred: its agent sends everything unconfirmed again.
 */
export class Archiver {
  readonly #waiting = new UnplacedChunks();
  #position: StreamPosition | undefined;
  /** Chunks of a run must stay in order, so there is one batch at a time. */
  readonly #batches = new SerialQueue();

  constructor(private readonly options: ArchiverOptions) {}

  /** @param position of the last of the messages */
  take(messages: readonly StreamMessage[], position: StreamPosition, signal: AbortSignal): Promise<void> {
    return this.#batches.run(async () => {
      // after a reconnect the stream is read again from before the first that waits
      if ((messages[0]?.seq ?? 0) <= (this.#position?.seq ?? 0)) this.#waiting.takeAll();
      this.#position = position;
      const now = performance.now();
      const arrivedAt = Date.now();
      const arrived: UnplacedChunk[] = [];
      const isTooLate = await this.options.removedHostFilter.forMessages(messages);
      for (const message of messages) {
        const { subject, data, seq } = message;
        const read = readChunk(subject, data);
        if (read.ok && isTooLate(message)) this.#rejectChunk(read.value, hostRemoved.message);
        else if (read.ok) arrived.push({ sent: read.value, sequence: seq, since: now, arrivedAt });
        else this.#reject(read.error.hostId, { ...read.error.answer, refused: 'chunk' });
      }
      await this.#processBatch(arrived, signal);
    });
  }

  /** Whether chunks wait for the event that their run was placed. */
  get hasUnplaced(): boolean {
    return this.#waiting.size > 0;
  }

  /** Processes those that wait again: their runs may have been placed, or their time may be up. */
  retryUnplaced(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    return this.#batches.run(() => this.#processBatch([], signal));
  }

  async #processBatch(arrived: readonly UnplacedChunk[], signal: AbortSignal): Promise<void> {
    const chunks = [...this.#waiting.takeAll(), ...arrived];
    const hosts = await this.options.placements.hostsOf(chunks.map(({ sent }) => sent));
    const accepted: SentChunk[] = [];
    for (const chunk of chunks) {
      const host = hosts.get(runKey(chunk.sent));
      if (host === chunk.sent.hostId) accepted.push(chunk.sent);
      else if (host !== undefined)
        this.#rejectChunk(chunk.sent, 'jobId: the run was not placed on this host');
      else this.#keepUnplaced(chunk);
    }
    const outcomes = await this.#archive(accepted, signal);
    if (outcomes) this.#confirm(accepted, outcomes);
  }

  /** A placement may not have arrived yet: only once later events of the scheduler have, was there no such run. */
  #keepUnplaced(chunk: UnplacedChunk): void {
    const { placementTimeoutMs, schedulerWatermark } = this.options;
    const waitedLong = performance.now() - chunk.since > placementTimeoutMs;
    if (waitedLong && schedulerWatermark() > chunk.arrivedAt + MAX_CLOCK_SKEW_MS) {
      this.#rejectChunk(chunk.sent, 'jobId: there is no such run on this host');
    } else if (!this.#waiting.add(chunk)) this.options.metrics.deferred.inc();
  }

  /** Until it succeeds: a full disk must lose nothing. Undefined where the service stops before that. */
  async #archive(chunks: readonly SentChunk[], signal: AbortSignal): Promise<ChunkOutcome[] | undefined> {
    const { archive, stream, log } = this.options;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        return archive.write(chunks, { stream, position: this.#safePosition() });
      } catch (error) {
        log.error({ err: error, chunks: chunks.length }, 'output could not be archived; retrying');
        await sleep(Math.min(MAX_RETRY_MS, 100 * 2 ** attempt), undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  /** Those that wait are read again after a crash. */
  #safePosition(): StreamPosition {
    if (!this.#position) throw new Error('nothing has been read');
    const { created, seq } = this.#position;
    return { created, seq: Math.min(seq, (this.#waiting.minSequence ?? Infinity) - 1) };
  }

  #confirm(chunks: readonly SentChunk[], outcomes: readonly ChunkOutcome[]): void {
    const { metrics, announce, answer } = this.options;
    const confirmed = new Map<string, { hostId: string; answer: LogsArchived }>();
    const jobs = new Set<string>();
    for (const [index, { hostId, jobId, run, chunk }] of chunks.entries()) {
      const { outcome, upTo } = outcomes[index] ?? { outcome: 'ahead', upTo: NOTHING_ARCHIVED };
      if (outcome === 'ahead') {
        metrics.deferred.inc();
        continue;
      }
      if (outcome === 'archived') {
        metrics.archived.inc();
        metrics.characters.inc(chunk.text.length);
        jobs.add(jobId);
      }
      const { stream } = chunk;
      // of a stream each outcome confirms at least as much as the one before
      const { seq, bytes, ended } = upTo;
      const inBytes = bytes === undefined ? {} : { bytes, ended };
      const confirmation = { jobId, run, stream, seq, ...inBytes };
      confirmed.set(`${jobId}/${run}/${stream}`, { hostId, answer: confirmation });
    }
    for (const each of confirmed.values()) answer(each.hostId, each.answer);
    for (const jobId of jobs) announce(jobId);
  }

  #rejectChunk({ hostId, jobId, run, chunk }: SentChunk, rejected: string): void {
    this.#reject(hostId, { jobId, run, stream: chunk.stream, seq: chunk.seq, rejected, refused: 'run' });
  }

  #reject(hostId: string, answer: LogsArchived): void {
    const { metrics, log } = this.options;
    metrics.rejected.inc();
    log.warn({ hostId, ...answer }, 'output was refused');
    this.options.answer(hostId, answer);
  }
}
