import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@berth/event-store';
import { systemClock, type Clock } from '@berth/kernel/clock';
import type { JsonObject } from '@berth/kernel/json';
import type { EventSource, ProjectionStatus, AnyProjection, Projection } from './projection.js';
import { ProjectionLane, type LaneContext } from './projection-lane.js';
import type { ReadModels } from './read-models.js';
import { RunningProjection, type ProjectedBatch } from './running-projection.js';

const claims = new WeakMap<ReadModels, Map<string, string>>();

/**
 * A document has one position, so a collection has one projection and that has one source. Throws where another one
 * feeds the collection; the result releases the claims.
 */
export function claimCollections(
  readModels: ReadModels,
  source: string,
  projections: readonly AnyProjection[],
): () => void {
  const claimed = claims.get(readModels) ?? new Map<string, string>();
  claims.set(readModels, claimed);
  const mine: string[] = [];
  const release = () => mine.forEach((collection) => claimed.delete(collection));
  for (const { name, collection } of projections) {
    const owner = claimed.get(collection.name);
    if (owner !== undefined) {
      release();
      throw new Error(
        `collection ${collection.name} is fed by ${owner}; ${name}@${source} needs one of its own`,
      );
    }
    claimed.set(collection.name, `${name}@${source}`);
    mine.push(collection.name);
  }
  return release;
}

export interface ProjectionRunnerOptions {
  readonly source: EventSource;
  readonly readModels: ReadModels;
  readonly projections: readonly AnyProjection[];
  /** Most events folded into one write. Default 1,000. */
  readonly maxBatch?: number;
  /** Events between two saved checkpoints. Default 1,000. */
  readonly checkpointEvery?: number;
  /** After a batch is written; must not throw. For live subscribers and models kept in memory. */
  readonly onBatch?: (batch: ProjectedBatch) => void;
  readonly onHalted?: (status: ProjectionStatus) => void;
  /** Milliseconds to wait before an attempt (1 is the first retry). Default: doubles from 100 up to 5,000. */
  readonly retryDelayMs?: (attempt: number) => number;
  readonly clock?: Clock;
}

const defaultRetryDelayMs = (attempt: number): number => Math.min(5_000, 100 * 2 ** (attempt - 1));

/** Updates the documents of many projections from one source of events. */
export class ProjectionRunner {
  readonly #projections: readonly RunningProjection[];
  readonly #lanes = new Set<ProjectionLane>();
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #host: LaneContext;
  readonly #retryDelayMs: (attempt: number) => number;
  readonly #release: () => void;
  #prepared = false;

  constructor(private readonly options: ProjectionRunnerOptions) {
    const { source, readModels, projections } = options;
    this.#release = claimCollections(readModels, source.name, projections);
    this.#retryDelayMs = options.retryDelayMs ?? defaultRetryDelayMs;
    const clock = options.clock ?? systemClock;
    this.#projections = projections.map(
      (each) =>
        // each gets the documents that it wrote and the events that its `keys` selects
        new RunningProjection(each as Projection<JsonObject>, source, readModels, clock),
    );
    this.#host = {
      source,
      maxBatch: options.maxBatch ?? 1_000,
      checkpointEvery: options.checkpointEvery ?? 1_000,
      signal: this.#stop.signal,
      publish: (batch) => options.onBatch?.(batch),
      backOff: (attempt) => this.#backOff(attempt),
      isolate: (member, error) => {
        member.retrying(error);
        this.#startLane([member], 1);
      },
      halted: (member) => options.onHalted?.(member.status()),
      laneToJoin: (lane) => this.#laneToJoin(lane),
    };
  }

  /** Resolves when every projection knows where it goes on; catching up happens behind. */
  async start(): Promise<void> {
    await Promise.all(this.#projections.map((projection) => projection.prepare()));
    this.#prepared = true;
    const byPosition = Map.groupBy(this.#projections, (projection) => projection.reached);
    for (const members of byPosition.values()) this.#startLane(members, 0);
  }

  /** Finishes the batches at hand and saves the checkpoints; one that can't be saved only costs the next start time. */
  async stop(): Promise<void> {
    this.#stop.abort();
    while (this.#running.size > 0) await Promise.all(this.#running);
    for (const projection of this.#projections) {
      if (this.#prepared) await projection.saveCheckpoint().catch(() => undefined);
      projection.stop();
    }
    this.#release();
  }

  /**
   * Whether the named projections (all by default) hold everything up to a position, within a time in milliseconds.
   * A projection that is being rebuilt holds nothing yet; one that has halted short of it answers false at once.
   */
  async waitFor(position: Position, timeoutMs: number, names?: readonly string[]): Promise<boolean> {
    const behind = this.#projections.filter(
      (projection) => (names?.includes(projection.name) ?? true) && !projection.holds(position),
    );
    if (behind.length === 0) return true;
    const waits = behind.map((projection) => projection.waitFor(position, timeoutMs));
    return (await Promise.all(waits)).every(Boolean);
  }

  status(): readonly ProjectionStatus[] {
    return this.#projections.map((projection) => projection.status());
  }

  #startLane(members: readonly RunningProjection[], attempt: number): void {
    const lane = new ProjectionLane(this.#host, members);
    this.#lanes.add(lane);
    const run = lane.run(attempt).finally(() => {
      this.#lanes.delete(lane);
      this.#running.delete(run);
    });
    this.#running.add(run);
  }

  #laneToJoin(lane: ProjectionLane): ProjectionLane | undefined {
    if (!lane.live) return undefined;
    return [...this.#lanes].find(
      (other) =>
        other !== lane && other.live && other.members.size > 0 && other.dispatched <= lane.dispatched,
    );
  }

  async #backOff(attempt: number): Promise<void> {
    await sleep(this.#retryDelayMs(attempt), undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
