import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LogChunk } from '@berth/contracts/agent/messages';
import { inTransaction, openArchiveDatabase } from './archive-database.js';
import { factsOf } from './chunk-lines.js';
import { numberLines } from './line-numbers.js';
import { packText, NOTHING_ARCHIVED, nextPiece, type ArchivedUpTo } from './chunk-text.js';
import { advance, type Progress } from './progress.js';

export type OutputStream = LogChunk['stream'];

export interface ArrivedChunk {
  readonly jobId: string;
  readonly run: number;
  readonly chunk: LogChunk;
}

/** `ahead`: one before it is missing, so it was not archived. `upTo` is how far its stream is then. */
export interface ChunkOutcome {
  readonly outcome: 'archived' | 'known' | 'ahead';
  readonly upTo: ArchivedUpTo;
}

/** How much of a JetStream stream has been read; another `created` is another stream. */
export interface StreamPosition {
  readonly created: string;
  readonly seq: number;
}

/** The end of one stream of a run. */
export interface Tail {
  readonly run: number;
  readonly stream: OutputStream;
  readonly seq: number;
  readonly ended: boolean;
  /** Milliseconds since 1970, by this service's clock. */
  readonly archivedAt: number;
}

type Statements = { readonly [name in keyof typeof STATEMENTS]: StatementSync };

/**
 * Output of jobs, in a file of this service's own: it outlives the host, and JetStream too. Chunks of (run, stream) come
 * in without a gap and once each, whatever is sent again; those of a job have one order, that of their arrival.
 */
export class LogArchive {
  readonly database: DatabaseSync;
  readonly #sql: Statements;

  constructor(
    folder: string,
    private readonly nowMs: () => number = Date.now,
  ) {
    this.database = openArchiveDatabase(folder);
    const prepared = Object.entries(STATEMENTS).map(([name, text]) => [name, this.database.prepare(text)]);
    this.#sql = Object.fromEntries(prepared) as Statements;
  }

  /** On disk when it returns, with where to read on. Throws where nothing could be written, and then nothing was. */
  write(
    arrived: readonly ArrivedChunk[],
    readFrom?: { stream: string; position: StreamPosition },
  ): ChunkOutcome[] {
    return inTransaction(this.database, () => {
      const outcomes = arrived.map((each) => this.#add(each));
      if (readFrom) {
        const { stream, position } = readFrom;
        this.#sql.savePosition.run(stream, position.created, position.seq);
      }
      return outcomes;
    });
  }

  position(stream: string): StreamPosition | undefined {
    return this.#sql.loadPosition.get(stream) as StreamPosition | undefined;
  }

  tails(jobId: string): readonly Tail[] {
    return this.#sql.tailsOfJob.all(jobId).map((row) => ({
      run: Number(row['run']),
      stream: row['stream'] as OutputStream,
      seq: Number(row['seq']),
      ended: row['ended'] === 1,
      archivedAt: Number(row['archived_at']),
    }));
  }

  progress(jobId: string): Progress | undefined {
    const text = this.#sql.jobById.get(jobId)?.['progress'];
    return typeof text === 'string' ? (JSON.parse(text) as Progress) : undefined;
  }

  close(): void {
    this.database.close();
  }

  #add({ jobId, run, chunk }: ArrivedChunk): ChunkOutcome {
    const { stream, seq, offset, length, at } = chunk;
    const job = this.#job(jobId);
    const no = Number(job?.['no']);
    const tail = this.#sql.tail.get(no, run, stream);
    const known = tail ? upToOf(tail) : NOTHING_ARCHIVED;
    const piece = nextPiece(chunk, known);
    if (typeof piece === 'string') return { outcome: piece, upTo: known };
    const { text } = piece;
    const now = this.nowMs();
    const bytes = length === undefined ? undefined : offset + length;
    const upTo = { seq, bytes, ended: known.ended || chunk.last };
    const arrival = Number(job?.['arrivals']);
    const lastArrival = text === '' ? (tail?.['arrival'] ?? null) : arrival;
    this.#sql.saveTail.run(no, run, stream, seq, upTo.ended ? 1 : 0, now, bytes ?? null, lastArrival);
    if (text === '') return { outcome: 'archived', upTo };

    const { lines, levels, metrics, progress } = factsOf(text);
    const before = Number(job?.['lines']);
    const latestAt = latestOf(at, job?.['latest_at']);
    this.#sql.addChunk.run(no, arrival, run, stream, at, now, levels, packText(text), before + 1, latestAt);
    for (const { line, ...data } of metrics) {
      this.#sql.addMetric.run(no, arrival, line, run, at, JSON.stringify(data));
    }
    const said = job?.['progress'];
    const progressed = typeof said === 'string' ? (JSON.parse(said) as Progress) : undefined;
    const after = advance(progressed, run, at, progress);
    this.#sql.arrived.run(arrival + 1, after ? JSON.stringify(after) : null, before + lines, latestAt, no);
    return { outcome: 'archived', upTo };
  }

  #job(jobId: string) {
    const job = this.#sql.jobById.get(jobId) ?? this.#sql.addJob.get(jobId);
    if (job?.['lines'] !== null) return job;
    numberLines(this.database, Number(job['no']));
    return this.#sql.jobById.get(jobId);
  }
}

function upToOf(tail: { readonly [column: string]: unknown }): ArchivedUpTo {
  const { seq, bytes, ended } = tail;
  return { seq: Number(seq), bytes: bytes === null ? undefined : Number(bytes), ended: ended === 1 };
}

/** The later of a chunk's time and the latest of those that arrived before it. */
const latestOf = (at: string, latest: unknown): string =>
  typeof latest === 'string' && latest > at ? latest : at;

const STATEMENTS = {
  jobById: 'SELECT no, arrivals, progress, lines, latest_at FROM job WHERE id = ?',
  addJob: 'INSERT INTO job (id, lines) VALUES (?, 0) RETURNING no, arrivals, progress, lines, latest_at',
  arrived: 'UPDATE job SET arrivals = ?, progress = ?, lines = ?, latest_at = ? WHERE no = ?',
  tail: 'SELECT seq, bytes, ended, arrival FROM tail WHERE job = ? AND run = ? AND stream = ?',
  tailsOfJob:
    'SELECT run, stream, seq, ended, archived_at FROM tail WHERE job = (SELECT no FROM job WHERE id = ?)',
  saveTail: `INSERT INTO tail (job, run, stream, seq, ended, archived_at, bytes, arrival)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seq = excluded.seq, ended = excluded.ended, archived_at = excluded.archived_at,
      bytes = excluded.bytes, arrival = excluded.arrival`,
  addChunk: `INSERT INTO chunk (job, arrival, run, stream, at, archived_at, levels, text, line, latest_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addMetric: 'INSERT INTO metric (job, arrival, line, run, at, data) VALUES (?, ?, ?, ?, ?, ?)',
  loadPosition: 'SELECT created, seq FROM stream_position WHERE stream = ?',
  savePosition: `INSERT INTO stream_position (stream, created, seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET created = excluded.created, seq = excluded.seq`,
} as const;
