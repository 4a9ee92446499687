import type { JsonObject } from '@berth/kernel/json';
import { checkDefinition } from './collection-fields.js';
import type { Collection, CollectionDefinition } from './read-models.js';

/** Opens each collection once, and detects conflicting definitions of one. */
export class CollectionRegistry<C extends Collection<JsonObject>> {
  readonly #opened = new Map<string, { readonly definition: string; readonly collection: C }>();

  constructor(private readonly create: (definition: CollectionDefinition) => C) {}

  /** The document type is the caller's claim; the adapter only sees JSON. */
  open<D extends JsonObject>(definition: CollectionDefinition): Collection<D> {
    const text = JSON.stringify(definition.indexes.map(({ fields }) => fields));
    const known = this.#opened.get(definition.name);
    if (known && known.definition !== text) {
      throw new TypeError(`collection ${definition.name} is in use with other indexes`);
    }
    if (known) return known.collection as unknown as Collection<D>;
    checkDefinition(definition);
    const collection = this.create(definition);
    this.#opened.set(definition.name, { definition: text, collection });
    return collection as unknown as Collection<D>;
  }
}
