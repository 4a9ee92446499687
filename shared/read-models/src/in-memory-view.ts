import type { JsonObject } from '@berth/kernel/json';
import { everyDocument } from './every-document.js';
import type { ProjectedBatch } from './running-projection.js';
import type { Projection } from './projection.js';
import type { ReadModels } from './read-models.js';

/**
 * One of the service's own small views, whole in memory: what decisions read for every job. Filled at the start and
 * updated from then on; changes that the view writes during the fill are newer than what is read.
 */
export class InMemoryView<D extends JsonObject> {
  readonly #documents = new Map<string, D>();
  readonly #followed = new Set<string>();
  #state: 'idle' | 'filling' | 'following' = 'idle';

  constructor(
    private readonly projection: Projection<D>,
    private readonly changed: (id: string, after: D | undefined, before: D | undefined) => void = () =>
      undefined,
  ) {}

  get(id: string): D | undefined {
    return this.#documents.get(id);
  }

  get size(): number {
    return this.#documents.size;
  }

  entries(): Iterable<readonly [string, D]> {
    return this.#documents;
  }

  values(): Iterable<D> {
    return this.#documents.values();
  }

  readonly follow = ({ projection, changes }: ProjectedBatch): void => {
    if (projection !== this.projection.name || this.#state === 'idle') return;
    for (const { id, after } of changes) {
      if (this.#state === 'filling') this.#followed.add(id);
      this.#set(id, after as D | undefined);
    }
  };

  async fill(readModels: ReadModels): Promise<void> {
    this.#state = 'filling';
    const collection = readModels.collection<D>(this.projection.collection);
    for await (const { id, document } of everyDocument(collection))
      if (!this.#followed.has(id)) this.#set(id, document);
    this.#state = 'following';
    this.#followed.clear();
  }

  #set(id: string, after: D | undefined): void {
    const before = this.#documents.get(id);
    if (after === undefined) this.#documents.delete(id);
    else this.#documents.set(id, after);
    this.changed(id, after, before);
  }
}
