import { PARKED, ParkedStore, type ParkedMessage } from '@berth/bus/parked-store';
import { toPosition } from '@berth/event-store';
import type { JsonObject } from '@berth/kernel/json';
import type { Collection, CollectionDefinition, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';

/** The checkpoint of a process manager or consumer. */
export interface Checkpointer {
  load(name: string): Promise<string | undefined>;
  save(name: string, place: string): Promise<void>;
  delete(name: string): Promise<void>;
}

const TAKEN_OVER = 'taken-over-from-read-models';

/**
 * State that must survive a rebuild of the views: the checkpoints of process managers and consumers, and parked
 * messages. It is kept as documents, on either kind of storage, but in a file or database of its own. If it is lost,
 * events are handled once more, which each command's condition makes harmless; parked messages are retried. A class,
 * so that read models cannot be passed in its place.
 */
export class ProcessStore implements Checkpointer {
  readonly parked: ParkedStore;
  readonly #documents: ReadModels;
  readonly #readModels: ReadModels | undefined;

  /** @param readModels where versions before 0.3 kept the same; what is there still is taken over */
  constructor(documents: ReadModels, readModels?: ReadModels) {
    this.#documents = documents;
    this.#readModels = readModels;
    this.parked = new ParkedStore(documents);
  }

  async load(name: string): Promise<string | undefined> {
    const place = await this.#documents.loadCheckpoint(name);
    if (place !== undefined || !this.#readModels) return place;
    const former = await this.#readModels.loadCheckpoint(name);
    if (former === undefined) return undefined;
    await this.#documents.saveCheckpoint(name, former);
    await this.#readModels.deleteCheckpoint(name);
    return former;
  }

  save(name: string, place: string): Promise<void> {
    return this.#documents.saveCheckpoint(name, place);
  }

  async delete(name: string): Promise<void> {
    await this.#documents.deleteCheckpoint(name);
    await this.#readModels?.deleteCheckpoint(name);
  }

  /** Documents that no event leads to, so that they can't be made again. */
  collection<D extends JsonObject>(definition: CollectionDefinition): Collection<D> {
    return this.#documents.collection(definition);
  }

  /** Once an installation: the messages that were parked among the read models. To be called before anything is parked. */
  async takeOver(): Promise<void> {
    if (!this.#readModels || (await this.#documents.loadCheckpoint(TAKEN_OVER)) !== undefined) return;
    const former = this.#readModels.collection<ParkedMessage>(PARKED);
    for await (const { document } of everyDocument(former)) await this.parked.put(document);
    await this.#documents.saveCheckpoint(TAKEN_OVER, toPosition(1));
    await former.clear();
  }

  close(): Promise<void> {
    return this.#documents.close();
  }
}
