import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { inTransaction } from '../archive/archive-database.js';
import type { StreamPosition } from '../archive/log-archive.js';
import type { Sample } from './host-sample.js';
import { addSample, bucketOf, type Measured, type Rollup } from './rollup.js';

export interface StoredSample {
  readonly series: string;
  readonly hostId: string;
  readonly atMs: number;
  readonly simulated: boolean;
  readonly measured: Measured;
}

export interface StoredRollup {
  readonly series: string;
  readonly hostId: string;
  readonly bucketMs: number;
  readonly simulated: boolean;
  readonly rollup: Rollup;
}

export interface SampleLimits {
  /** Length of a bucket, in milliseconds. */
  readonly bucketMs: number;
  /** How long samples are kept; longer than JetStream has them, so that one that comes again is known. */
  readonly samplesMs: number;
  readonly rollupsMs: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sample (
    series TEXT NOT NULL, at INTEGER NOT NULL, host TEXT NOT NULL, simulated INTEGER NOT NULL, measured TEXT NOT NULL,
    PRIMARY KEY (series, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS sample_by_age ON sample (at);
  CREATE TABLE IF NOT EXISTS rollup (
    series TEXT NOT NULL, bucket INTEGER NOT NULL, host TEXT NOT NULL, simulated INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (series, bucket)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS rollup_by_age ON rollup (bucket);
  CREATE TABLE IF NOT EXISTS stream_position (
    stream TEXT PRIMARY KEY, created TEXT NOT NULL, seq INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

type Statements = { readonly [name in keyof typeof STATEMENTS]: StatementSync };

/** Samples of the last hours, and their sums per bucket for longer. Each sample counts once, however often it comes. */
export class SampleStore {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  constructor(
    folder: string,
    private readonly limits: SampleLimits,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#database = new DatabaseSync(join(folder, 'samples.db'), { timeout: 5000 });
    // what a power cut takes away is read from JetStream again
    this.#database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;');
    this.#database.exec(SCHEMA);
    const prepared = Object.entries(STATEMENTS).map(([name, text]) => [name, this.#database.prepare(text)]);
    this.#sql = Object.fromEntries(prepared) as Statements;
  }

  write(samples: readonly Sample[], stream: string, position: StreamPosition): void {
    inTransaction(this.#database, () => {
      for (const sample of samples) this.#add(sample);
      this.#sql.savePosition.run(stream, position.created, position.seq);
    });
  }

  position(stream: string): StreamPosition | undefined {
    return this.#sql.loadPosition.get(stream) as StreamPosition | undefined;
  }

  latest(series: readonly string[]): readonly StoredSample[] {
    return series.flatMap((name) => {
      const row = this.#sql.latest.get(name);
      if (!row) return [];
      const measured = JSON.parse(String(row['measured'])) as Measured;
      return [{ ...commonOf(row), atMs: Number(row['at']), measured }];
    });
  }

  /** Buckets that begin within [from, to), milliseconds since 1970; by series, then time. */
  rollups(series: readonly string[], fromMs: number, toMs: number): readonly StoredRollup[] {
    return series.flatMap((name) =>
      this.#sql.rollups.all(name, bucketOf(fromMs, this.limits.bucketMs), toMs).map((row) => ({
        ...commonOf(row),
        bucketMs: Number(row['bucket']),
        rollup: JSON.parse(String(row['data'])) as Rollup,
      })),
    );
  }

  prune(nowMs: number): void {
    this.#sql.pruneSamples.run(nowMs - this.limits.samplesMs);
    this.#sql.pruneRollups.run(nowMs - this.limits.rollupsMs);
  }

  close(): void {
    this.#database.close();
  }

  #add({ series, hostId, atMs, simulated, measured }: Sample): void {
    const added = this.#sql.addSample.run(series, atMs, hostId, simulated ? 1 : 0, JSON.stringify(measured));
    if (added.changes === 0) return;
    const bucket = bucketOf(atMs, this.limits.bucketMs);
    const known = this.#sql.rollup.get(series, bucket)?.['data'];
    const rollup = addSample(typeof known === 'string' ? (JSON.parse(known) as Rollup) : undefined, measured);
    this.#sql.saveRollup.run(series, bucket, hostId, simulated ? 1 : 0, JSON.stringify(rollup));
  }
}

const commonOf = (row: { readonly [column: string]: unknown }) => ({
  series: String(row['series']),
  hostId: String(row['host']),
  simulated: row['simulated'] === 1,
});

const STATEMENTS = {
  addSample:
    'INSERT INTO sample (series, at, host, simulated, measured) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  rollup: 'SELECT data FROM rollup WHERE series = ? AND bucket = ?',
  saveRollup: `INSERT INTO rollup (series, bucket, host, simulated, data) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET host = excluded.host, simulated = excluded.simulated, data = excluded.data`,
  latest: 'SELECT * FROM sample WHERE series = ? ORDER BY at DESC LIMIT 1',
  rollups: 'SELECT * FROM rollup WHERE series = ? AND bucket >= ? AND bucket < ? ORDER BY bucket',
  pruneSamples: 'DELETE FROM sample WHERE at < ?',
  pruneRollups: 'DELETE FROM rollup WHERE bucket < ?',
  loadPosition: 'SELECT created, seq FROM stream_position WHERE stream = ?',
  savePosition: `INSERT INTO stream_position (stream, created, seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET created = excluded.created, seq = excluded.seq`,
} as const;
