import { START, type Position, type RecordedEvent } from '@berth/event-store';
import { type Clock, elapsedMs } from '@berth/kernel/clock';
import type { JsonObject } from '@berth/kernel/json';
import {
  type EventSource,
  type ProjectionState,
  type ProjectionStatus,
  checkpointName,
  type Projection,
} from './projection.js';
import { foldBatch, type DocumentChange } from './project-batch.js';
import type { Collection, ReadModels } from './read-models.js';

interface Waiter {
  readonly position: Position;
  readonly finish: (reached: boolean) => void;
}

/** The waiters for a projection to reach a position (read your writes). */
class PositionWaiters {
  readonly #waiters = new Set<Waiter>();

  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        finish: (reached) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.finish(false), timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  reached(position: Position): void {
    for (const waiter of this.#waiters) if (waiter.position <= position) waiter.finish(true);
  }

  cancelAll(): void {
    for (const waiter of this.#waiters) waiter.finish(false);
  }
}

/** The result of a batch, published once it is written. */
export interface ProjectedBatch {
  readonly projection: string;
  readonly events: readonly RecordedEvent[];
  readonly changes: readonly DocumentChange[];
  /** The documents hold everything up to here. */
  readonly position: Position;
  /** False while old events are caught up with. */
  readonly live: boolean;
}

const BUILDING = ' (building)';

/** One running projection: its documents, its position, and its waiters. */
export class RunningProjection {
  readonly name: string;
  #state: ProjectionState = { state: 'starting' };
  #reached: Position = START;
  #pendingSince: string | undefined;
  #rebuilding = false;
  readonly #waiters = new PositionWaiters();
  readonly #collection: Collection<JsonObject>;
  readonly #checkpoint: string;
  /** Name of the record of the projection and the store that made the collection's documents. */
  readonly #madeByNote: string;
  readonly #madeBy: string;

  constructor(
    readonly projection: Projection<JsonObject>,
    private readonly source: EventSource,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
  ) {
    this.name = projection.name;
    this.#collection = readModels.collection(projection.collection);
    this.#checkpoint = checkpointName(projection, source.name);
    this.#madeByNote = `made-by:${projection.collection.name}`;
    this.#madeBy = `${this.#checkpoint} v${projection.version} of ${source.storeId}`;
  }

  get reached(): Position {
    return this.#reached;
  }

  /** Finds out where to go on, and empties the collection where its documents can't be built upon. */
  async prepare(): Promise<void> {
    const madeBy = await this.readModels.loadCheckpoint(this.#madeByNote);
    const checkpoint = await this.readModels.loadCheckpoint(this.#checkpoint);
    const reason = await this.#reasonToRebuild(madeBy, checkpoint);
    if (reason !== undefined) {
      await this.readModels.deleteCheckpoint(this.#checkpoint);
      await this.#collection.clear();
      await this.readModels.saveCheckpoint(this.#madeByNote, this.#madeBy + BUILDING);
      this.#rebuilding = true;
      this.#state = { state: 'rebuilding', reason };
    } else if (madeBy === this.#madeBy + BUILDING) {
      this.#rebuilding = true;
      this.#state = { state: 'rebuilding', reason: 'a rebuild was interrupted' };
    } else {
      this.#state = { state: 'catchingUp' };
    }
    this.#reached = reason === undefined ? (checkpoint ?? START) : START;
  }

  async #reasonToRebuild(
    madeBy: string | undefined,
    checkpoint: Position | undefined,
  ): Promise<string | undefined> {
    if (madeBy === undefined) return 'there are no documents yet';
    if (madeBy !== this.#madeBy && madeBy !== this.#madeBy + BUILDING) {
      return `the documents were built by ${madeBy}, not by ${this.#madeBy}`;
    }
    const last = await this.source.lastPosition?.();
    if (checkpoint !== undefined && last !== undefined && checkpoint > last) {
      return `the documents are ahead of the store, which ends at ${last}`;
    }
    return undefined;
  }

  /** Folds what is beyond the position reached. False once it has halted; throws where the read models fail. */
  async feed(events: readonly RecordedEvent[], publish: (batch: ProjectedBatch) => void): Promise<boolean> {
    const fresh = eventsBeyond(events, this.#reached);
    const first = fresh[0];
    if (!first) return true;
    this.#pendingSince ??= first.recordedAt;
    const { changes, position, failure } = await foldBatch(this.projection, this.#collection, fresh);
    if (position !== undefined) {
      this.#reached = position;
      if (changes.length > 0) {
        publish({
          projection: this.name,
          events: fresh,
          changes,
          position,
          live: this.#state.state === 'live',
        });
      }
    }
    if (!this.#rebuilding) this.#waiters.reached(this.#reached);
    if (failure) {
      await this.saveCheckpoint();
      const { eventId, eventType, message } = failure;
      const at = this.clock.now();
      this.#state = { state: 'halted', eventId, eventType, position: failure.position, reason: message, at };
      this.#waiters.cancelAll();
      return false;
    }
    this.#pendingSince = events.at(-1)?.recordedAt;
    return true;
  }

  /** Nothing is stored beyond what it has been fed. */
  async caughtUp(position: Position): Promise<void> {
    if (position > this.#reached) this.#reached = position;
    this.#pendingSince = undefined;
    if (this.#state.state !== 'live') {
      await this.saveCheckpoint();
      if (this.#rebuilding) await this.readModels.saveCheckpoint(this.#madeByNote, this.#madeBy);
      this.#rebuilding = false;
      this.#state = { state: 'live' };
    }
    this.#waiters.reached(this.#reached);
  }

  retrying(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#state = { state: 'retrying', reason, at: this.clock.now() };
  }

  async saveCheckpoint(): Promise<void> {
    if (this.#reached > START) await this.readModels.saveCheckpoint(this.#checkpoint, this.#reached);
  }

  holds(position: Position): boolean {
    return this.#reached >= position && !this.#rebuilding;
  }

  async waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.holds(position)) return true;
    if (this.#state.state === 'halted' || this.#state.state === 'stopped') return false;
    return this.#waiters.wait(position, timeoutMs);
  }

  stop(): void {
    if (this.#state.state !== 'halted') this.#state = { state: 'stopped' };
    this.#waiters.cancelAll();
  }

  status(): ProjectionStatus {
    const lagMs = this.#pendingSince === undefined ? 0 : elapsedMs(this.#pendingSince, this.clock.now());
    return { ...this.#state, projection: this.name, reached: this.#reached, lagMs };
  }
}

function eventsBeyond(events: readonly RecordedEvent[], position: Position): readonly RecordedEvent[] {
  const first = events[0];
  return first && first.position > position ? events : events.filter((event) => event.position > position);
}
