import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { runName, type RunKey, type RunOutput } from '../executors/executor.js';
import type { Archived } from './chunk-journal.js';
import { LogTail, type TailTiming } from './log-tail.js';

const STREAMS = ['stdout', 'stderr'] as const;
export type OutputStream = (typeof STREAMS)[number];
export type SendChunk = (key: RunKey, chunk: LogChunk) => Promise<void>;

/** The tails of all runs whose output is not archived yet. */
export class RunLogs {
  readonly #runs = new Map<string, TailedRun>();

  constructor(
    private readonly send: SendChunk,
    private readonly timing: Partial<TailTiming> = {},
    /** Most that is sent of each stream of a run. */
    private readonly limitBytes?: number,
  ) {}

  /** Whether all output of a run has been archived, also when an earlier agent saw to it. */
  isDelivered(output: RunOutput): boolean {
    return existsSync(outputArchivedMark(output));
  }

  /** Goes on where an earlier agent stopped; a run that is followed already, or done, is left as it is. */
  async follow(key: RunKey, output: RunOutput): Promise<void> {
    const name = runName(key);
    if (this.#runs.has(name) || this.isDelivered(output)) return;
    const run: TailedRun = { tails: new Map(), ended: false };
    this.#runs.set(name, run);
    try {
      for (const stream of STREAMS) await this.#open(run, key, stream, output);
    } catch (error) {
      // tried again with the next change of the run
      this.drop(key);
      throw error;
    }
    void this.#untilDelivered(name, run, output);
  }

  grew(key: RunKey): void {
    for (const tail of this.#tails(key)) tail.grew();
  }

  /** The run has ended: its files are complete. */
  ended(key: RunKey): void {
    const run = this.#runs.get(runName(key));
    if (run) run.ended = true;
    for (const tail of this.#tails(key)) tail.finish();
  }

  confirm(key: RunKey, stream: OutputStream, archived: Archived): void {
    this.#runs.get(runName(key))?.tails.get(stream)?.confirm(archived);
  }

  /** One chunk is not taken; the others are. */
  refuse(key: RunKey, stream: OutputStream, seq: number, why: string): void {
    this.#runs.get(runName(key))?.tails.get(stream)?.refuse(seq, why);
  }

  /** The output of this run is not wanted (any more). */
  drop(key: RunKey): void {
    for (const tail of this.#tails(key)) tail.close();
    this.#runs.delete(runName(key));
  }

  /** After the bus was away. */
  resend(): void {
    for (const run of this.#runs.values()) for (const tail of run.tails.values()) tail.resend();
  }

  /** Resolves when all output of all runs is archived. */
  async idle(): Promise<void> {
    const tails = [...this.#runs.values()].flatMap((run) => [...run.tails.values()]);
    await Promise.all(tails.map((tail) => tail.done));
  }

  async close(): Promise<void> {
    const tails = [...this.#runs.values()].flatMap((run) => [...run.tails.values()]);
    for (const tail of tails) tail.close();
    await Promise.all(tails.map((tail) => tail.done));
  }

  async #open(run: TailedRun, key: RunKey, stream: OutputStream, output: RunOutput): Promise<void> {
    const tail = await LogTail.open({
      stream,
      file: output[stream],
      journal: join(output.folder, `${stream}.chunks`),
      send: (chunk) => this.send(key, chunk),
      limitBytes: this.limitBytes,
      timing: this.timing,
    });
    run.tails.set(stream, tail);
    if (run.ended) tail.finish();
  }

  async #untilDelivered(name: string, run: TailedRun, output: RunOutput): Promise<void> {
    const tails = [...run.tails.values()];
    await Promise.all(tails.map((tail) => tail.done));
    if (!tails.every((tail) => tail.delivered)) return;
    await writeFile(outputArchivedMark(output), '').catch(() => undefined);
    this.#runs.delete(name);
  }

  #tails(key: RunKey): readonly LogTail[] {
    return [...(this.#runs.get(runName(key))?.tails.values() ?? [])];
  }
}

interface TailedRun {
  readonly tails: Map<OutputStream, LogTail>;
  ended: boolean;
}

const outputArchivedMark = (output: RunOutput): string => join(output.folder, 'logs-archived');
