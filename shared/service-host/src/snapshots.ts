import type { EventStore, Position } from '@berth/event-store';
import type { JsonValue } from '@berth/kernel/json';
import type { Collection, ReadModels } from '@berth/read-models';
import { CommandMemory, type RememberedCommand } from './command-memory.js';
import type { FoldedStream } from './folded-stream.js';

export interface SnapshotOptions<S> {
  readonly readModels: ReadModels;
  /** Names the collection that snapshots are kept in: one kind of aggregate each. */
  readonly name: string;
  /** Raise it when what the decider folds, or the form of the snapshot, has changed: older ones are then not used. */
  readonly version: number;
  /** Events between two snapshots of a stream. Default 500. */
  readonly every?: number;
  toJson(state: S): JsonValue;
  fromJson(json: JsonValue): S;
  /** A snapshot that cannot be written only makes the next start slower. */
  readonly onError?: (error: unknown) => void;
}

type SnapshotDocument = {
  readonly version: number;
  readonly storeId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly memory: readonly RememberedCommand[];
  readonly state: JsonValue;
};

/** Folded streams kept as read-model documents, so that a long stream loads fast. Any of them may vanish at any time. */
export class Snapshots<S> {
  readonly #collection: Collection<SnapshotDocument>;
  readonly #every: number;
  readonly #saved = new Map<string, number>();

  constructor(
    private readonly store: EventStore,
    private readonly options: SnapshotOptions<S>,
  ) {
    this.#collection = options.readModels.collection<SnapshotDocument>({
      name: `snapshots_${options.name}`,
      indexes: [],
    });
    this.#every = options.every ?? 500;
  }

  /** Undefined where there is none that holds: of another version or store, or of events that the store does not have. */
  async load(stream: string): Promise<FoldedStream<S> | undefined> {
    try {
      const stored = await this.#collection.get(stream);
      return stored && (await this.#restore(stream, stored.document, stored.position));
    } catch (error) {
      this.options.onError?.(error);
      return undefined;
    }
  }

  /** Keeps a folded stream if it has grown enough since the last time. Does not wait, and never fails. */
  offer(stream: string, folded: FoldedStream<S>): void {
    const { revision, position, lastEventId } = folded;
    if (position === undefined || lastEventId === undefined) return;
    if (revision - (this.#saved.get(stream) ?? -1) < this.#every) return;
    this.#saved.set(stream, revision);
    const document: SnapshotDocument = {
      version: this.options.version,
      storeId: this.store.storeId,
      revision,
      eventId: lastEventId,
      memory: folded.memory.entries(),
      state: this.options.toJson(folded.state),
    };
    this.#collection
      .write([{ id: stream, document, position }])
      .catch((error: unknown) => this.options.onError?.(error));
  }

  async #restore(
    stream: string,
    { version, storeId, revision, eventId, memory, state }: SnapshotDocument,
    position: Position,
  ): Promise<FoldedStream<S> | undefined> {
    if (version !== this.options.version) return undefined;
    const [event] = await this.store.read(stream, { from: revision, limit: 1 });
    if (storeId !== this.store.storeId || event?.id !== eventId) {
      // The store was cut or replaced. What is kept under a higher position would never be overwritten.
      await this.#collection.clear();
      return undefined;
    }
    this.#saved.set(stream, revision);
    const folded = this.options.fromJson(state);
    return { state: folded, revision, position, lastEventId: eventId, memory: CommandMemory.of(memory) };
  }
}
