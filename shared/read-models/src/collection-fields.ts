import type { JsonObject } from '@berth/kernel/json';
import { DocumentError } from './errors.js';
import type { CollectionDefinition, Scalar, Collection } from './read-models.js';

const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const FIELD = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/;

/** A wrong definition is a bug in the caller, found when the collection is opened. */
function checkDefinition(definition: CollectionDefinition): void {
  if (!NAME.test(definition.name))
    throw new TypeError(`collection name "${definition.name}" must match ${NAME}`);
  for (const { fields } of definition.indexes) {
    if (fields.length === 0)
      throw new TypeError(`collection ${definition.name} declares an index without fields`);
    for (const field of fields) {
      if (!FIELD.test(field))
        throw new TypeError(`index field "${field}" of ${definition.name} is not a dotted path`);
    }
  }
}

/** Every declared field once, in order of declaration. */
export function declaredFields(definition: CollectionDefinition): readonly string[] {
  return [...new Set(definition.indexes.flatMap((index) => index.fields))];
}

/** Reads one indexed field; the path is split once, for it runs for every write. */
export function fieldReader(definition: CollectionDefinition, field: string) {
  const path = field.split('.');
  return (id: string, document: JsonObject): Scalar => {
    let value: unknown = document;
    for (const step of path) {
      if (value === null || value === undefined) return null;
      if (typeof value !== 'object' || Array.isArray(value))
        throw new DocumentError(definition.name, id, field);
      value = (value as JsonObject)[step];
    }
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
      return value as Scalar;
    throw new DocumentError(definition.name, id, field);
  };
}

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
